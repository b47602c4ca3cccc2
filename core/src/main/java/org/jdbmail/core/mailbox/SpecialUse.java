package org.jdbmail.core.mailbox;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jdbmail.core.mail.FlagSet;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.store.Mailbox;
import org.jdbmail.core.store.MailboxAccess;

/**
 * Which of a user's mailboxes is for what (RFC 6154 §2): what is stored, and where nothing is stored for a use, a mailbox
 * with one of the names that mail programs give it.
 */
public final class SpecialUse {
    private static final Map<String, List<String>> COMMON_NAMES = Map.of(
            "\\Sent", List.of("sent", "sent items", "sent messages", "sent-mail"),
            "\\Drafts", List.of("drafts"),
            "\\Trash", List.of("trash", "deleted items", "deleted messages"),
            "\\Junk", List.of("junk", "spam", "junk e-mail"),
            "\\Archive", List.of("archive", "archives"));

    private SpecialUse() {}

    /** Whether a text from the table is an attribute that can be told. */
    private static boolean isAttribute(String text) {
        return text.startsWith("\\") && FlagSet.isKeyword(text.substring(1));
    }

    /**
     * A use as it is stored, whatever its case.
     *
     * @throws Refusal INVALID if mailboxes can't be for that (RFC 6154 §3: USEATTR)
     */
    public static String known(String use) {
        return COMMON_NAMES.keySet().stream()
                .filter(use::equalsIgnoreCase)
                .findFirst()
                .orElseThrow(() -> new Refusal(Reason.INVALID, "No mailbox can be for that"));
    }

    /** The names that mail programs give a mailbox of that use, in lower case; none for a use that nobody has a name for. */
    public static List<String> commonNames(String use) {
        return COMMON_NAMES.getOrDefault(use, List.of());
    }

    /** Whether mailboxes can be for that. */
    public static boolean isKnown(String use) {
        return COMMON_NAMES.keySet().stream().anyMatch(use::equalsIgnoreCase);
    }

    /** The attribute of each of the user's mailboxes that has one, by name. */
    public static Map<String, String> of(Collection<MailboxAccess> mailboxes, long userId) {
        Map<String, String> uses = new HashMap<>();
        Map<String, Mailbox> own = new HashMap<>();
        for (MailboxAccess access : mailboxes) {
            Mailbox mailbox = access.mailbox();
            if (mailbox.ownerId() == userId) {
                String use = mailbox.specialUse();
                if (use != null && isAttribute(use)) {
                    uses.put(mailbox.name(), use);
                } else if (!mailbox.noSelect()) {
                    own.put(mailbox.name().toLowerCase(Locale.ROOT), mailbox);
                }
            }
        }
        for (Map.Entry<String, List<String>> common : COMMON_NAMES.entrySet()) {
            if (!uses.containsValue(common.getKey())) {
                common.getValue().stream()
                        .map(own::get)
                        .filter(Objects::nonNull)
                        .findFirst()
                        .ifPresent(mailbox -> uses.put(mailbox.name(), common.getKey()));
            }
        }
        return uses;
    }
}
