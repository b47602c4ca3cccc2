package org.jdbmail.core.smtp;

import java.util.Map;
import java.util.Set;
import org.jdbmail.core.mail.AsciiCase;
import org.jspecify.annotations.Nullable;

/**
 * What a MAIL command says of the message.
 *
 * @param size octets of the message as the client counts them (RFC 1870); -1 where it does not say
 * @param body how the message is written (RFC 6152, RFC 3030)
 * @param utf8 whether addresses and header fields may be UTF-8 (RFC 6531)
 * @param returned what a report of failure is to hold (RFC 3461 §4.3)
 * @param envelopeId the client's own name for the transaction, decoded (RFC 3461 §4.4); empty for none
 * @param by by when the message must be on its way (RFC 2852); null where it does not say
 * @param submitter who handed the message in, decoded (RFC 4954 §5); empty where it is not told or not known
 */
public record MailParameters(
        long size,
        Body body,
        boolean utf8,
        Returned returned,
        String envelopeId,
        @Nullable By by,
        String submitter) {
    /** Longest ENVID (RFC 3461 §4.4), in its encoded form. */
    private static final int MAX_ENVELOPE_ID = 100;

    /** The values of BODY. */
    public enum Body {
        SEVEN_BIT,
        EIGHT_BIT_MIME,
        BINARY_MIME
    }

    /** The values of RET. */
    public enum Returned {
        UNSPECIFIED,
        FULL,
        HEADERS
    }

    /**
     * A time limit.
     *
     * @param seconds from now on; not above zero where it has passed
     * @param isReturned whether the message goes back then; otherwise its sender is told
     */
    public record By(long seconds, boolean isReturned) {}

    /** A MAIL command without parameters. */
    public static final MailParameters NONE =
            new MailParameters(-1, Body.SEVEN_BIT, false, Returned.UNSPECIFIED, "", null, "");

    /** The same, where something else is to go back with a report, and without the size, which changes on the way. */
    public MailParameters with(Returned other) {
        return new MailParameters(-1, body, utf8, other, envelopeId, by, "");
    }

    /** Reads parameters; those of extensions that are not offered are unknown. */
    static MailParameters parse(String text, Set<SmtpExtension> offered) throws SmtpSyntaxException {
        if (text.isEmpty()) {
            return NONE;
        }
        long size = -1;
        Body body = Body.SEVEN_BIT;
        boolean utf8 = false;
        Returned returned = Returned.UNSPECIFIED;
        String envelopeId = "";
        By by = null;
        String submitter = "";
        for (Map.Entry<String, String> each : Parameters.split(text).entrySet()) {
            String value = each.getValue();
            SmtpExtension extension = extensionOf(each.getKey(), value);
            if (!offered.contains(extension)) {
                throw Parameters.unknown(each.getKey());
            }
            switch (each.getKey()) {
                case "SIZE" -> size = Parameters.number(value);
                case "BODY" -> body = body(value);
                case "SMTPUTF8" -> utf8 = true;
                case "RET" -> returned = returned(value);
                case "ENVID" -> envelopeId = envelopeId(value);
                case "BY" -> by = by(value);
                case "AUTH" -> submitter = value.equals("<>") ? "" : Xtext.decode(value);
                default -> throw Parameters.unknown(each.getKey());
            }
        }
        return new MailParameters(size, body, utf8, returned, envelopeId, by, submitter);
    }

    private static SmtpExtension extensionOf(String keyword, String value) throws SmtpSyntaxException {
        return switch (keyword) {
            case "SIZE" -> SmtpExtension.SIZE;
            case "BODY" ->
                AsciiCase.same(value, "BINARYMIME") ? SmtpExtension.BINARY_MIME : SmtpExtension.EIGHT_BIT_MIME;
            case "SMTPUTF8" -> {
                // RFC 6531 §3.4: it has no value.
                if (!value.isEmpty()) {
                    throw Parameters.bad("SMTPUTF8 takes no value");
                }
                yield SmtpExtension.SMTPUTF8;
            }
            case "RET", "ENVID" -> SmtpExtension.DSN;
            case "BY" -> SmtpExtension.DELIVERBY;
            case "AUTH" -> SmtpExtension.AUTH;
            default -> throw Parameters.unknown(keyword);
        };
    }

    private static Body body(String value) throws SmtpSyntaxException {
        return switch (AsciiCase.upper(value)) {
            case "7BIT" -> Body.SEVEN_BIT;
            case "8BITMIME" -> Body.EIGHT_BIT_MIME;
            case "BINARYMIME" -> Body.BINARY_MIME;
            default -> throw Parameters.bad("BODY is 7BIT, 8BITMIME or BINARYMIME");
        };
    }

    private static Returned returned(String value) throws SmtpSyntaxException {
        return switch (AsciiCase.upper(value)) {
            case "FULL" -> Returned.FULL;
            case "HDRS" -> Returned.HEADERS;
            default -> throw Parameters.bad("RET is FULL or HDRS");
        };
    }

    // RFC 2852 §4: seconds of at most nine digits, R for return or N for notify, T for a trace that we have none of.
    private static By by(String value) throws SmtpSyntaxException {
        String upper = AsciiCase.upper(value);
        if (!upper.matches("-?\\d{1,9};[RN]T?")) {
            throw Parameters.bad("BY is seconds, a semicolon, and R or N");
        }
        int semicolon = upper.indexOf(';');
        By by = new By(Long.parseLong(upper.substring(0, semicolon)), upper.charAt(semicolon + 1) == 'R');
        if (by.isReturned && by.seconds <= 0) {
            throw Parameters.bad("BY with R must leave some time");
        }
        return by;
    }

    private static String envelopeId(String value) throws SmtpSyntaxException {
        if (value.isEmpty() || value.length() > MAX_ENVELOPE_ID) {
            throw Parameters.bad("ENVID has 1 to 100 characters");
        }
        return Xtext.decode(value);
    }
}
