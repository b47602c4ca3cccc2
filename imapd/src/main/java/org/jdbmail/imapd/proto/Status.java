package org.jdbmail.imapd.proto;

import java.io.IOException;
import java.util.EnumSet;
import java.util.Set;
import org.jdbmail.core.mailbox.MailboxName;

/** STATUS (RFC 3501 §6.3.10). */
public record Status(MailboxName mailbox, Set<Item> items) implements ImapCommand {
    /** What can be asked. */
    public enum Item {
        MESSAGES,
        RECENT,
        UIDNEXT,
        UIDVALIDITY,
        UNSEEN,
        /** RFC 8474 §4.3 */
        MAILBOXID,
        /** RFC 9051 §6.3.11, RFC 9208 §4.1.4. */
        DELETED,
        /** RFC 9208 §4.1.4. */
        DELETED_STORAGE,
        /** RFC 7162 §3.1.7. */
        HIGHESTMODSEQ,
        /** RFC 8438. */
        SIZE,
        /** RFC 7889 §3. */
        APPENDLIMIT;

        /** Its name at the wire. */
        public String imapName() {
            return name().replace('_', '-');
        }
    }

    static Status parse(Tokenizer in) throws IOException, ImapSyntaxException {
        in.space();
        MailboxName mailbox = MailboxNames.parse(in);
        in.space();
        return new Status(mailbox, items(in));
    }

    /** The list of what is asked, for LIST too (RFC 5819). */
    static Set<Item> items(Tokenizer in) throws ImapSyntaxException {
        in.expect('(');
        Set<Item> items = EnumSet.noneOf(Item.class);
        do {
            in.skipSpaces();
            items.add(item(in.word()));
            in.skipSpaces();
        } while (in.peek() != ')' && !in.atEnd());
        in.expect(')');
        return items;
    }

    private static Item item(String name) throws ImapSyntaxException {
        for (Item item : Item.values()) {
            if (item.imapName().equals(name)) {
                return item;
            }
        }
        throw new ImapSyntaxException("Unknown STATUS item");
    }
}
