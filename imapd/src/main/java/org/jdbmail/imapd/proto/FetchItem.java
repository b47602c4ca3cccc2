package org.jdbmail.imapd.proto;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jdbmail.mime.structure.Sections.What;

/** One thing that FETCH asks of each message (RFC 3501 §6.4.5). */
public sealed interface FetchItem {
    /** What has no parameters. */
    enum Attribute implements FetchItem {
        FLAGS("FLAGS"),
        INTERNALDATE("INTERNALDATE"),
        SIZE("RFC822.SIZE"),
        ENVELOPE("ENVELOPE"),
        BODY("BODY"),
        BODYSTRUCTURE("BODYSTRUCTURE"),
        /** RFC 7162 §3.1.4.2. */
        MODSEQ("MODSEQ"),
        UID("UID"),
        /** When the message came into the mailbox (RFC 8514). */
        SAVEDATE("SAVEDATE"),
        /** RFC 8474 §5.1 */
        EMAILID("EMAILID"),
        /** RFC 8474 §5.2 */
        THREADID("THREADID");

        private final String imapName;

        Attribute(String imapName) {
            this.imapName = imapName;
        }

        /** Its name in command and response. */
        public String imapName() {
            return imapName;
        }
    }

    /**
     * Bytes of the message.
     *
     * @param section which
     * @param peek whether the message stays unseen
     * @param from the first octet of the section that is wanted, from 0; -1 for all octets
     * @param count how many octets at most; -1 for all
     * @param label its name in the response, before the partial's origin
     */
    record Bytes(SectionSpec section, boolean peek, long from, long count, String label) implements FetchItem {
        /** Whether only a part of the section is wanted. */
        public boolean isPartial() {
            return from >= 0;
        }
    }

    /**
     * The beginning of the text (RFC 8970).
     *
     * @param lazy whether to tell it only where it is at hand
     */
    record Preview(boolean lazy) implements FetchItem {}

    /** Bytes of a part without its transfer encoding (RFC 3516 §4.2), as {@link Bytes}. */
    record Binary(List<Integer> part, boolean peek, long from, long count) implements FetchItem {
        /** Whether only some of them are wanted. */
        public boolean isPartial() {
            return from >= 0;
        }
    }

    /** How many there are (RFC 3516 §4.2). */
    record BinarySize(List<Integer> part) implements FetchItem {}

    /** One item, one of the macros, or a list in parentheses. */
    static List<FetchItem> parseAll(Tokenizer in) throws IOException, ImapSyntaxException {
        List<FetchItem> items = new ArrayList<>();
        if (in.take('(')) {
            do {
                in.skipSpaces();
                addOnce(items, parse(in, in.name()), in.limits().items());
                in.skipSpaces();
            } while (in.peek() != ')' && !in.atEnd());
            in.expect(')');
            return List.copyOf(items);
        }
        String name = in.name();
        return switch (name) {
            case "FAST" -> List.of(Attribute.FLAGS, Attribute.INTERNALDATE, Attribute.SIZE);
            case "ALL" -> List.of(Attribute.FLAGS, Attribute.INTERNALDATE, Attribute.SIZE, Attribute.ENVELOPE);
            case "FULL" ->
                List.of(Attribute.FLAGS, Attribute.INTERNALDATE, Attribute.SIZE, Attribute.ENVELOPE, Attribute.BODY);
            default -> List.of(parse(in, name));
        };
    }

    private static void addOnce(List<FetchItem> items, FetchItem item, int limit) throws ImapSyntaxException {
        if (!items.contains(item)) {
            if (items.size() == Math.min(limit, 200)) {
                throw new ImapSyntaxException("Too many items");
            }
            items.add(item);
        }
    }

    private static FetchItem parse(Tokenizer in, String name) throws IOException, ImapSyntaxException {
        for (Attribute attribute : Attribute.values()) {
            if (attribute.imapName.equals(name) && !(attribute == Attribute.BODY && in.peek() == '[')) {
                return attribute;
            }
        }
        return switch (name) {
            case "BODY" -> section(in, false);
            case "BODY.PEEK" -> section(in, true);
            case "PREVIEW" -> preview(in);
            case "BINARY" -> binary(in, false);
            case "BINARY.PEEK" -> binary(in, true);
            case "BINARY.SIZE" -> new BinarySize(part(in));
            case "RFC822" -> new Bytes(SectionSpec.WHOLE, false, -1, -1, name);
            case "RFC822.HEADER" -> new Bytes(new SectionSpec(List.of(), What.HEADER, List.of()), true, -1, -1, name);
            case "RFC822.TEXT" -> new Bytes(new SectionSpec(List.of(), What.TEXT, List.of()), false, -1, -1, name);
            default -> throw new ImapSyntaxException("Unknown FETCH item");
        };
    }

    /** RFC 8970 §3.1: modifiers in parentheses, of which there is one. */
    private static Preview preview(Tokenizer in) throws ImapSyntaxException {
        if (!in.lookingAt(" (")) {
            return new Preview(false);
        }
        in.space();
        in.expect('(');
        if (!in.word().equals("LAZY")) {
            throw new ImapSyntaxException("Unknown PREVIEW modifier");
        }
        in.expect(')');
        return new Preview(true);
    }

    private static Binary binary(Tokenizer in, boolean peek) throws IOException, ImapSyntaxException {
        List<Integer> part = part(in);
        long[] stretch = stretch(in);
        return new Binary(part, peek, stretch[0], stretch[1]);
    }

    /** RFC 3516 §6, section-binary: part numbers only. */
    private static List<Integer> part(Tokenizer in) throws IOException, ImapSyntaxException {
        SectionSpec section = SectionSpec.parse(in);
        if (section.text() != What.ALL) {
            throw new ImapSyntaxException("BINARY takes part numbers only");
        }
        return section.part();
    }

    private static Bytes section(Tokenizer in, boolean peek) throws IOException, ImapSyntaxException {
        SectionSpec section = SectionSpec.parse(in);
        long[] stretch = stretch(in);
        return new Bytes(section, peek, stretch[0], stretch[1], "BODY[" + section.imapName() + "]");
    }

    /** First octet and count; -1 both where all are wanted. */
    private static long[] stretch(Tokenizer in) throws ImapSyntaxException {
        long from = -1;
        long count = -1;
        if (in.take('<')) {
            from = in.number();
            in.expect('.');
            count = in.number();
            // RFC 3501 §9, partial: the count is not zero.
            if (count == 0) {
                throw new ImapSyntaxException("A partial fetch asks for at least one octet");
            }
            in.expect('>');
        }
        return new long[] {from, count};
    }
}
