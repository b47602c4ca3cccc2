package org.jdbmail.imapd.proto;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.IntToLongFunction;
import org.jdbmail.core.search.ObjectIds;
import org.jdbmail.core.sorting.MessageThread;
import org.jdbmail.core.sorting.Sortable;
import org.jspecify.annotations.Nullable;

/** Writes responses: the one place that knows how they are spelled (RFC 3501 §9, response). */
public final class ResponseWriter {
    private final OutputBuffer out;
    private final FetchResponse fetch;

    public ResponseWriter(OutputBuffer out) {
        this.out = out;
        this.fetch = new FetchResponse(out);
    }

    /** For FETCH responses. */
    public FetchResponse fetch() {
        return fetch;
    }

    /** Hands on everything, and holds no buffer until something is written again. */
    public void release() throws IOException {
        out.release();
    }

    /** How a command ended. */
    public enum Outcome {
        OK,
        NO,
        BAD
    }

    /** The response that ends a command (RFC 3501 §7.1). */
    public void tagged(String tag, Outcome outcome, @Nullable ResponseCode code, String text) throws IOException {
        out.text(tag);
        out.octet(' ');
        message(outcome.name(), code, text);
    }

    /** Asks for more of a command (RFC 3501 §7.5). */
    public void continuation(String text) throws IOException {
        out.text("+ ");
        out.text(text);
        endLine();
    }

    /** Anything without a tag. */
    public void untagged(Untagged response) throws IOException {
        out.text("* ");
        switch (response) {
            case Untagged.Message message -> {
                message(message.kind().name(), message.code(), message.text());
                return;
            }
            case Untagged.Exists exists -> numbered(exists.messages(), " EXISTS");
            case Untagged.Recent recent -> numbered(recent.messages(), " RECENT");
            case Untagged.Expunge expunge -> numbered(expunge.sequence(), " EXPUNGE");
            case Untagged.Flags flags -> list("FLAGS ", flags.flags());
            case Untagged.Capability capability ->
                out.text("CAPABILITY " + String.join(" ", capability.capabilities()));
            case Untagged.Mailbox mailbox -> mailbox(mailbox);
            case Untagged.Status status -> status(status);
            case Untagged.Search search -> search(search);
            case Untagged.Sort sort -> {
                out.text("SORT");
                for (long number : sort.numbers()) {
                    out.octet(' ');
                    out.number(number);
                }
            }
            case Untagged.Threads thread -> threads(thread);
            case Untagged.Extended extended -> extended(extended);
            case Untagged.Namespace namespace -> namespace(namespace);
            case Untagged.Id id -> id(id.fields());
            case Untagged.Enabled enabled -> {
                out.text("ENABLED");
                for (String capability : enabled.capabilities()) {
                    out.octet(' ');
                    out.text(capability);
                }
            }
        }
        endLine();
    }

    private void message(String kind, @Nullable ResponseCode code, String text) throws IOException {
        out.text(kind);
        out.octet(' ');
        if (code != null) {
            out.octet('[');
            out.text(code.imapText());
            out.text("] ");
        }
        // RFC 3501 §9, text: at least one character, and no line end.
        out.text(text.isEmpty() ? "-" : text.replace('\r', ' ').replace('\n', ' '));
        endLine();
    }

    private void numbered(int number, String what) throws IOException {
        out.number(number);
        out.text(what);
    }

    private void list(String name, List<String> atoms) throws IOException {
        out.text(name);
        out.octet('(');
        out.text(String.join(" ", atoms));
        out.octet(')');
    }

    private void mailbox(Untagged.Mailbox mailbox) throws IOException {
        list(mailbox.subscribed() ? "LSUB " : "LIST ", mailbox.attributes());
        out.text(" \"/\" ");
        out.string(MailboxNames.encode(mailbox.name()));
    }

    private void status(Untagged.Status status) throws IOException {
        out.text("STATUS ");
        out.string(MailboxNames.encode(status.name()));
        out.text(" (");
        boolean first = true;
        for (Map.Entry<String, Long> figure : status.figures().entrySet()) {
            if (!first) {
                out.octet(' ');
            }
            first = false;
            out.text(figure.getKey());
            out.octet(' ');
            if (figure.getKey().equals(Status.Item.MAILBOXID.name())) {
                // RFC 8474 §4.3: an id in parentheses, and the only figure that is no number.
                out.text("(" + ObjectIds.mailbox(figure.getValue()) + ")");
            } else {
                out.number(figure.getValue());
            }
        }
        out.octet(')');
    }

    private void search(Untagged.Search search) throws IOException {
        out.text("SEARCH");
        for (int i = 0; i < search.count(); i++) {
            out.octet(' ');
            out.number(search.numbers()[i]);
        }
    }

    /** RFC 5256 §5, thread-list: one answer after the other stands in a row, several in parentheses each. */
    private void threads(Untagged.Threads thread) throws IOException {
        out.text(thread.threads().isEmpty() ? "THREAD" : "THREAD ");
        Deque<Iterator<MessageThread>> open = new ArrayDeque<>();
        open.push(thread.threads().iterator());
        while (!open.isEmpty()) {
            if (!open.peek().hasNext()) {
                open.pop();
                out.text(open.isEmpty() ? "" : ")");
                continue;
            }
            out.octet('(');
            MessageThread at = row(open.peek().next(), thread.number());
            if (at.children().isEmpty()) {
                out.octet(')');
            } else {
                open.push(at.children().iterator());
            }
        }
    }

    /** Writes a message and those that are each the only answer to the one before; the last of them. */
    private MessageThread row(MessageThread first, IntToLongFunction number) throws IOException {
        MessageThread at = first;
        while (true) {
            Sortable message = at.message();
            if (message != null) {
                out.number(number.applyAsLong(message.place()));
                out.text(at.children().isEmpty() ? "" : " ");
            }
            if (at.children().size() != 1) {
                return at;
            }
            at = at.children().getFirst();
        }
    }

    private void extended(Untagged.Extended extended) throws IOException {
        out.text("ESEARCH (TAG ");
        out.string(extended.tag());
        out.text(extended.uid() ? ") UID" : ")");
        for (Map.Entry<String, String> item : extended.items().entrySet()) {
            out.octet(' ');
            out.text(item.getKey());
            out.octet(' ');
            out.text(item.getValue());
        }
    }

    private void namespace(Untagged.Namespace namespace) throws IOException {
        out.text("NAMESPACE");
        for (String prefix : List.of(namespace.personal(), namespace.others(), namespace.shared())) {
            out.text(" ((");
            out.string(prefix);
            out.text(" \"/\"))");
        }
    }

    private void id(Map<String, String> fields) throws IOException {
        out.text("ID (");
        boolean first = true;
        for (Map.Entry<String, String> field : fields.entrySet()) {
            if (!first) {
                out.octet(' ');
            }
            first = false;
            out.string(field.getKey());
            out.octet(' ');
            out.string(field.getValue());
        }
        out.octet(')');
    }

    private void endLine() throws IOException {
        out.text("\r\n");
    }
}
