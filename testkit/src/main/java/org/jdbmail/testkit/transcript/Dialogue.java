package org.jdbmail.testkit.transcript;

import java.util.ArrayDeque;

/** Remembers the last lines of what clients and servers said, to show them when a transcript fails. */
final class Dialogue {
    private static final int LINES = 40;
    private static final int WIDTH = 400;

    private final ArrayDeque<String> last = new ArrayDeque<>();

    /** Keeps what one side said; {@code who} is C or S. */
    void said(String who, int client, String text) {
        String prefix = who + client + ": ";
        for (String line : text.split("\r\n")) {
            add(prefix + printable(line));
            prefix = "    ";
        }
    }

    /** Keeps an event of a connection. */
    void note(int client, String event) {
        add("--  client " + client + " " + event);
    }

    /** The lines, oldest first. */
    String show() {
        return String.join("\n", last);
    }

    /** Text with its control characters made visible, and cut where it is very long. */
    static String printable(String text) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < text.length() && out.length() < WIDTH; i++) {
            char c = text.charAt(i);
            if (c == '\n' && i > 0 && text.charAt(i - 1) == '\r') {
                out.append('\n');
            } else if ((c < ' ' && c != '\t' && c != '\r') || c > '~') {
                out.append(String.format("${#%02x}", (int) c));
            } else if (c == '\r' && !text.startsWith("\r\n", i)) {
                out.append("${#0d}");
            } else if (c != '\r') {
                out.append(c);
            }
        }
        if (text.length() > WIDTH) {
            out.append(" [").append(text.length()).append(" bytes]");
        }
        return out.toString();
    }

    private void add(String line) {
        last.add(line);
        if (last.size() > LINES) {
            last.remove();
        }
    }
}
