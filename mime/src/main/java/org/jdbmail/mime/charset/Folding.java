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

    /**
     * The form in which texts are put into order: as above but in titlecase, which is what i;unicode-casemap compares. It
     * differs only for the few characters between the capital letters and the small ones.
     */
    public static String collated(CharSequence text) {
        String folded = fold(text);
        StringBuilder title = new StringBuilder(folded.length());
        for (int i = 0; i < folded.length(); ) {
            int codePoint = folded.codePointAt(i);
            title.appendCodePoint(Character.toTitleCase(codePoint));
            i += Character.charCount(codePoint);
        }
        return title.toString();
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
