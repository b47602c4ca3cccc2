package org.jdbmail.core.settings;

import java.util.List;

/**
 * What is POP3's own.
 *
 * @param banner the text of the greeting; empty for the server's own
 * @param loginNeedsTls whether a password is refused in the clear, where TLS is offered
 */
public record PopSettings(String banner, boolean loginNeedsTls) {
    private static final Setting<String> BANNER = new Setting<>(
            Section.POP,
            "banner",
            ImapSettings.bannerType(),
            "",
            "The text of the greeting, in place of the server's own.");
    private static final Setting<Boolean> LOGIN_DISABLED = new Setting<>(
            Section.POP,
            "login_disabled",
            SettingType.yesNo(),
            "no",
            "Whether passwords are refused before TLS, where TLS is offered.");

    static final List<Setting<?>> ALL = List.of(BANNER, LOGIN_DISABLED);

    /** What was chosen. */
    public static PopSettings from(Settings settings) {
        return new PopSettings(settings.get(BANNER), settings.get(LOGIN_DISABLED));
    }
}
