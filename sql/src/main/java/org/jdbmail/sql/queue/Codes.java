package org.jdbmail.sql.queue;

import java.util.EnumSet;
import java.util.Set;
import org.jdbmail.core.smtp.MailParameters.Body;
import org.jdbmail.core.smtp.MailParameters.Returned;
import org.jdbmail.core.smtp.RecipientParameters;
import org.jdbmail.core.smtp.RecipientParameters.Notify;

/** How what a sender asked for stands in the queue's columns. */
final class Codes {
    private static final int NOT_SAID = -1;

    private Codes() {}

    static int of(Body body) {
        return switch (body) {
            case SEVEN_BIT -> 0;
            case EIGHT_BIT_MIME -> 1;
            case BINARY_MIME -> 2;
        };
    }

    static Body body(int code) {
        return switch (code) {
            case 0 -> Body.SEVEN_BIT;
            case 2 -> Body.BINARY_MIME;
            default -> Body.EIGHT_BIT_MIME;
        };
    }

    static int of(Returned returned) {
        return switch (returned) {
            case UNSPECIFIED -> 0;
            case FULL -> 1;
            case HEADERS -> 2;
        };
    }

    static Returned returned(int code) {
        return switch (code) {
            case 1 -> Returned.FULL;
            case 2 -> Returned.HEADERS;
            default -> Returned.UNSPECIFIED;
        };
    }

    private static int of(Notify notify) {
        return switch (notify) {
            case SUCCESS -> 1;
            case FAILURE -> 2;
            case DELAY -> 4;
        };
    }

    static int notify(RecipientParameters said) {
        return said.notifyGiven() ? said.reports().stream().mapToInt(Codes::of).sum() : NOT_SAID;
    }

    static String original(RecipientParameters said) {
        return said.originalType().isEmpty() ? "" : said.originalType() + ";" + said.original();
    }

    static RecipientParameters parameters(int notify, String original) {
        int semicolon = original.indexOf(';');
        return new RecipientParameters(
                notify == NOT_SAID ? RecipientParameters.DEFAULT_NOTIFY : reports(notify),
                notify != NOT_SAID,
                semicolon < 0 ? "" : original.substring(0, semicolon),
                semicolon < 0 ? "" : original.substring(semicolon + 1));
    }

    private static Set<Notify> reports(int code) {
        Set<Notify> reports = EnumSet.noneOf(Notify.class);
        for (Notify each : Notify.values()) {
            if ((code & of(each)) != 0) {
                reports.add(each);
            }
        }
        return reports;
    }
}
