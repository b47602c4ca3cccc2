package org.jdbmail.mime.charset;

/**
 * Makes texts comparable whatever their case and form: every character becomes its titlecase and then its compatibility
 * decomposition, as the collation i;unicode-casemap says (RFC 5051 §2), in lower case. An accent thus is a character of
 * its own: "u" is found in "ü", "Muller" isn't found in "Müller". Takes linear time, whatever the text ({@link Folder}).
 */
public final class Folding {
    private Folding() {}

    public static String fold(CharSequence text) {
        Folder folder = new Folder();
        String folded = folder.add(text).toString();
        CharSequence rest = folder.end();
        return rest.isEmpty() ? folded : folded + rest;
    }

    /** The same, with each run of white space as one space: folding leaves more of it than the reader sees. */
    public static String foldHeader(String text) {
        String folded = fold(text);
        StringBuilder out = new StringBuilder(folded.length());
        for (int i = 0; i < folded.length(); i++) {
            char c = folded.charAt(i);
            boolean space = c == ' ' || c == '\t';
            if (!space || out.isEmpty() || out.charAt(out.length() - 1) != ' ') {
                out.append(space ? ' ' : c);
            }
        }
        return out.toString();
    }
}
