package org.jdbmail.imapd.proto;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
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
            case Untagged.MailboxWords words -> words(words);
            case Untagged.Metadata metadata -> metadata(metadata);
            case Untagged.Quota quota -> {
                out.text("QUOTA ");
                out.string(quota.root());
                out.text(" (" + String.join(" ", quota.triplets()) + ")");
            }
            case Untagged.Status status -> status(status);
            case Untagged.Search search -> search(search);
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
        if (!mailbox.childInfo().isEmpty()) {
            out.text(" (\"CHILDINFO\" (\"" + String.join("\" \"", mailbox.childInfo()) + "\"))");
        }
    }

    private void words(Untagged.MailboxWords words) throws IOException {
        out.text(words.kind());
        out.octet(' ');
        out.string(MailboxNames.encode(words.name()));
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
        out.string(MailboxNames.encode(metadata.name()));
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
            out.number(figure.getValue());
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
