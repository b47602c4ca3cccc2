package org.jdbmail.core.auth;

/** What a peer said, fit for a line of the log: nothing in it ends the line or the quotes, or turns the writing round. */
final class LogText {
    private static final int MAX = 100;

    private LogText() {}

    static String of(String said) {
        StringBuilder text = new StringBuilder();
        said.codePoints().limit(MAX).forEach(c -> {
            boolean isPlain = c > ' '
                    && c != '"'
                    && c != '\\'
                    && switch (Character.getType(c)) {
                        case Character.CONTROL,
                                Character.FORMAT,
                                Character.LINE_SEPARATOR,
                                Character.PARAGRAPH_SEPARATOR,
                                Character.SURROGATE,
                                Character.UNASSIGNED,
                                Character.PRIVATE_USE -> false;
                        default -> true;
                    };
            text.appendCodePoint(isPlain || c == ' ' ? c : '?');
        });
        return text.toString();
    }
}
