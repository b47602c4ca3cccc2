package org.jdbmail.imapd.proto;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jdbmail.core.mailbox.MailboxName;
import org.jdbmail.core.mailbox.Names;

/** Which mailboxes are meant (RFC 5465 §6, RFC 7377 §2.2). */
public sealed interface MailboxFilter {
    /**
     * The one that is selected.
     *
     * @param delayed whether nothing is told of expunged messages before a command that allows it (RFC 5465 §6.1.2)
     */
    record Selected(boolean delayed) implements MailboxFilter {}

    /** All of the user's own; where mail may be delivered to, too, since that is any of them (RFC 5465 §6.3). */
    record Personal() implements MailboxFilter {}

    /** All that the user is subscribed to. */
    record Subscribed() implements MailboxFilter {}

    /**
     * These and what is below them.
     *
     * @param one only what is one level below
     */
    record Subtree(List<MailboxName> names, boolean one) implements MailboxFilter {}

    /** These. */
    record Mailboxes(List<MailboxName> names) implements MailboxFilter {}

    /** Whether the mailbox that the user calls so is meant; the selected one only counts as such. */
    default boolean fits(String name, boolean subscribed) {
        return switch (this) {
            case Selected selected -> false;
            case Personal personal -> !name.startsWith(Names.USERS + "/") && !name.startsWith(Names.PUBLIC + "/");
            case Subscribed all -> subscribed;
            case Subtree subtree -> subtree.names.stream().anyMatch(top -> isAtOrBelow(name, top.name(), subtree.one));
            case Mailboxes mailboxes ->
                mailboxes.names.stream().anyMatch(each -> each.name().equals(name));
        };
    }

    private static boolean isAtOrBelow(String name, String top, boolean one) {
        return name.equals(top) || name.startsWith(top + "/") && (!one || name.indexOf('/', top.length() + 1) < 0);
    }

    /** The filter of that word, which was just read; SELECTED-DELAYED and SUBTREE-ONE as well. */
    static MailboxFilter parse(String word, Tokenizer in) throws IOException, ImapSyntaxException {
        return switch (word) {
            case "SELECTED" -> new Selected(false);
            case "SELECTED-DELAYED" -> new Selected(true);
            case "INBOXES", "PERSONAL" -> new Personal();
            case "SUBSCRIBED" -> new Subscribed();
            case "SUBTREE" -> new Subtree(names(in), false);
            case "SUBTREE-ONE" -> new Subtree(names(in), true);
            case "MAILBOXES" -> new Mailboxes(names(in));
            default -> throw new ImapSyntaxException("Unknown kind of mailboxes");
        };
    }

    private static List<MailboxName> names(Tokenizer in) throws IOException, ImapSyntaxException {
        in.space();
        if (!in.take('(')) {
            return List.of(MailboxNames.parse(in));
        }
        List<MailboxName> names = new ArrayList<>();
        do {
            in.skipSpaces();
            names.add(MailboxNames.parse(in));
            in.skipSpaces();
        } while (in.peek() != ')' && !in.atEnd() && names.size() < in.limits().items());
        in.expect(')');
        return List.copyOf(names);
    }
}
