package org.jdbmail.core.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Names of which only A to Z have a case. */
final class AsciiCaseTest {
    @Test
    void onlyAToZAreFolded() {
        assertEquals("anna@[ÁİΩ]{z}", AsciiCase.lower("aNNa@[ÁİΩ]{Z}"));
        assertEquals("STARTTLS ßſé", AsciiCase.upper("StartTls ßſé"));
        assertTrue(AsciiCase.same("Info", "iNFO"));
        assertFalse(AsciiCase.same("\u212A", "k"), "the sign for Kelvin is no K");
        assertFalse(AsciiCase.same("Á", "á"));
        assertFalse(AsciiCase.same("a", "a "));
        assertFalse(AsciiCase.same("@", "`"));
        assertTrue(AsciiCase.ORDER.compare("B", "a") > 0 && AsciiCase.ORDER.compare("a", "aA") < 0);
    }

    @Test
    void aGlobComparesInTheSameWay() {
        assertTrue(new Glob("A?n*").matches("aNNa"));
        assertTrue(new Glob("?x").matches("😀X"), "a letter of two code units is one");
        assertFalse(new Glob("á*").matches("Ánna"));
        assertFalse(new Glob("anna").matches("anna "));
        assertTrue(new Glob("*").matches(""));
        assertFalse(new Glob("anna").isPattern());
    }
}
