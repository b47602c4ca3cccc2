package org.jdbmail.testkit.transcript;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jdbmail.testkit.transcript.Template.Part;

/** Reads the text of a transcript's line: finds its variables, patterns and literals. */
final class TemplateParser {
    // ${"text"*N}
    private static final Pattern REPEAT = Pattern.compile("\"(.*)\"\\*(\\d+)", Pattern.DOTALL);
    // ${name:regex}, where the name may be missing
    private static final Pattern CAPTURE = Pattern.compile("([A-Za-z_][A-Za-z0-9_-]*)?:(.+)", Pattern.DOTALL);
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]*");
    private static final String SIZE = ".size";
    private static final String DOTS = "...";

    private final String text;
    private final boolean pattern;
    private int at;

    private TemplateParser(String text, boolean pattern) {
        this.text = text;
        this.pattern = pattern;
    }

    /**
     * Reads a template.
     *
     * @param text what is written
     * @param pattern whether {@code ...} is a wildcard: in what is expected, not in what is sent
     * @throws TranscriptSyntaxException without the place, which the caller knows
     */
    static Template parse(String text, boolean pattern) {
        return new Template(new TemplateParser(text, pattern).parts(false));
    }

    private List<Part> parts(boolean inLiteral) {
        List<Part> parts = new ArrayList<>();
        StringBuilder plain = new StringBuilder();
        int begin = at;
        while (at < text.length()) {
            if (inLiteral && literalEnd() > 0) {
                break;
            }
            if (text.startsWith("${", at)) {
                flush(plain, parts);
                parts.add(placeholder());
            } else if (text.startsWith("{\"", at) && !inLiteral) {
                flush(plain, parts);
                parts.add(literal());
            } else if (pattern && text.startsWith(DOTS, at)) {
                flush(plain, parts);
                parts.add(wildcard(begin, inLiteral));
            } else {
                plain.append(text.charAt(at++));
            }
        }
        flush(plain, parts);
        return parts;
    }

    private static void flush(StringBuilder plain, List<Part> parts) {
        if (!plain.isEmpty()) {
            parts.add(new Template.Text(plain.toString()));
            plain.setLength(0);
        }
    }

    private Part wildcard(int begin, boolean inLiteral) {
        boolean lineStart = at == begin || text.charAt(at - 1) == '\n';
        at += DOTS.length();
        if (inLiteral && lineStart && literalEnd() > 0) {
            return new Template.AnyLines();
        }
        if (lineStart && text.startsWith("\r\n", at)) {
            at += 2;
            return new Template.AnyLines();
        }
        return new Template.Anything();
    }

    private Part literal() {
        at += 2;
        List<Part> content = parts(true);
        int end = literalEnd();
        if (end == 0) {
            throw new TranscriptSyntaxException("literal without its \"}");
        }
        at += end;
        return new Template.Literal(new Template(content), end == 3);
    }

    /** The length of a literal's end mark here, or 0. */
    private int literalEnd() {
        return text.startsWith("\"}", at) ? 2 : text.startsWith("\"+}", at) ? 3 : 0;
    }

    private Part placeholder() {
        int depth = 0;
        for (int i = at + 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '{') {
                depth++;
            } else if (c == '}' && --depth == 0) {
                String inner = text.substring(at + 2, i);
                at = i + 1;
                return placeholder(inner);
            }
        }
        throw new TranscriptSyntaxException("${ without its }");
    }

    private static Part placeholder(String inner) {
        Matcher repeat = REPEAT.matcher(inner);
        if (repeat.matches()) {
            return new Template.Text(repeat.group(1).repeat(Integer.parseInt(repeat.group(2))));
        }
        if (inner.startsWith("#")) {
            byte[] bytes = HexFormat.of().parseHex(inner.substring(1));
            return new Template.Text(new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1));
        }
        Matcher capture = CAPTURE.matcher(inner);
        if (capture.matches()) {
            String name = capture.group(1);
            return new Template.Capture(name == null ? "" : name, capture.group(2));
        }
        boolean size = inner.endsWith(SIZE);
        String name = size ? inner.substring(0, inner.length() - SIZE.length()) : inner;
        if (!NAME.matcher(name).matches()) {
            throw new TranscriptSyntaxException("not a variable: ${" + inner + "}");
        }
        return size ? new Template.Size(name) : new Template.Variable(name);
    }
}
