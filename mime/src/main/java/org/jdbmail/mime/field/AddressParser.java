package org.jdbmail.mime.field;

import java.util.ArrayList;
import java.util.List;
import org.jdbmail.mime.MimeLimits;
import org.jspecify.annotations.Nullable;

/**
 * Reads address lists (RFC 5322 §3.4, with the obsolete forms of §4.4), and makes something of every text: what is
 * missing in an address is named {@code MISSING_MAILBOX} or {@code MISSING_DOMAIN}, and an address whose angle brackets
 * can't be read gets the domain {@code SYNTAX_ERROR}, as Dovecot does, so that clients see that there was something.
 *
 * <p>It is not Mime4j's, since that decodes names, which ENVELOPE mustn't, and drops comments and what is missing.
 */
public final class AddressParser {
    public static final String MISSING_MAILBOX = "MISSING_MAILBOX";
    public static final String MISSING_DOMAIN = "MISSING_DOMAIN";
    static final String SYNTAX_ERROR = "SYNTAX_ERROR";

    private final FieldReader in;
    private final List<MailAddress> found;

    private AddressParser(FieldReader in, List<MailAddress> found) {
        this.in = in;
        this.found = found;
    }

    /** The addresses of all these fields, one list after the other. */
    public static List<MailAddress> parse(List<FieldValue> values) {
        List<MailAddress> found = new ArrayList<>(2);
        for (FieldValue value : values) {
            new AddressParser(new FieldReader(value), found).list();
        }
        return found;
    }

    private void list() {
        while (in.skipSpace().peek() != FieldReader.END && found.size() < MimeLimits.ADDRESSES) {
            if (in.peek() == ',' || in.peek() == ';') {
                in.skip();
                continue;
            }
            if (!group()) {
                mailbox();
            }
            toSeparator();
        }
    }

    /** Passes what can't be read after an address. */
    private void toSeparator() {
        int next = in.skipSpace().peek();
        while (next != ',' && next != ';' && next != FieldReader.END) {
            if (next == '"') {
                in.quoted('"');
            } else {
                in.skip();
            }
            next = in.skipSpace().peek();
        }
    }

    private boolean group() {
        int start = in.position();
        String name = phrase();
        if (name.isEmpty() || !in.take(':')) {
            in.position(start);
            return false;
        }
        found.add(MailAddress.groupStart(name));
        while (in.skipSpace().peek() != ';' && in.peek() != FieldReader.END && found.size() < MimeLimits.ADDRESSES) {
            if (!in.take(',')) {
                mailbox();
                toSeparator();
            }
        }
        in.take(';');
        found.add(MailAddress.GROUP_END);
        return true;
    }

    private void mailbox() {
        int start = in.position();
        in.takeComment();
        String name = phrase();
        if (in.peek() == '<') {
            angle(name.isEmpty() ? null : name);
            return;
        }
        in.position(start);
        in.takeComment();
        bare();
    }

    /** {@code local@domain (Name)}, a lone word, or words that are no address. */
    private void bare() {
        boolean quoted = in.peek() == '"';
        String local = local();
        if (in.peek() == '@') {
            String host = domain();
            in.skipSpace();
            add(in.takeComment(), null, local, host);
            return;
        }
        String comment = in.takeComment();
        String more = phrase();
        if (!more.isEmpty()) {
            add(local + ' ' + more, null, "", "");
        } else if (quoted) {
            add(local, null, "", "");
        } else {
            add(comment, null, local, "");
        }
    }

    private void angle(@Nullable String name) {
        in.skip();
        String route = in.skipSpace().peek() == '@' ? route() : null;
        if (in.skipSpace().take('>')) {
            add(name, route, "", "");
            return;
        }
        String local = local();
        String host = in.peek() == '@' ? domain() : "";
        boolean closed = in.skipSpace().take('>');
        add(name, route, local, closed ? host : SYNTAX_ERROR);
    }

    /** RFC 5322 §4.4: obs-route, up to and including its colon. */
    private String route() {
        StringBuilder route = new StringBuilder();
        while (in.peek() == '@' || in.peek() == ',') {
            if (in.take(',')) {
                in.skipSpace();
                continue;
            }
            route.append(route.isEmpty() ? "@" : ",@").append(domain());
            in.skipSpace();
        }
        in.take(':');
        return route.toString();
    }

    private String local() {
        if (in.peek() == '"') {
            String first = in.quoted('"');
            in.skipSpace();
            return in.peek() == '.' ? first + dotted() : first;
        }
        return dotted();
    }

    private String domain() {
        in.skip();
        if (in.skipSpace().peek() == '[') {
            String literal = '[' + in.quoted(']') + ']';
            in.skipSpace();
            return literal;
        }
        return dotted();
    }

    /** Atoms and dots, with space and comments around the dots (RFC 5322 §4.4); dots may stand anywhere. */
    private String dotted() {
        String first = in.atom();
        in.skipSpace();
        if (in.peek() != '.') {
            return first;
        }
        StringBuilder text = new StringBuilder(first);
        while (in.take('.')) {
            text.append('.');
            if (in.skipSpace().peek() == '"') {
                text.append(in.quoted('"'));
            } else {
                text.append(in.atom());
            }
            in.skipSpace();
        }
        return text.toString();
    }

    /** Words, joined by one space where white space or comments were between them (RFC 5322 §3.2.5, §4.1). */
    private String phrase() {
        String only = null;
        StringBuilder text = null;
        boolean spaced = false;
        while (true) {
            String word = word();
            if (word == null) {
                break;
            }
            if (only == null) {
                only = word;
            } else {
                text = text == null ? new StringBuilder(only) : text;
                if (spaced) {
                    text.append(' ');
                }
                text.append(word);
            }
            int before = in.position();
            spaced = in.skipSpace().position() > before;
        }
        return text != null ? text.toString() : only == null ? "" : only;
    }

    private @Nullable String word() {
        int next = in.peek();
        if (next == '"') {
            return in.quoted('"');
        }
        if (next == '.') {
            in.skip();
            return ".";
        }
        String atom = in.atom();
        return atom.isEmpty() ? null : atom;
    }

    private void add(@Nullable String name, @Nullable String route, String mailbox, String host) {
        found.add(new MailAddress(
                name, route, mailbox.isEmpty() ? MISSING_MAILBOX : mailbox, host.isEmpty() ? MISSING_DOMAIN : host));
    }
}
