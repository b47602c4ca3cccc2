package org.jdbmail.core.auth;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.jdbmail.core.mail.Flag;
import org.jdbmail.core.mail.NumberSet;
import org.jdbmail.core.store.Mailbox;
import org.jdbmail.core.store.MessageSink;
import org.jdbmail.core.store.Store;
import org.jdbmail.core.store.Tx;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What DBMail does when somebody logs in by an account's second password ({@code spasswd}), as one does who is made to log in:
 * {@code saction} 1 removes all mailboxes, a higher one the messages that have one of the flags that the setting names for it.
 */
public final class SecurityActions {
    private static final Logger LOG = LoggerFactory.getLogger(SecurityActions.class);

    /** DBMail's number for all mailboxes. */
    private static final int ALL_MAILBOXES = 1;

    private final Map<Integer, List<String>> flags;

    /** @param flags for each number the flags and keywords, one of which a message must have to go */
    public SecurityActions(Map<Integer, List<String>> flags) {
        this.flags = Map.copyOf(flags);
    }

    /**
     * Reads DBMail's setting: {@code 2:\Flagged $Secret;3:$Other}.
     *
     * @throws IllegalArgumentException if it is not so written
     */
    public static Map<Integer, List<String>> parse(String setting) {
        Map<Integer, List<String>> flags = new HashMap<>();
        for (String entry : setting.split(";")) {
            if (!entry.isBlank()) {
                String[] parts = entry.split(":", 2);
                int number = Integer.parseInt(parts[0].strip());
                if (parts.length < 2 || number <= ALL_MAILBOXES) {
                    throw new IllegalArgumentException(entry);
                }
                flags.put(number, List.of(parts[1].strip().split("\\s+")));
            }
        }
        return flags;
    }

    /** Does it. */
    void run(Store store, long userId, int action) {
        List<String> wanted = flags.getOrDefault(action, List.of());
        if (action == ALL_MAILBOXES) {
            store.write(tx -> {
                List<Mailbox> all = tx.mailboxes().ownedBy(userId);
                all.forEach(mailbox -> tx.mailboxes().delete(mailbox.id()));
                return all.size();
            });
        } else if (!wanted.isEmpty()) {
            store.write(tx -> {
                List<Mailbox> all = tx.mailboxes().ownedBy(userId);
                all.forEach(mailbox -> removeFrom(tx, mailbox.id(), wanted));
                return all.size();
            });
        } else if (action != 0) {
            LOG.warn("the setting security_action says nothing of {}, which an account has", action);
        }
    }

    private static void removeFrom(Tx tx, long mailboxId, List<String> wanted) {
        Marked marked = new Marked(wanted);
        tx.messages().changesSince(mailboxId, 0, marked);
        if (!marked.uids.isEmpty()) {
            NumberSet uids =
                    NumberSet.of(marked.uids.stream().mapToLong(Long::longValue).toArray());
            tx.messages().expunge(mailboxId, uids, false);
        }
    }

    /** Collects the messages that have one of some flags. */
    private static final class Marked implements MessageSink {
        private final int bits;
        private final List<String> keywords = new ArrayList<>();
        private final TreeSet<Long> uids = new TreeSet<>();

        Marked(List<String> wanted) {
            int wantedBits = 0;
            for (String name : wanted) {
                int bit = bit(name);
                wantedBits |= bit;
                if (bit == 0) {
                    keywords.add(name.toLowerCase(Locale.ROOT));
                }
            }
            this.bits = wantedBits;
        }

        private static int bit(String name) {
            for (Flag flag : Flag.values()) {
                if (flag.imapName().equalsIgnoreCase(name)) {
                    return flag.bit();
                }
            }
            return 0;
        }

        @Override
        public void message(
                long uid,
                long physId,
                int flags,
                boolean recent,
                long modseq,
                long size,
                long internalDate,
                boolean expunged) {
            if ((flags & bits) != 0 && !expunged) {
                uids.add(uid);
            }
        }

        @Override
        public void keyword(long uid, String keyword) {
            if (keywords.contains(keyword.toLowerCase(Locale.ROOT))) {
                uids.add(uid);
            }
        }
    }
}
