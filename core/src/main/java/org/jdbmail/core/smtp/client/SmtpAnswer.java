package org.jdbmail.core.smtp.client;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jdbmail.mime.charset.Texts;

/**
 * What a server answered.
 *
 * @param code three digits
 * @param lines the texts behind them
 */
public record SmtpAnswer(int code, List<String> lines) {
    // RFC 3463 §2
    private static final Pattern STATUS = Pattern.compile("([245]\\.\\d{1,3}\\.\\d{1,3})(?: .*|$)");

    /** Copies the list. */
    public SmtpAnswer {
        lines = List.copyOf(lines);
    }

    /** Whether it was done. */
    public boolean isDone() {
        return code / 100 == 2;
    }

    /** Whether more is waited for. */
    public boolean isIntermediate() {
        return code / 100 == 3;
    }

    /** Whether it is refused, for now or for good (RFC 5321 §4.2.1). What says neither yes nor no is no refusal. */
    public boolean isRefusal() {
        return code / 100 == 4 || code / 100 == 5;
    }

    /** Whether it is refused for good. What is no reply at all is not. */
    public boolean isFinal() {
        return code / 100 == 5;
    }

    /** The enhanced status code; where the server gave none, one that says as much as the code does. */
    public String status() {
        Matcher matcher = STATUS.matcher(lines.isEmpty() ? "" : lines.getFirst());
        int kind = code / 100;
        return matcher.matches() && matcher.group(1).charAt(0) == '0' + kind
                ? matcher.group(1)
                : (kind == 2 || kind == 5 ? kind : 4) + ".0.0";
    }

    /** All of it on one line, with nothing in it that could end a line. */
    public String text() {
        String all = (code + " " + String.join(" ", lines)).replaceAll("[\\p{Cntrl}]", "?");
        return Texts.cut(all, 900);
    }
}
