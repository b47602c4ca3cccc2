package org.jdbmail.sieve.syntax;

/**
 * A word of a script (RFC 5228 §8.1).
 *
 * @param text a string's value, or an identifier or a tag's name as it is written; empty for others
 * @param number a number's value
 */
record Word(Kind kind, Position at, String text, long number) {
    /** What kinds of words there are, with how a message names them. */
    enum Kind {
        IDENTIFIER("a name"),
        TAG("a tag"),
        NUMBER("a number"),
        STRING("a string"),
        SEMICOLON("';'"),
        COMMA("','"),
        OPEN_TESTS("'('"),
        CLOSE_TESTS("')'"),
        OPEN_LIST("'['"),
        CLOSE_LIST("']'"),
        OPEN_BLOCK("'{'"),
        CLOSE_BLOCK("'}'"),
        END("the end of the script");

        private final String words;

        Kind(String words) {
            this.words = words;
        }
    }

    boolean is(Kind wanted) {
        return kind == wanted;
    }

    /** How a message calls it. */
    String words() {
        return switch (kind) {
            case IDENTIFIER -> "'" + text + "'";
            case TAG -> "':" + text + "'";
            case NUMBER -> "the number " + number;
            case STRING,
                    SEMICOLON,
                    COMMA,
                    OPEN_TESTS,
                    CLOSE_TESTS,
                    OPEN_LIST,
                    CLOSE_LIST,
                    OPEN_BLOCK,
                    CLOSE_BLOCK,
                    END -> kind.words;
        };
    }
}
