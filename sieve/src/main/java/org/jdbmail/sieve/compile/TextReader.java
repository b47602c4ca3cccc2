package org.jdbmail.sieve.compile;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jdbmail.sieve.run.Text;
import org.jdbmail.sieve.syntax.Argument.Literal;
import org.jspecify.annotations.Nullable;

/** Reads what stands in strings: encoded characters (RFC 5228 §2.4.2.4), and then variables (RFC 5229 §3). */
final class TextReader {
    private static final int LONGEST_NAME = 64;
    private static final int HIGHEST_MATCH = 32;

    private static final Pattern HEX = Pattern.compile(
            "\\$\\{hex:(?<digits>\\s*[0-9a-fA-F]{1,2}(?:\\s+[0-9a-fA-F]{1,2})*+\\s*)\\}", Pattern.CASE_INSENSITIVE);
    private static final Pattern UNICODE = Pattern.compile(
            "\\$\\{unicode:(?<digits>\\s*[0-9a-fA-F]+(?:\\s+[0-9a-fA-F]+)*+\\s*)\\}", Pattern.CASE_INSENSITIVE);
    private static final Pattern BLANKS = Pattern.compile("\\s+");

    private final Compilation compilation;

    TextReader(Compilation compilation) {
        this.compilation = compilation;
    }

    Text read(Literal literal) {
        String text = literal.value();
        if (text.indexOf("${") < 0) {
            return new Text.Constant(text);
        }
        if (compilation.has(Extension.ENCODED_CHARACTER)) {
            text = encoded(literal, text);
        }
        return compilation.has(Extension.VARIABLES) ? variables(literal, text) : new Text.Constant(text);
    }

    /** What isn't written as it should be stands for itself. Bytes become characters when all of them are there. */
    private String encoded(Literal literal, String text) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int at = 0;
        for (int next = text.indexOf("${"); next >= 0; next = text.indexOf("${", Math.max(at, next + 1))) {
            Matcher hex = HEX.matcher(text).region(next, text.length());
            Matcher unicode = UNICODE.matcher(text).region(next, text.length());
            boolean isHex = hex.lookingAt();
            if (!isHex && !unicode.lookingAt()) {
                continue;
            }
            out.writeBytes(text.substring(at, next).getBytes(StandardCharsets.UTF_8));
            at = isHex ? hex.end() : unicode.end();
            for (String digits :
                    BLANKS.split((isHex ? hex : unicode).group("digits").strip())) {
                if (isHex) {
                    out.write(Integer.parseInt(digits, 16));
                } else {
                    out.writeBytes(character(literal, digits).getBytes(StandardCharsets.UTF_8));
                }
            }
        }
        out.writeBytes(text.substring(at).getBytes(StandardCharsets.UTF_8));
        return out.toString(StandardCharsets.UTF_8);
    }

    private String character(Literal literal, String digits) {
        String significant = digits.replaceFirst("^0+(?=.)", "");
        int character = significant.length() > 6 ? Integer.MAX_VALUE : Integer.parseInt(significant, 16);
        if (!Character.isValidCodePoint(character) || character >= 0xD800 && character <= 0xDFFF) {
            compilation.error(literal.at(), "there is no character with the number " + digits + " in Unicode");
            return "";
        }
        return Character.toString(character);
    }

    private Text variables(Literal literal, String text) {
        List<Text> parts = new ArrayList<>();
        int copied = 0;
        int at = 0;
        while (true) {
            int start = text.indexOf("${", at);
            if (start < 0) {
                break;
            }
            int end = start + 2;
            while (end < text.length() && isNameCharacter(text.charAt(end))) {
                end++;
            }
            if (end >= text.length() || text.charAt(end) != '}') {
                at = start + 1;
                continue;
            }
            Text variable = reference(literal, text.substring(start + 2, end));
            at = end + 1;
            if (variable != null) {
                if (start > copied) {
                    parts.add(new Text.Constant(text.substring(copied, start)));
                }
                parts.add(variable);
                copied = at;
            }
        }
        if (copied < text.length() || parts.isEmpty()) {
            parts.add(new Text.Constant(text.substring(copied)));
        }
        return parts.size() == 1 ? parts.getFirst() : new Text.Joined(List.copyOf(parts));
    }

    private static boolean isNameCharacter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == '.';
    }

    /** What stands between braces; null if it is no name, and stands for itself. */
    private @Nullable Text reference(Literal literal, String name) {
        if (name.isEmpty()) {
            return null;
        }
        if (name.chars().allMatch(c -> c >= '0' && c <= '9')) {
            String digits = name.replaceFirst("^0+(?=.)", "");
            int index = digits.length() > 4 ? Integer.MAX_VALUE : Integer.parseInt(digits);
            if (index > HIGHEST_MATCH) {
                compilation.error(literal.at(), "the highest match variable is ${" + HIGHEST_MATCH + "}");
                return new Text.Constant("");
            }
            return new Text.Matched(index);
        }
        Name parsed = name(name);
        if (parsed == null) {
            return null;
        }
        return check(literal, parsed, name) ? new Text.Variable(parsed.global, parsed.name) : new Text.Constant("");
    }

    /**
     * The name of a variable.
     *
     * @param namespace what stands before it; empty if nothing does
     */
    record Name(boolean global, String namespace, String name) {}

    /** RFC 5229 §3: identifiers with dots between them; null if it isn't that. */
    static @Nullable Name name(String text) {
        int dot = text.lastIndexOf('.');
        for (String part : text.split("\\.", -1)) {
            if (part.isEmpty() || part.charAt(0) >= '0' && part.charAt(0) <= '9') {
                return null;
            }
            if (!part.chars().allMatch(c -> c != '.' && c < 128 && isNameCharacter((char) c))) {
                return null;
            }
        }
        String namespace = dot < 0 ? "" : text.substring(0, dot).toLowerCase(Locale.ROOT);
        return new Name(
                namespace.equals("global"), namespace, text.substring(dot + 1).toLowerCase(Locale.ROOT));
    }

    /** Notes what is wrong with a name; false if something is. */
    boolean check(Literal literal, Name name, String text) {
        if (!name.namespace.isEmpty() && !(name.global && compilation.has(Extension.INCLUDE))) {
            compilation.error(
                    literal.at(),
                    name.global
                            ? "'" + text + "' needs: require \"include\";"
                            : "'" + name.namespace + "' is no namespace of variables");
            return false;
        }
        if (name.name.length() > LONGEST_NAME) {
            compilation.error(literal.at(), "the name of a variable is longer than " + LONGEST_NAME + " characters");
            return false;
        }
        return true;
    }
}
