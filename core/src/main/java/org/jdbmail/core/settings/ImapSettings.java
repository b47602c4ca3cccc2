package org.jdbmail.core.settings;

import java.util.List;

/**
 * What is IMAP's own.
 *
 * @param banner the text of the greeting; empty for the server's own
 * @param loginNeedsTls whether a password is refused in the clear, where TLS is offered
 * @param maxAppendOctets the largest message that APPEND takes
 */
public record ImapSettings(String banner, boolean loginNeedsTls, long maxAppendOctets) {
    private static final Setting<String> BANNER = new Setting<>(
            Section.IMAP, "banner", bannerType(), "", "The text of the greeting, in place of the server's own.");
    private static final Setting<Boolean> LOGIN_DISABLED = new Setting<>(
            Section.IMAP,
            "login_disabled",
            SettingType.yesNo(),
            "yes",
            "Whether passwords are refused before TLS, where TLS is offered; not for `plaintext_networks`.");

    static final List<Setting<?>> ALL = List.of(BANNER, LOGIN_DISABLED);

    /** What was chosen. */
    public static ImapSettings from(Settings settings) {
        return new ImapSettings(
                settings.get(BANNER),
                settings.get(LOGIN_DISABLED),
                settings.get(DeliverySettings.MAX_MESSAGE, Section.IMAP));
    }

    /** A greeting's text: one line of printable ASCII. */
    static SettingType<String> bannerType() {
        return new SettingType<>("one line of printable ASCII", value -> {
            if (!value.matches("[ -~]{0,200}")) {
                throw new IllegalArgumentException();
            }
            return value;
        });
    }
}
