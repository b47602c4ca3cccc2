package org.jdbmail.core.smtp;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jdbmail.core.mail.AsciiCase;

/**
 * What a RCPT command says beside the address (RFC 3461).
 *
 * @param reports when the sender wants a report: empty means never; see {@link #DEFAULT_NOTIFY}
 * @param notifyGiven whether NOTIFY was there at all
 * @param originalType the kind of the original address, such as {@code rfc822}; empty where none was told
 * @param original the original address, decoded
 */
public record RecipientParameters(Set<Notify> reports, boolean notifyGiven, String originalType, String original) {
    /** Longest ORCPT (RFC 3461 §4.2). */
    private static final int MAX_ORIGINAL = 500;

    /** The values of NOTIFY but NEVER. */
    public enum Notify {
        SUCCESS,
        FAILURE,
        DELAY
    }

    /** What holds without NOTIFY (RFC 3461 §4.1). */
    public static final Set<Notify> DEFAULT_NOTIFY = Set.of(Notify.FAILURE, Notify.DELAY);

    /** A RCPT command without parameters. */
    public static final RecipientParameters NONE = new RecipientParameters(DEFAULT_NOTIFY, false, "", "");

    /** Copies the set. */
    public RecipientParameters {
        reports = Set.copyOf(reports);
    }

    /** Reads parameters; those of extensions that are not offered are unknown. */
    static RecipientParameters parse(String text, Set<SmtpExtension> offered) throws SmtpSyntaxException {
        if (text.isEmpty()) {
            return NONE;
        }
        Set<Notify> notify = DEFAULT_NOTIFY;
        boolean notifyGiven = false;
        String type = "";
        String original = "";
        for (Map.Entry<String, String> each : Parameters.split(text).entrySet()) {
            boolean dsn = offered.contains(SmtpExtension.DSN);
            if (dsn && each.getKey().equals("NOTIFY")) {
                notify = notify(each.getValue());
                notifyGiven = true;
            } else if (dsn && each.getKey().equals("ORCPT")) {
                String value = each.getValue();
                int semicolon = value.indexOf(';');
                if (semicolon < 1 || semicolon == value.length() - 1 || value.length() > MAX_ORIGINAL) {
                    throw Parameters.bad("ORCPT is a type, a semicolon and an address");
                }
                type = value.substring(0, semicolon);
                original = Xtext.decode(value.substring(semicolon + 1));
            } else {
                throw Parameters.unknown(each.getKey());
            }
        }
        return new RecipientParameters(notify, notifyGiven, type, original);
    }

    private static Set<Notify> notify(String value) throws SmtpSyntaxException {
        Set<Notify> all = EnumSet.noneOf(Notify.class);
        String upper = AsciiCase.upper(value);
        if (upper.equals("NEVER")) {
            return all;
        }
        for (String word : upper.split(",", -1)) {
            switch (word) {
                case "SUCCESS" -> all.add(Notify.SUCCESS);
                case "FAILURE" -> all.add(Notify.FAILURE);
                case "DELAY" -> all.add(Notify.DELAY);
                default -> throw Parameters.bad("NOTIFY is NEVER, or some of SUCCESS, FAILURE, DELAY");
            }
        }
        return all;
    }
}
