package org.jdbmail.mime.listing;

/** The line of a plain text. */
final class PlainLine extends LineMaker {
    PlainLine(int most) {
        super(most);
    }

    @Override
    boolean add(CharSequence piece) {
        for (int i = 0; i < piece.length(); ) {
            int codePoint = Character.codePointAt(piece, i);
            if (!put(codePoint)) {
                return false;
            }
            i += Character.charCount(codePoint);
        }
        return true;
    }
}
