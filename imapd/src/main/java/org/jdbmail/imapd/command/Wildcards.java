package org.jdbmail.imapd.command;

/** Whether a name fits a pattern of LIST (RFC 3501 §6.3.8): {@code *} is anything, {@code %} anything but a separator. */
final class Wildcards {
    private final String pattern;

    Wildcards(String pattern) {
        this.pattern = pattern.replaceAll("[*%]*\\*[*%]*", "*").replaceAll("%+", "%");
    }

    /** Whether it ends with {@code %}, so that places that only hold others count too. */
    boolean endsWithPercent() {
        return pattern.endsWith("%");
    }

    /** Takes time in proportion to the lengths of both. */
    boolean matches(String name) {
        boolean inbox = name.equals("INBOX") || name.startsWith("INBOX/");
        // reached[i]: the pattern up to here fits the first i characters of the name.
        boolean[] reached = new boolean[name.length() + 1];
        reached[0] = true;
        for (int p = 0; p < pattern.length(); p++) {
            char c = pattern.charAt(p);
            boolean[] next = new boolean[reached.length];
            boolean running = false;
            for (int i = 0; i < reached.length; i++) {
                if (c == '*' || c == '%') {
                    running = reached[i] || running && (c == '*' || name.charAt(i - 1) != '/');
                    next[i] = running;
                } else if (i > 0) {
                    next[i] = reached[i - 1] && same(c, name.charAt(i - 1), inbox && i <= 5);
                }
            }
            reached = next;
        }
        return reached[name.length()];
    }

    /** RFC 3501 §5.1: INBOX is the same in whatever case. */
    private static boolean same(char a, char b, boolean inInbox) {
        return a == b || inInbox && Character.toUpperCase(a) == b;
    }
}
