package org.jdbmail.core.settings;

import java.util.List;

/**
 * How many connections there may be whose clients have not logged in, over all services.
 *
 * @param sessions in all
 * @param perAddress of one address
 */
public record StrangerSettings(int sessions, int perAddress) {
    private static final Setting<Integer> SESSIONS = new Setting<>(
            Section.DBMAIL,
            "max_sessions_before_login",
            SettingType.number(10, 1_000_000),
            "2000",
            "Sessions at a time, over all services together, whose clients have not logged in yet. Those that have don't count"
                    + " here. When there are more, the next takes the place of the one that has kept silent longest. Mail"
                    + " programs log in within a moment.");
    private static final Setting<Integer> PER_ADDRESS = new Setting<>(
            Section.DBMAIL,
            "max_sessions_before_login_per_address",
            SettingType.number(1, 1_000_000),
            "500",
            "Those of one IPv4 address or one IPv6 /64.");

    static final List<Setting<?>> ALL = List.of(SESSIONS, PER_ADDRESS);

    /** What was chosen. */
    public static StrangerSettings from(Settings settings) {
        return new StrangerSettings(settings.get(SESSIONS), settings.get(PER_ADDRESS));
    }
}
