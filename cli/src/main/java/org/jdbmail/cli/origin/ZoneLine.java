package org.jdbmail.cli.origin;

/** A record as a zone file has it. */
final class ZoneLine {
    /** RFC 1035 §3.3: a string of a record is not longer than 255. */
    private static final int STRING = 250;

    private ZoneLine() {}

    /** A text, in strings that are not too long. */
    static String txt(String name, String text) {
        StringBuilder all = new StringBuilder(name).append(". IN TXT");
        if (text.length() <= STRING) {
            return all.append(" \"").append(text).append('"').toString();
        }
        all.append(" (");
        for (int at = 0; at < text.length(); at += STRING) {
            all.append("\n    \"")
                    .append(text, at, Math.min(text.length(), at + STRING))
                    .append('"');
        }
        return all.append(" )").toString();
    }
}
