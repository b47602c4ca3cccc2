package org.jdbmail.mime.charset;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class TextsTest {
    private static final String SMILE = "\ud83d\ude00";

    @Test
    void noCharacterIsCutInHalf() {
        assertEquals("ab", Texts.cut("ab", 2));
        assertEquals("ab", Texts.cut("abc", 2));
        assertEquals("a", Texts.cut("a" + SMILE, 2));
        assertEquals("a" + SMILE, Texts.cut("a" + SMILE + "b", 3));
        assertEquals("", Texts.cut(SMILE, 1));
    }
}
