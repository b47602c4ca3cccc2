package org.jdbmail.core.reception;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jdbmail.core.smtp.EnvelopeAddress;

/** What the value of a table of restrictions says to do: Postfix's access(5). */
sealed interface AccessAction {
    /** The rest of the list does not matter. */
    record Permit() implements AccessAction {}

    /** As if the table had nothing to say. */
    record Dunno() implements AccessAction {}

    /** It is not granted. */
    record Refuse(Denied denied) implements AccessAction {}

    /** It is not granted now, where in the end it would be. */
    record DeferIfPermit(Denied denied) implements AccessAction {}

    /** It is not granted now, where in the end it would be refused for good. */
    record DeferIfReject(Denied denied) implements AccessAction {}

    /**
     * Something is to be done with the message, should it be taken.
     *
     * @param isEnough whether the rest of the list does not matter
     */
    record Order(Orders orders, boolean isEnough) implements AccessAction {}

    /** Words of restrictions, in place of this one. */
    record Words(List<Restriction> words) implements AccessAction {}

    /** What is written into the log, and nothing more. */
    record Note(String text) implements AccessAction {}

    /**
     * Reads a value.
     *
     * @throws IllegalArgumentException if it is not understood
     */
    static AccessAction parse(String value) {
        String[] words = value.strip().split("\\s+", 2);
        String verb = words[0].toUpperCase(Locale.ROOT);
        String text = words.length > 1 ? words[1] : "";
        if (verb.matches("[45]\\d\\d")) {
            return new Refuse(denied(Integer.parseInt(verb), text));
        }
        return switch (verb) {
            case "OK", "PERMIT" -> new Permit();
            case "DUNNO" -> new Dunno();
            case "REJECT" -> new Refuse(denied(554, text));
            case "DEFER" -> new Refuse(denied(450, text));
            case "DEFER_IF_PERMIT" -> new DeferIfPermit(denied(450, text));
            case "DEFER_IF_REJECT" -> new DeferIfReject(denied(450, text));
            case "HOLD" -> new Order(Orders.hold(), false);
            case "DISCARD" -> new Order(Orders.discard(), true);
            case "PREPEND" -> new Order(Orders.prepend(field(text)), false);
            case "REDIRECT" -> new Order(Orders.redirect(address(text)), false);
            case "BCC" -> new Order(Orders.copy(address(text)), false);
            case "WARN", "INFO" -> new Note(text);
            // All-numerical results are from tables that note when somebody has logged in.
            default -> verb.matches("\\d+") ? new Permit() : new Words(Restriction.parse(value));
        };
    }

    /** A text may begin with an enhanced status code, which then is the reply's. */
    private static Denied denied(int code, String text) {
        Matcher matcher = Texts.STATUS.matcher(text);
        boolean isFinal = code >= 500;
        if (matcher.matches() && matcher.group(1).charAt(0) == (isFinal ? '5' : '4')) {
            return new Denied(code, matcher.group(1), matcher.group(2).isEmpty() ? Texts.DENIED : matcher.group(2));
        }
        return new Denied(code, isFinal ? "5.7.1" : "4.7.1", text.isEmpty() ? Texts.DENIED : text);
    }

    private static String field(String text) {
        if (!Texts.FIELD.matcher(text).matches()) {
            throw new IllegalArgumentException("PREPEND needs \"Name: value\"");
        }
        return text;
    }

    private static EnvelopeAddress address(String text) {
        if (!Texts.ADDRESS.matcher(text).matches()) {
            throw new IllegalArgumentException("needs user@domain");
        }
        return EnvelopeAddress.ofPlain(text);
    }

    /** How texts look. */
    final class Texts {
        private static final String DENIED = "access denied";
        // RFC 3463 §2
        private static final Pattern STATUS = Pattern.compile("([45]\\.\\d{1,3}\\.\\d{1,3})\\s*(.*)");
        // RFC 5322 §2.2, §2.1.1
        private static final Pattern FIELD = Pattern.compile("[!-9;-~]{1,76}:[^\\r\\n\\x00]{0,900}");
        private static final Pattern ADDRESS = Pattern.compile("[^\\s<>]+@[^\\s<>@]+");

        private Texts() {}
    }
}
