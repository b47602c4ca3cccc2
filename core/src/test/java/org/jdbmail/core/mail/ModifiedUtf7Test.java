package org.jdbmail.core.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
        assertEquals(name, ModifiedUtf7.decode(encoded));
    }

    // RFC 3501 §5.1.3: unclosed; not base64; half a character; half a pair; bits left over; padded; what needs no
    // encoding;
    // two runs where one does; a slash for a comma; what must be encoded.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a&APw",
                "&",
                "&!!!!-",
                "&A-",
                "&APwA-",
                "&2D0-",
                "&APx-",
                "&APw=-",
                "&AGE-",
                "&ACY-",
                "&APw-&AN8-",
                "&,/8-",
                "\t",
                "\u00fc"
            })
    void whatIsNoEncodedNameIsNotDecoded(String encoded) {
        assertNull(ModifiedUtf7.decode(encoded));
    }

    @Test
    void controlCharactersAreEncodedToo() {
        assertEquals("a&AAk-b", ModifiedUtf7.encode("a\tb"));
        assertEquals("", ModifiedUtf7.encode(""));
    }
}
