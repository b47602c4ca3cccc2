package org.jdbmail.imapd.proto;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
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
    private boolean utf8;

    public ResponseWriter(OutputBuffer out) {
        this.out = out;
        this.fetch = new FetchResponse(out);
    }

    /** From now on names and strings are UTF-8 (RFC 6855 §3, RFC 9051 §5.1), or are so no more. */
    public void speakUtf8(boolean on) {
        utf8 = on;
        out.quoteUtf8(on);
    }

    /** From now on messages are named by their UIDs alone (RFC 9586 §3.3), or are so no more. */
    public void nameByUid(boolean on) {
        fetch.nameByUid(on);
    }

    /** One that spells names and strings as this one does now, and writes elsewhere. */
    public ResponseWriter into(OutputStream other) {
        ResponseWriter writer = new ResponseWriter(new OutputBuffer(other));
        writer.speakUtf8(utf8);
        return writer;
    }

    /** Whole responses that were spelled before. */
    public void spelled(byte[] responses) throws IOException {
        out.octets(responses);
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
            case Untagged.Vanished vanished ->
                out.text((vanished.earlier() ? "VANISHED (EARLIER) " : "VANISHED ") + vanished.uids());
            case Untagged.Flags flags -> list("FLAGS ", flags.flags());
            case Untagged.Capability capability ->
                out.text("CAPABILITY " + String.join(" ", capability.capabilities()));
            case Untagged.Mailbox mailbox -> mailbox(mailbox);
            case Untagged.MailboxWords words -> words(words);
            case Untagged.Metadata metadata -> metadata(metadata);
            case Untagged.Links links -> {
                out.text("GENURLAUTH");
                for (String url : links.urls()) {
                    out.octet(' ');
                    out.string(url);
                }
            }
            case Untagged.DeadLink dead -> {
                out.text("URLFETCH ");
                out.string(dead.url());
                out.text(" NIL");
            }
            case Untagged.MetadataChanged changed -> {
                out.text("METADATA ");
                out.string(MailboxNames.encode(changed.name(), utf8));
                out.text(" " + String.join(" ", changed.entries()));
            }
            case Untagged.Quota quota -> {
                out.text("QUOTA ");
                out.string(quota.root());
                out.text(" (" + String.join(" ", quota.triplets()) + ")");
            }
            case Untagged.Status status -> status(status);
            case Untagged.Search search -> found("SEARCH", search.numbers(), search.count(), search.modseq());
            case Untagged.Sort sort -> found("SORT", sort.numbers(), sort.numbers().length, sort.modseq());
            case Untagged.Threads thread -> threads(thread);
            case Untagged.Extended extended -> extended(extended);
            case Untagged.Batches batches -> {
                out.text("UIDBATCHES (TAG ");
                out.string(batches.tag());
                out.text(batches.ranges().isEmpty() ? ")" : ") " + String.join(",", batches.ranges()));
            }
            case Untagged.Comparing comparing -> out.text("COMPARATOR " + comparing.name());
            case Untagged.Languages languages -> list("LANGUAGE ", languages.tags());
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

    /** Writes the octets that a literal has. */
    @FunctionalInterface
    public interface Octets {
        /** Writes exactly as many as were announced. */
        void writeTo(OutputStream to) throws IOException;
    }

    /** What a link leads to (RFC 4467 §8), of that many octets. */
    public void linked(String url, long size, Octets octets) throws IOException {
        out.text("* URLFETCH ");
        out.string(url);
        out.octet(' ');
        out.literalSize(size);
        octets.writeTo(out.direct());
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
        out.string(MailboxNames.encode(mailbox.name(), utf8));
        if (!mailbox.childInfo().isEmpty()) {
            out.text(" (\"CHILDINFO\" (\"" + String.join("\" \"", mailbox.childInfo()) + "\"))");
        }
        String oldName = mailbox.oldName();
        if (oldName != null) {
            out.text(" (\"OLDNAME\" (");
            out.string(MailboxNames.encode(oldName, utf8));
            out.text("))");
        }
    }

    private void words(Untagged.MailboxWords words) throws IOException {
        out.text(words.kind());
        out.octet(' ');
        out.string(MailboxNames.encode(words.name(), utf8));
        for (String word : words.words()) {
            out.octet(' ');
            // Rights and names of accounts are atoms as a rule, and clients of old expect them so.
            if (!word.isEmpty() && word.chars().allMatch(Tokenizer::isAtomChar) && !word.equalsIgnoreCase("NIL")) {
                out.text(word);
            } else {
                out.string(word);
            }
        }
    }

    private void metadata(Untagged.Metadata metadata) throws IOException {
        out.text("METADATA ");
        out.string(MailboxNames.encode(metadata.name(), utf8));
        String before = " (";
        for (Untagged.Note note : metadata.notes()) {
            out.text(before);
            out.text(note.entry());
            out.octet(' ');
            byte[] value = note.value();
            if (value == null) {
                out.text("NIL");
            } else {
                value(value);
            }
            before = " ";
        }
        out.octet(')');
    }

    /** Octets: a string, or a literal8 where they hold a NUL (RFC 3516 §4.3). */
    private void value(byte[] value) throws IOException {
        boolean nul = false;
        for (byte octet : value) {
            nul |= octet == 0;
        }
        if (nul) {
            out.octet('~');
            out.literalSize(value.length);
            out.octets(value);
        } else {
            out.string(new String(value, StandardCharsets.ISO_8859_1));
        }
    }

    private void status(Untagged.Status status) throws IOException {
        out.text("STATUS ");
        out.string(MailboxNames.encode(status.name(), utf8));
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

    private void found(String name, long[] numbers, int count, long modseq) throws IOException {
        out.text(name);
        for (int i = 0; i < count; i++) {
            out.octet(' ');
            out.number(numbers[i]);
        }
        if (modseq > 0) {
            out.text(" (MODSEQ " + modseq + ")");
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
        Untagged.Searched searched = extended.searched();
        if (searched != null) {
            out.text(" MAILBOX ");
            out.string(MailboxNames.encode(searched.name(), utf8));
            out.text(" UIDVALIDITY " + searched.uidValidity());
        }
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
