package org.jdbmail.core.settings;

import java.time.Duration;
import java.util.List;

/**
 * What is POP3's own.
 *
 * @param loginNeedsTls whether a password is refused in the clear, where TLS is offered
 * @param loginDelay how long an account waits between two logins
 */
public record PopSettings(boolean loginNeedsTls, Duration loginDelay) {
    private static final Setting<Boolean> LOGIN_DISABLED = new Setting<>(
            Section.POP,
            "login_disabled",
            SettingType.yesNo(),
            "yes",
            "Whether passwords are refused before TLS, where TLS is offered; not for `plaintext_networks`.");

    private static final Setting<Duration> LOGIN_DELAY = new Setting<>(
            Section.POP,
            "login_delay",
            SettingType.seconds(0, 86_400),
            "0",
            "How long an account waits between two logins by POP3 (RFC 2449, LOGIN-DELAY); 0 for not at all.");

    static final List<Setting<?>> ALL = List.of(LOGIN_DISABLED, LOGIN_DELAY);

    /** What was chosen. */
    public static PopSettings from(Settings settings) {
        return new PopSettings(settings.get(LOGIN_DISABLED), settings.get(LOGIN_DELAY));
    }
}
