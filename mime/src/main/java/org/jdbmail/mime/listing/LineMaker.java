package org.jdbmail.mime.listing;

import org.jdbmail.mime.charset.Texts;

/** Makes one short line of a text that comes in pieces: each run of white space becomes a space. */
abstract sealed class LineMaker permits PlainLine, HtmlLine {
    private final int most;
    private final StringBuilder line = new StringBuilder();
    private boolean space;

    LineMaker(int most) {
        this.most = most;
    }

    /** Takes a piece; false if no more is wanted. */
    abstract boolean add(CharSequence piece);

    /** Forgets everything. */
    void restart() {
        line.setLength(0);
        space = false;
    }

    final String text() {
        return Texts.cut(line.toString(), most);
    }

    /** Adds a character of the text; false if the line is full. */
    final boolean put(int codePoint) {
        if (isSpace(codePoint)) {
            space = true;
            return true;
        }
        if (isInvisible(codePoint)) {
            return true;
        }
        if (space && !line.isEmpty()) {
            line.append(' ');
        }
        space = false;
        line.appendCodePoint(codePoint);
        return line.length() < most;
    }

    private static boolean isSpace(int codePoint) {
        return codePoint <= ' '
                || codePoint == 0xa0
                || Character.isWhitespace(codePoint)
                || Character.isSpaceChar(codePoint);
    }

    /** Characters that mailers fill the beginning of their HTML with, and control characters. */
    private static boolean isInvisible(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.UNASSIGNED -> true;
            // COMBINING GRAPHEME JOINER
            default -> codePoint == 0x34f;
        };
    }
}
