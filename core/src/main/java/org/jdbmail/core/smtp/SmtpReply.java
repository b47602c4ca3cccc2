package org.jdbmail.core.smtp;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A reply: three digits, an enhanced status code (RFC 2034) and one line of text or more.
 *
 * @param code the basic code, 200 to 559
 * @param enhanced the enhanced status code such as {@code 2.1.5}; empty for the replies that have none: greeting, replies
 *     to LHLO, and all of class 3 (RFC 2034 §4)
 * @param lines the text without line ends; at least one line
 */
public record SmtpReply(int code, String enhanced, List<String> lines) {
    /** Takes CR, LF and NUL out of the text, which may repeat what the peer said. */
    public SmtpReply {
        lines = lines.stream().map(SmtpReply::oneLine).toList();
    }

    /** A reply of one line. */
    public static SmtpReply of(int code, String enhanced, String text) {
        return new SmtpReply(code, enhanced, List.of(text));
    }

    /** Whether it says that what was asked for is done, or goes on (class 2 or 3). */
    public boolean isPositive() {
        return code < 400;
    }

    /** Whether it ends the connection (RFC 5321 §4.2.1, 421 and 221). */
    public boolean isFarewell() {
        return code == 421 || code == 221;
    }

    /** The reply as it is sent, with line ends. */
    public byte[] bytes() {
        return toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String oneLine(String text) {
        boolean clean = text.indexOf('\r') < 0 && text.indexOf('\n') < 0 && text.indexOf('\0') < 0;
        return clean ? text : text.replace('\r', ' ').replace('\n', ' ').replace('\0', ' ');
    }

    /** The reply as it is sent, with line ends. */
    @Override
    public String toString() {
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < lines.size(); i++) {
            all.append(code).append(i < lines.size() - 1 ? '-' : ' ');
            if (!enhanced.isEmpty()) {
                all.append(enhanced).append(' ');
            }
            all.append(lines.get(i)).append("\r\n");
        }
        return all.toString();
    }
}
