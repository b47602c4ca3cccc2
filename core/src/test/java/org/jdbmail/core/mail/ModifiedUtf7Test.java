package org.jdbmail.core.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModifiedUtf7Test {
    // The second is the example of RFC 3501 §5.1.3.
    @ParameterizedTest
    @CsvSource({
        "Work, Work",
        "~peter/mail/台北/日本語, '~peter/mail/&U,BTFw-/&ZeVnLIqe-'",
        "Grüße, Gr&APwA3w-e",
        "a&b, a&-b",
        "&, &-",
        "😀x, &2D3eAA-x",
    })
    void namesAreEncoded(String name, String encoded) {
        assertEquals(encoded, ModifiedUtf7.encode(name));
    }

    @Test
    void controlCharactersAreEncodedToo() {
        assertEquals("a&AAk-b", ModifiedUtf7.encode("a\tb"));
        assertEquals("", ModifiedUtf7.encode(""));
    }
}
