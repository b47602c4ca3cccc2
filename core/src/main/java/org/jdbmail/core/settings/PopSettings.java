package org.jdbmail.core.settings;

import java.util.List;

/**
 * What is POP3's own.
 *
 * @param loginNeedsTls whether a password is refused in the clear, where TLS is offered
 */
public record PopSettings(boolean loginNeedsTls) {
    private static final Setting<Boolean> LOGIN_DISABLED = new Setting<>(
            Section.POP,
            "login_disabled",
            SettingType.yesNo(),
            "yes",
            "Whether passwords are refused before TLS, where TLS is offered; not for `plaintext_networks`.");

    static final List<Setting<?>> ALL = List.of(LOGIN_DISABLED);

    /** What was chosen. */
    public static PopSettings from(Settings settings) {
        return new PopSettings(settings.get(LOGIN_DISABLED));
    }
}
