package org.jdbmail.sieve.notice;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jdbmail.sieve.letter.Draft;
import org.jdbmail.sieve.message.Address;
import org.jspecify.annotations.Nullable;

/**
 * A mailto URI (RFC 6068), as a way to tell somebody of a message.
 *
 * @param subject null if it has none
 * @param body null if it has none
 * @param fields what other fields it asks for, those that nobody may ask for left out
 */
public record Mailto(
        List<Recipient> to,
        List<Recipient> cc,
        @Nullable String subject,
        @Nullable String body,
        Map<String, String> fields) {
    private static final int MOST_RECIPIENTS = 8;
    private static final int MOST_FIELDS = 20;

    /** RFC 3986 §2, RFC 6068 §2: what may stand in the parts of one without being encoded. */
    private static final String IN_ADDRESSES = "-._~!$'()*+,:@/";

    private static final String IN_FIELDS = "-._~!$'()*+,;:@/?";

    /** A text isn't such a URI. The message says why. */
    public static final class Invalid extends Exception {
        private static final long serialVersionUID = 1L;

        Invalid(String message) {
            super(message, null, false, false);
        }
    }

    /** Whether a text names this way to tell somebody. */
    public static boolean isMailto(String uri) {
        return uri.regionMatches(true, 0, "mailto:", 0, 7);
    }

    /** Reads one. */
    public static Mailto of(String uri) throws Invalid {
        if (!isMailto(uri)) {
            throw new Invalid("'" + uri + "' is no way to notify somebody; \"mailto:\" and an address is");
        }
        int query = uri.indexOf('?');
        String to = uri.substring(7, query < 0 ? uri.length() : query);
        List<Recipient> recipients = new ArrayList<>(addresses(decoded(to, IN_ADDRESSES)));
        List<Recipient> copies = new ArrayList<>();
        Map<String, String> fields = new LinkedHashMap<>();
        String subject = null;
        String body = null;
        for (String field : query < 0 ? new String[0] : uri.substring(query + 1).split("&", MOST_FIELDS)) {
            int equals = field.indexOf('=');
            if (equals < 0) {
                throw new Invalid("'" + field + "' in the URI has no '='");
            }
            String name = decoded(field.substring(0, equals), IN_FIELDS);
            String value = decoded(field.substring(equals + 1), IN_FIELDS);
            if (name.isEmpty() || !name.chars().allMatch(c -> c > ' ' && c < 127 && c != ':')) {
                throw new Invalid("'" + name + "' in the URI can't be the name of a header field");
            }
            switch (name.toLowerCase(Locale.ROOT)) {
                case "to" -> recipients.addAll(addresses(value));
                case "cc", "bcc" -> copies.addAll(addresses(value));
                case "subject" -> subject = value;
                case "body" -> body = value;
                default -> {
                    if (isAllowed(name)) {
                        fields.put(capitalised(name), value);
                    }
                }
            }
        }
        if (recipients.size() + copies.size() > MOST_RECIPIENTS) {
            throw new Invalid("more than " + MOST_RECIPIENTS + " recipients in the URI");
        }
        return new Mailto(List.copyOf(recipients), List.copyOf(copies), subject, body, fields);
    }

    /** RFC 5436 §2.7: fields that are ours to write, or that lead mail astray. */
    private static boolean isAllowed(String name) {
        String key = name.toLowerCase(Locale.ROOT);
        return switch (key) {
            case "from",
                    "sender",
                    "reply-to",
                    "date",
                    "message-id",
                    "received",
                    "return-path",
                    "auto-submitted",
                    "mime-version",
                    "x-sieve",
                    "delivered-to",
                    "precedence",
                    "dkim-signature",
                    "authentication-results",
                    "x-priority",
                    "importance" -> false;
            default ->
                !key.startsWith("resent-")
                        && !key.startsWith("content-")
                        && !key.startsWith("list-")
                        && !key.startsWith("arc-");
        };
    }

    private static String capitalised(String name) {
        return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    }

    /** Who is told, with the name that the URI gives; empty for none. */
    public record Recipient(String name, Address address) {}

    private static List<Recipient> addresses(String text) throws Invalid {
        List<Recipient> addresses = new ArrayList<>();
        for (String part : text.split(",")) {
            if (part.isBlank()) {
                continue;
            }
            Address address = Address.parse(part.strip(), true);
            if (address == null) {
                throw new Invalid("'" + part.strip() + "' in the URI is no address");
            }
            addresses.add(new Recipient(Draft.displayName(part.strip()), address));
        }
        return addresses;
    }

    private static String decoded(String text, String allowed) throws Invalid {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%') {
                int value = i + 3 <= text.length() ? hex(text.substring(i + 1, i + 3)) : -1;
                if (value <= 0) {
                    throw new Invalid("a '%' in the URI has no two hexadecimal digits behind it");
                }
                bytes.write(value);
                i += 2;
            } else if (c < 128 && Character.isLetterOrDigit(c) || allowed.indexOf(c) >= 0) {
                bytes.write(c);
            } else {
                throw new Invalid("'" + c + "' can't stand there in a URI");
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static int hex(String digits) {
        int high = Character.digit(digits.charAt(0), 16);
        int low = Character.digit(digits.charAt(1), 16);
        return high < 0 || low < 0 ? -1 : high * 16 + low;
    }
}
