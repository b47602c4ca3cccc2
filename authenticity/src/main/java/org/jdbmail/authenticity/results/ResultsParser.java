package org.jdbmail.authenticity.results;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jdbmail.authenticity.dns.DomainNames;
import org.jdbmail.authenticity.field.RawField;

/** Reads fields of results (RFC 8601 §2.2), those of others among them, which need not be right. */
public final class ResultsParser {
    private static final int LONGEST = 64 * 1024;
    private static final int MOST = 200;
    private static final int DEEPEST = 50;

    private final String text;
    private int at;
    private String comment = "";

    private ResultsParser(String text) {
        this.text = text;
    }

    /** What can't be read. */
    private static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1L;
    }

    /** Reads a field; empty if it can't be read whole. */
    public static Optional<AuthenticationResults> parse(RawField field) {
        return parse(field.value());
    }

    /** Reads the value of a field; empty if it can't be read whole. */
    public static Optional<AuthenticationResults> parse(String value) {
        if (value.length() > LONGEST) {
            return Optional.empty();
        }
        try {
            return Optional.of(new ResultsParser(value).all());
        } catch (Unreadable e) {
            return Optional.empty();
        }
    }

    /**
     * Whether a field says that it is from a server of that name: also one that can't be read any further, since others may read it
     * otherwise.
     */
    public static boolean claims(RawField field, String id) {
        String value = field.value();
        try {
            String told = new ResultsParser(value.substring(0, Math.min(value.length(), LONGEST))).word(";");
            String unicode = new String(told.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
            return unicode.equalsIgnoreCase(id) || ascii(unicode).equals(ascii(id));
        } catch (Unreadable e) {
            return value.toLowerCase(Locale.ROOT).contains(id.toLowerCase(Locale.ROOT));
        }
    }

    private static String ascii(String name) {
        return DomainNames.ascii(name).orElse(name.toLowerCase(Locale.ROOT));
    }

    private AuthenticationResults all() throws Unreadable {
        String id = word(";");
        // A version may follow, of which there is one.
        skip();
        if (at < text.length() && text.charAt(at) != ';' && !word(";").equals("1")) {
            throw new Unreadable();
        }
        List<AuthenticationResults.Method> methods = new ArrayList<>();
        while (skip() < text.length()) {
            take(';');
            if (skip() == text.length()) {
                break;
            }
            if (methods.size() == MOST) {
                throw new Unreadable();
            }
            method().ifPresent(methods::add);
        }
        return new AuthenticationResults(id, methods);
    }

    private Optional<AuthenticationResults.Method> method() throws Unreadable {
        String name = word("=/;");
        skip();
        if (name.equalsIgnoreCase("none") && (at == text.length() || text.charAt(at) == ';')) {
            return Optional.empty();
        }
        if (at < text.length() && text.charAt(at) == '/') {
            at++;
            word("=");
        }
        take('=');
        String result = word(";");
        comment = "";
        String reason = "";
        List<AuthenticationResults.Property> properties = new ArrayList<>();
        while (skip() < text.length() && text.charAt(at) != ';') {
            String key = word("=.");
            skip();
            if (at < text.length() && text.charAt(at) == '=') {
                at++;
                String value = word(";");
                if (key.equalsIgnoreCase("reason")) {
                    reason = value;
                }
                continue;
            }
            take('.');
            String property = word("=");
            take('=');
            if (properties.size() == MOST) {
                throw new Unreadable();
            }
            properties.add(new AuthenticationResults.Property(
                    key.toLowerCase(Locale.ROOT), property.toLowerCase(Locale.ROOT), propertyValue()));
        }
        return Optional.of(new AuthenticationResults.Method(
                name.toLowerCase(Locale.ROOT), result.toLowerCase(Locale.ROOT), comment, reason, properties));
    }

    /** A value, or an address whose local part may be a quoted string. */
    private String propertyValue() throws Unreadable {
        String value = word(";");
        if (at < text.length() && text.charAt(at) == '@') {
            at++;
            return value + "@" + word(";");
        }
        return value;
    }

    private void take(char expected) throws Unreadable {
        if (skip() == text.length() || text.charAt(at) != expected) {
            throw new Unreadable();
        }
        at++;
    }

    /** A quoted string, or all up to white space, a comment, or one of the ends. */
    private String word(String ends) throws Unreadable {
        skip();
        if (at < text.length() && text.charAt(at) == '"') {
            return quoted();
        }
        int from = at;
        while (at < text.length()
                && text.charAt(at) > ' '
                && text.charAt(at) != '('
                && text.charAt(at) != '"'
                && ends.indexOf(text.charAt(at)) < 0) {
            at++;
        }
        if (at == from) {
            throw new Unreadable();
        }
        return text.substring(from, at);
    }

    private String quoted() throws Unreadable {
        StringBuilder all = new StringBuilder();
        for (at++; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '"') {
                at++;
                return all.toString();
            }
            if (c == '\\' && at + 1 < text.length()) {
                c = text.charAt(++at);
            }
            if (c != '\r' && c != '\n') {
                all.append(c);
            }
        }
        throw new Unreadable();
    }

    /** Passes white space and comments. */
    private int skip() throws Unreadable {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '(') {
                comment();
            } else if (c > ' ') {
                break;
            } else {
                at++;
            }
        }
        return at;
    }

    private void comment() throws Unreadable {
        int depth = 0;
        int from = at + 1;
        for (; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '\\') {
                at++;
            } else if (c == '(' && ++depth > DEEPEST) {
                throw new Unreadable();
            } else if (c == ')' && --depth == 0) {
                comment = text.substring(from, at);
                at++;
                return;
            }
        }
        throw new Unreadable();
    }
}
