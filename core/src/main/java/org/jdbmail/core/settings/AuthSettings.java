package org.jdbmail.core.settings;

import java.util.List;

/**
 * What is the own of those who answer mail servers who may log in.
 *
 * @param loginNeedsTls whether a password is refused that somebody told a mail server in the clear
 * @param clients from where mail servers may ask
 */
public record AuthSettings(boolean loginNeedsTls, List<String> clients) {
    private static final Setting<Boolean> LOGIN_DISABLED = new Setting<>(
            Section.AUTH,
            "login_disabled",
            SettingType.yesNo(),
            "yes",
            "Whether a password is refused that somebody told the mail server in the clear, as far as that server says so; not"
                    + " for `plaintext_networks`.");
    private static final Setting<List<String>> CLIENTS = new Setting<>(
            Section.AUTH,
            "client_networks",
            NetworkSettings.networks(),
            "127.0.0.0/8 ::1",
            "From where mail servers may ask on the `port`. Whoever may ask can try passwords, and is believed which address"
                    + " they came from.");

    static final List<Setting<?>> ALL = List.of(LOGIN_DISABLED, CLIENTS);

    /** What was chosen. */
    public static AuthSettings from(Settings settings) {
        return new AuthSettings(settings.get(LOGIN_DISABLED), settings.get(CLIENTS));
    }
}
