package org.jdbmail.imapd.proto;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * NOTIFY (RFC 5465 §3.1): what the client wants to hear, whether a command is in progress or not.
 *
 * @param status whether it wants the figures of the mailboxes first
 * @param groups nothing, where it wants to hear nothing
 * @param known whether all events are such as there are here
 */
public record Notify(boolean status, List<Group> groups, boolean known) implements ImapCommand {
    /** What may happen (RFC 5465 §5). */
    public enum Event {
        MESSAGE_NEW("MessageNew"),
        MESSAGE_EXPUNGE("MessageExpunge"),
        FLAG_CHANGE("FlagChange"),
        MAILBOX_NAME("MailboxName"),
        SUBSCRIPTION_CHANGE("SubscriptionChange"),
        MAILBOX_METADATA_CHANGE("MailboxMetadataChange"),
        SERVER_METADATA_CHANGE("ServerMetadataChange");

        private final String imapName;

        Event(String imapName) {
            this.imapName = imapName;
        }

        /** Its name at the wire. */
        public String imapName() {
            return imapName;
        }

        /** Whether it is about messages. */
        public boolean isOfMessages() {
            return this == MESSAGE_NEW || this == MESSAGE_EXPUNGE || this == FLAG_CHANGE;
        }
    }

    /**
     * Some mailboxes, and what the client wants to hear of them.
     *
     * @param items what it wants to hear of new messages in the selected mailbox
     */
    public record Group(MailboxFilter filter, Set<Event> events, List<FetchItem> items) {}

    static Notify parse(Tokenizer in) throws IOException, ImapSyntaxException {
        in.space();
        String word = in.word();
        if (word.equals("NONE")) {
            return new Notify(false, List.of(), true);
        }
        if (!word.equals("SET")) {
            throw new ImapSyntaxException("Expected SET or NONE");
        }
        in.space();
        boolean status = in.peek() != '(';
        if (status) {
            if (!in.word().equals("STATUS")) {
                throw new ImapSyntaxException("Expected STATUS or a group of events");
            }
            in.space();
        }
        List<Group> groups = new ArrayList<>();
        boolean known = true;
        do {
            in.skipSpaces();
            @Nullable Group group = group(in);
            known &= group != null;
            if (group != null) {
                groups.add(group);
            }
        } while (in.peek() == ' ' && groups.size() < 100);
        if (groups.stream()
                        .filter(group -> group.filter instanceof MailboxFilter.Selected)
                        .count()
                > 1) {
            throw new ImapSyntaxException("SELECTED may be said once");
        }
        return new Notify(status, List.copyOf(groups), known);
    }

    /** Null for one with events that there are not. */
    private static @Nullable Group group(Tokenizer in) throws IOException, ImapSyntaxException {
        in.expect('(');
        String word = in.word();
        if (word.equals("SUBTREE-ONE")) {
            throw new ImapSyntaxException("SUBTREE-ONE is for ESEARCH");
        }
        MailboxFilter filter = MailboxFilter.parse(word, in);
        in.space();
        Set<Event> events = EnumSet.noneOf(Event.class);
        List<FetchItem> items = List.of();
        boolean known = true;
        boolean selected = filter instanceof MailboxFilter.Selected;
        // The RFC's examples leave the parentheses off, which its grammar has.
        boolean list = in.take('(');
        if (!list && in.lookingAt("NONE)")) {
            in.word();
        } else {
            do {
                in.skipSpaces();
                @Nullable Event event = event(in.atom());
                known &= event != null;
                if (event != null) {
                    events.add(event);
                }
                if (in.lookingAt(" (")) {
                    if (event != Event.MESSAGE_NEW || !selected) {
                        throw new ImapSyntaxException("Items are for MessageNew of the selected mailbox");
                    }
                    in.space();
                    items = FetchItem.parseAll(in);
                }
                in.skipSpaces();
            } while (in.peek() != ')' && !in.atEnd());
            if (list) {
                in.expect(')');
            }
        }
        in.expect(')');
        check(events, selected);
        return known ? new Group(filter, events, items) : null;
    }

    /** RFC 5465 §5, §6.1 */
    private static void check(Set<Event> events, boolean selected) throws ImapSyntaxException {
        boolean both = events.contains(Event.MESSAGE_NEW) && events.contains(Event.MESSAGE_EXPUNGE);
        boolean any = events.stream().anyMatch(Event::isOfMessages);
        // Elsewhere than in the selected mailbox one alone does no harm: the RFC's examples have it, and clients that
        // follow them.
        if (any && !both && selected) {
            throw new ImapSyntaxException("MessageNew and MessageExpunge go together, and with FlagChange");
        }
        if (selected && events.stream().anyMatch(event -> !event.isOfMessages())) {
            throw new ImapSyntaxException("SELECTED is for what happens to messages");
        }
    }

    private static @Nullable Event event(String name) {
        for (Event event : Event.values()) {
            if (event.imapName.equalsIgnoreCase(name)) {
                return event;
            }
        }
        return null;
    }
}
