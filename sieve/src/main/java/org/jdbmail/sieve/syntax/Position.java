package org.jdbmail.sieve.syntax;

/**
 * A place in a script.
 *
 * @param line counts from 1
 * @param column characters from the start of the line, counts from 1
 */
public record Position(int line, int column) implements Comparable<Position> {
    /** Where every script starts. */
    public static final Position START = new Position(1, 1);

    @Override
    public int compareTo(Position other) {
        return line == other.line ? Integer.compare(column, other.column) : Integer.compare(line, other.line);
    }

    @Override
    public String toString() {
        return "line " + line + ", column " + column;
    }
}
