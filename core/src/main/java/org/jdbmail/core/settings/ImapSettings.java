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
 * @param messageLimit the most messages that a command is about; 0 for any number
 * @param saveLimit the most messages of a COPY or APPEND; 0 for any number
 * @param submitters names of the accounts that fetch what others let them send on, in lower case
 * @param ownSeen whether each user of a shared mailbox has a {@code \\Seen} of its own
 */
public record ImapSettings(
        String banner,
        boolean loginNeedsTls,
        long maxAppendOctets,
        Set<String> quotaAdministrators,
        boolean literalMinus,
        int messageLimit,
        int saveLimit,
        Set<String> submitters,
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

    private static final Setting<Integer> MESSAGE_LIMIT = new Setting<>(
            Section.IMAP,
            "message_limit",
            SettingType.number(0, 1_000_000_000),
            "0",
            "The most messages that one command is about (RFC 9738, `MESSAGELIMIT`): of more than these, the newest are taken, and"
                    + " the client is told so. Clients that don't know of it take what they get for all, so that this is for"
                    + " servers whose clients are known. 0: any number; less than 1000 is taken as 1000.");

    private static final Setting<Integer> SAVE_LIMIT = new Setting<>(
            Section.IMAP,
            "save_limit",
            SettingType.number(0, 1_000_000_000),
            "0",
            "The most messages of one COPY or APPEND (RFC 9738, `SAVELIMIT`), beyond which it is refused. 0: any number; less than"
                    + " 1000 is taken as 1000.");

    private static final Setting<Set<String>> SUBMITTERS = new Setting<>(
            Section.IMAP,
            "urlauth_submitters",
            new SettingType<>("names of accounts, separated by commas", ImapSettings::names),
            "",
            "Accounts by which mail servers fetch parts of messages that are sent on without being downloaded (RFC 4467, the"
                    + " access `submit+`).");

    private static final Setting<Boolean> OWN_SEEN = new Setting<>(
            Section.IMAP,
            "own_seen",
            SettingType.yesNo(),
            "no",
            "Whether each user of a shared mailbox has a `\\Seen` of its own: what one has read stays new for the others. If"
                    + " not, it is common, as in DBMail. All processes on a database should have the same. When it is"
                    + " switched on, all is unread for everybody but the owner.");

    static final List<Setting<?>> ALL = List.of(
            BANNER,
            LOGIN_DISABLED,
            QUOTA_ADMINISTRATORS,
            LITERAL_MINUS,
            MESSAGE_LIMIT,
            SAVE_LIMIT,
            SUBMITTERS,
            OWN_SEEN);

    /** What was chosen. */
    public static ImapSettings from(Settings settings) {
        return new ImapSettings(
                settings.get(BANNER),
                settings.get(LOGIN_DISABLED),
                settings.get(DeliverySettings.MAX_MESSAGE, Section.IMAP),
                settings.get(QUOTA_ADMINISTRATORS),
                settings.get(LITERAL_MINUS),
                limit(settings.get(MESSAGE_LIMIT)),
                limit(settings.get(SAVE_LIMIT)),
                settings.get(SUBMITTERS),
                settings.get(OWN_SEEN));
    }

    /** RFC 9738 §3: no lower than that. */
    private static int limit(int chosen) {
        return chosen == 0 ? 0 : Math.max(1_000, chosen);
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
