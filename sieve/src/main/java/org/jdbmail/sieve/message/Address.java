package org.jdbmail.sieve.message;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jdbmail.mime.field.AddressParser;
import org.jdbmail.mime.field.HeaderText;
import org.jdbmail.mime.field.MailAddress;
import org.jspecify.annotations.Nullable;

/**
 * An address as tests see it (RFC 5228 §2.7.4), without the name of who has it.
 *
 * @param all all of it; what isn't an address is left as it is
 * @param local the part before the @; null if it isn't an address
 * @param domain the part after it
 */
public record Address(
        String all, @Nullable String local, @Nullable String domain) {
    private static final int LONGEST_LOCAL = 256;

    /** RFC 5321 §4.1.1.3. */
    private static final Pattern ROUTE = Pattern.compile("@[\\w-]+(\\.[\\w-]+)*+(,@[\\w-]+(\\.[\\w-]+)*+)*+");

    /** RFC 5322 §3.2.3. */
    private static final Pattern DOT_ATOM =
            Pattern.compile("[^\\s\"(),:;<>@\\[\\]\\\\.]+(\\.[^\\s\"(),:;<>@\\[\\]\\\\.]+)*+");

    /** The same, with dots in any place: some providers have given out such addresses. */
    private static final Pattern ATOMS = Pattern.compile("[^\\s\"(),:;<>@\\[\\]\\\\]+");

    /** The addresses in a field; those of groups among them, but not the names of groups. */
    static List<Address> of(Field field) {
        List<MailAddress> parsed = AddressParser.parse(field.values());
        List<Address> addresses = new ArrayList<>(parsed.size());
        for (MailAddress address : parsed) {
            if (!address.isGroupStart() && !address.isGroupEnd()) {
                addresses.add(of(field, address, parsed.size() == 1));
            }
        }
        return addresses;
    }

    private static Address of(Field field, MailAddress address, boolean alone) {
        String mailbox = address.mailbox();
        String host = address.host();
        if (mailbox == null
                || host == null
                || mailbox.equals(AddressParser.MISSING_MAILBOX)
                || host.equals(AddressParser.MISSING_DOMAIN)
                || host.equals("SYNTAX_ERROR")) {
            String text = alone ? field.raw() : mailbox == null ? "" : HeaderText.decode(mailbox);
            return new Address(text, null, null);
        }
        return of(HeaderText.decode(mailbox), HeaderText.decode(host));
    }

    private static Address of(String local, String domain) {
        return new Address(written(local, domain), local, domain);
    }

    /** An address of the envelope; empty for the null one, whose parts are empty too. */
    public static Address ofEnvelope(String path) {
        String plain = withoutRoute(path);
        int at = plain.lastIndexOf('@');
        return at < 0 ? new Address(plain, plain, "") : of(unquoted(plain.substring(0, at)), plain.substring(at + 1));
    }

    /** RFC 5321 §4.1.1.3: a source route says nothing. */
    private static String withoutRoute(String path) {
        int colon = path.startsWith("@") ? path.indexOf(':') : -1;
        boolean route = colon > 0 && ROUTE.matcher(path.substring(0, colon)).matches();
        return route ? path.substring(colon + 1) : path;
    }

    /** Whether a text is a path of the envelope. */
    public static boolean isPath(String path) {
        if (path.isEmpty()) {
            return true;
        }
        String plain = withoutRoute(path);
        int at = plain.lastIndexOf('@');
        // RFC 5321 §4.5.1 knows <Postmaster>, and systems name themselves so.
        String local = at < 0 ? plain : plain.substring(0, at);
        String domain = plain.substring(at + 1);
        boolean known = local.startsWith("\"")
                ? isPlain(unquoted(local))
                : local.length() <= LONGEST_LOCAL && ATOMS.matcher(local).matches();
        return known && (at < 0 || isDomain(domain) && domain.indexOf(':') < 0);
    }

    /** The address in a text that is one address; null if it isn't, or has a name beside it that {@code named} forbids. */
    public static @Nullable Address parse(String text, boolean named) {
        Field field = Field.made("x", text.replace('\r', ' ').replace('\n', ' '));
        List<Address> addresses = field.addresses();
        if (addresses.size() != 1 || text.indexOf('\r') >= 0 || text.indexOf('\n') >= 0 || text.indexOf(0) >= 0) {
            return null;
        }
        Address address = addresses.getFirst();
        if (address.local == null || !isPlain(address.local) || !isDomain(address.domain)) {
            return null;
        }
        boolean bare = address.all.equals(text.strip())
                || text.strip().startsWith("\"") && text.strip().endsWith('@' + address.domain);
        boolean group =
                AddressParser.parse(field.values()).stream().anyMatch(each -> each.isGroupStart() || each.isGroupEnd());
        // What stands behind an address without being a comment is left over: two addresses without a comma, perhaps.
        boolean whole = text.indexOf('<') >= 0 || text.indexOf('(') >= 0;
        return !group && (bare || named && whole) ? address : null;
    }

    private static boolean isPlain(String local) {
        return !local.isEmpty()
                && local.length() <= LONGEST_LOCAL
                && local.chars().noneMatch(c -> c < ' ' || c == 127);
    }

    private static boolean isDomain(@Nullable String domain) {
        return domain != null
                && !domain.isEmpty()
                && domain.length() <= 255
                && domain.chars().noneMatch(c -> c <= ' ' || c == 127 || c == '@' || c == ',' || c == '<' || c == '>');
    }

    private static String unquoted(String local) {
        if (local.length() < 2 || !local.startsWith("\"") || !local.endsWith("\"")) {
            return local;
        }
        return local.substring(1, local.length() - 1).replaceAll("\\\\(.)", "$1");
    }

    /** The address as it is written in an envelope or field: a local part that isn't made of atoms is quoted. */
    public String written() {
        return all;
    }

    private static String written(String local, String domain) {
        boolean dotted = DOT_ATOM.matcher(local).matches();
        return (dotted ? local : '"' + local.replaceAll("([\"\\\\])", "\\\\$1") + '"') + '@' + domain;
    }
}
