package org.jdbmail.imapd.proto;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jdbmail.mime.structure.Sections.What;

/**
 * Which part of a message's text is meant (RFC 3501 §6.4.5, BODY[section]).
 *
 * @param part part numbers from the outside in; empty for the message itself
 * @param text what of that part
 * @param fields header names, as written, for the two kinds of TEXT that name some
 */
public record SectionSpec(List<Integer> part, What text, List<String> fields) {
    /** The message, whole. */
    public static final SectionSpec WHOLE = new SectionSpec(List.of(), What.ALL, List.of());

    /** Copies the lists. */
    public SectionSpec {
        part = List.copyOf(part);
        fields = List.copyOf(fields);
    }

    /** {@code [section]}. */
    static SectionSpec parse(Tokenizer in) throws IOException, ImapSyntaxException {
        in.expect('[');
        List<Integer> part = new ArrayList<>();
        String word = in.name();
        int at = 0;
        // Part numbers come first, each followed by a dot or the end.
        while (at < word.length() && Character.isDigit(word.charAt(at))) {
            int dot = word.indexOf('.', at);
            int end = dot < 0 ? word.length() : dot;
            part.add(partNumber(word.substring(at, end)));
            at = dot < 0 ? end : dot + 1;
            if (dot >= 0 && at == word.length()) {
                throw new ImapSyntaxException("A part number is missing");
            }
            if (part.size() > 200) {
                throw new ImapSyntaxException("Too many part numbers");
            }
        }
        What text = text(word.substring(at), !part.isEmpty());
        List<String> fields = List.of();
        if (text == What.FIELDS || text == What.FIELDS_NOT) {
            in.space();
            fields = fields(in);
        }
        in.expect(']');
        return new SectionSpec(part, text, fields);
    }

    /** The section of that name, as it stands between brackets. */
    static SectionSpec of(String name) throws IOException, ImapSyntaxException {
        byte[] text = ('[' + name + ']').getBytes(StandardCharsets.ISO_8859_1);
        Tokenizer in = Tokenizer.of(new StoredText(text), GrammarLimits.USUAL, Set.of());
        in.checkLine();
        SectionSpec section = parse(in);
        in.end();
        return section;
    }

    private static int partNumber(String digits) throws ImapSyntaxException {
        // RFC 3501 §9, nz-number; no message has more parts than this.
        if (digits.length() > 9 || !digits.chars().allMatch(c -> c >= '0' && c <= '9') || digits.charAt(0) == '0') {
            throw new ImapSyntaxException("Not a part number");
        }
        return Integer.parseInt(digits);
    }

    private static What text(String word, boolean ofPart) throws ImapSyntaxException {
        return switch (word) {
            case "" -> What.ALL;
            case "HEADER" -> What.HEADER;
            case "HEADER.FIELDS" -> What.FIELDS;
            case "HEADER.FIELDS.NOT" -> What.FIELDS_NOT;
            case "TEXT" -> What.TEXT;
            case "MIME" -> {
                // RFC 3501 §6.4.5: MIME must be prefixed by part numbers.
                if (!ofPart) {
                    throw new ImapSyntaxException("MIME needs a part number before it");
                }
                yield What.MIME;
            }
            default -> throw new ImapSyntaxException("Unknown section");
        };
    }

    private static List<String> fields(Tokenizer in) throws IOException, ImapSyntaxException {
        in.expect('(');
        List<String> fields = new ArrayList<>();
        do {
            in.skipSpaces();
            if (fields.size() == in.limits().items()) {
                throw new ImapSyntaxException("Too many header names");
            }
            fields.add(in.astring());
            in.skipSpaces();
        } while (in.peek() != ')' && !in.atEnd());
        in.expect(')');
        return fields;
    }

    /** The part numbers as an array. */
    public int[] partNumbers() {
        return part.stream().mapToInt(Integer::intValue).toArray();
    }

    /** The section as a response names it, without brackets. */
    public String imapName() {
        StringBuilder name = new StringBuilder();
        for (int number : part) {
            name.append(name.isEmpty() ? "" : ".").append(number);
        }
        if (text != What.ALL) {
            name.append(name.isEmpty() ? "" : ".")
                    .append(
                            switch (text) {
                                case ALL -> "";
                                case HEADER -> "HEADER";
                                case FIELDS -> "HEADER.FIELDS";
                                case FIELDS_NOT -> "HEADER.FIELDS.NOT";
                                case TEXT -> "TEXT";
                                case MIME -> "MIME";
                            });
        }
        if (!fields.isEmpty()) {
            name.append(" (");
            for (int i = 0; i < fields.size(); i++) {
                name.append(i == 0 ? "" : " ").append(astring(fields.get(i)));
            }
            name.append(')');
        }
        return name.toString();
    }

    private static String astring(String field) {
        if (!field.isEmpty() && field.chars().allMatch(Tokenizer::isAtomChar)) {
            return field;
        }
        // RFC 3501 §9, QUOTED-CHAR: what no quoted string may hold needs a literal.
        return field.chars().allMatch(c -> c >= 0x20 && c < 0x7F)
                ? '"' + field.replace("\\", "\\\\").replace("\"", "\\\"") + '"'
                : "{" + field.length() + "}\r\n" + field;
    }
}
