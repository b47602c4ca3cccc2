package org.jdbmail.sieve.match.regex;

import java.util.List;

/** A part of a regular expression. */
sealed interface Piece {
    /** One character of a set. */
    record One(CharacterSet set) implements Piece {}

    /** A place between characters. */
    record Assertion(Place place) implements Piece {}

    /** Pieces one after the other; none matches the empty text. */
    record Sequence(List<Piece> pieces) implements Piece {}

    /** The first piece that leads to a match. */
    record Choice(List<Piece> pieces) implements Piece {}

    /**
     * A piece again and again.
     *
     * @param most -1 for no limit
     */
    record Repeat(Piece piece, int least, int most, boolean greedy) implements Piece {}

    /** A group whose text is kept. */
    record Group(int number, Piece piece) implements Piece {}

    /** Places between characters. */
    enum Place {
        TEXT_START,
        TEXT_END,
        WORD_EDGE,
        NO_WORD_EDGE
    }
}
