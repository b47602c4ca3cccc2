package org.jdbmail.core.password;

import java.text.Normalizer;
import java.util.Optional;

/** SASLprep (RFC 4013), by which a name or password is the same however it was typed. */
public final class SaslPrep {
    private SaslPrep() {}

    /** The text prepared; empty for one with characters that are not allowed, or mixed in direction. */
    public static Optional<String> prepare(String text) {
        if (text.chars().allMatch(c -> c >= ' ' && c < 0x7f)) {
            return Optional.of(text);
        }
        StringBuilder mapped = new StringBuilder();
        text.codePoints().filter(c -> !isMappedToNothing(c)).forEach(c -> mapped.appendCodePoint(isSpace(c) ? ' ' : c));
        String normal = Normalizer.normalize(mapped, Normalizer.Form.NFKC);
        boolean isAllowed = normal.codePoints().noneMatch(SaslPrep::isProhibited);
        return isAllowed && isOneWay(normal) ? Optional.of(normal) : Optional.empty();
    }

    // RFC 3454 table B.1
    private static boolean isMappedToNothing(int c) {
        return c == 0xad
                || c == 0x34f
                || c == 0x1806
                || c >= 0x180b && c <= 0x180d
                || c >= 0x200b && c <= 0x200d
                || c == 0x2060
                || c >= 0xfe00 && c <= 0xfe0f
                || c == 0xfeff;
    }

    // RFC 3454 table C.1.2
    private static boolean isSpace(int c) {
        return c != ' ' && Character.getType(c) == Character.SPACE_SEPARATOR;
    }

    // RFC 4013 §2.3
    private static boolean isProhibited(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.PRIVATE_USE,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.FORMAT -> true;
            default ->
                (c & 0xfffe) == 0xfffe
                        || c >= 0xfdd0 && c <= 0xfdef
                        || c >= 0xfff9 && c <= 0xfffd
                        || c >= 0x2ff0 && c <= 0x2ffb
                        || c >= 0xe0000 && c <= 0xe007f;
        };
    }

    // RFC 3454 §6
    private static boolean isOneWay(String text) {
        boolean rightToLeft = text.codePoints().anyMatch(SaslPrep::isRightToLeft);
        boolean leftToRight = text.codePoints()
                .anyMatch(c -> Character.getDirectionality(c) == Character.DIRECTIONALITY_LEFT_TO_RIGHT);
        return !rightToLeft
                || !leftToRight
                        && isRightToLeft(text.codePointAt(0))
                        && isRightToLeft(text.codePointBefore(text.length()));
    }

    private static boolean isRightToLeft(int c) {
        byte direction = Character.getDirectionality(c);
        return direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT
                || direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC;
    }
}
