package org.jdbmail.core.settings;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is IMAP's own.
 *
 * @param banner the text of the greeting; empty for the server's own
 * @param loginNeedsTls whether a password is refused in the clear, where TLS is offered
 * @param maxAppendOctets the largest message that APPEND takes
 * @param quotaAdministrators names of the accounts that set quotas, in lower case
 * @param literalMinus whether literals that do not wait are short (RFC 7888 §5)
 * @param ownSeen whether each user of a shared mailbox has a {@code \\Seen} of its own
 */
public record ImapSettings(
        String banner,
        boolean loginNeedsTls,
        long maxAppendOctets,
        Set<String> quotaAdministrators,
        boolean literalMinus,
        boolean ownSeen) {
    private static final Setting<String> BANNER = new Setting<>(
            Section.IMAP, "banner", bannerType(), "", "The text of the greeting, in place of the server's own.");
    private static final Setting<Boolean> LOGIN_DISABLED = new Setting<>(
            Section.IMAP,
            "login_disabled",
            SettingType.yesNo(),
            "yes",
            "Whether passwords are refused before TLS, where TLS is offered; not for `plaintext_networks`.");

    private static final Setting<Set<String>> QUOTA_ADMINISTRATORS = new Setting<>(
            Section.IMAP,
            "quota_administrators",
            new SettingType<>("names of accounts, separated by commas", ImapSettings::names),
            "",
            "Accounts that may see and set the quotas of all others by IMAP's `SETQUOTA` (RFC 9208).");

    private static final Setting<Boolean> LITERAL_MINUS = new Setting<>(
            Section.IMAP,
            "literal_minus",
            SettingType.yesNo(),
            "no",
            "Whether `LITERAL-` is offered in place of `LITERAL+` (RFC 7888): what a client sends without waiting for an"
                    + " answer has at most 4,096 octets, so that a message that is too large is refused before it is sent.");

    private static final Setting<Boolean> OWN_SEEN = new Setting<>(
            Section.IMAP,
            "own_seen",
            SettingType.yesNo(),
            "no",
            "Whether each user of a shared mailbox has a `\\Seen` of its own: what one has read stays new for the others. If"
                    + " not, it is common, as in DBMail. All processes on a database should have the same. When it is"
                    + " switched on, all is unread for everybody but the owner.");

    static final List<Setting<?>> ALL = List.of(BANNER, LOGIN_DISABLED, QUOTA_ADMINISTRATORS, LITERAL_MINUS, OWN_SEEN);

    /** What was chosen. */
    public static ImapSettings from(Settings settings) {
        return new ImapSettings(
                settings.get(BANNER),
                settings.get(LOGIN_DISABLED),
                settings.get(DeliverySettings.MAX_MESSAGE, Section.IMAP),
                settings.get(QUOTA_ADMINISTRATORS),
                settings.get(LITERAL_MINUS),
                settings.get(OWN_SEEN));
    }

    private static Set<String> names(String value) {
        return Arrays.stream(value.split(","))
                .map(name -> name.strip().toLowerCase(Locale.ROOT))
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
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
