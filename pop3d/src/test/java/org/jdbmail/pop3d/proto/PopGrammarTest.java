package org.jdbmail.pop3d.proto;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PopGrammarTest {
    private static PopCommand parse(String line) throws PopSyntaxException {
        return PopGrammar.parse(line.getBytes(UTF_8));
    }

    @Test
    void commandsAreReadWhateverTheirCase() throws Exception {
        assertEquals(new PopCommand.User("bob"), parse("user bob"));
        assertEquals(new PopCommand.User("bob smith"), parse("USER bob smith"));
        assertEquals(new PopCommand.Auth("PLAIN", "AGEAYg=="), parse("AUTH plain AGEAYg=="));
        assertEquals(new PopCommand.Auth("PLAIN", null), parse("AUTH PLAIN"));
        assertEquals(new PopCommand.Auth("", null), parse("AUTH"));
        assertEquals(new PopCommand.StartTls(), parse("STLS"));
        assertEquals(new PopCommand.Capabilities(), parse("Capa "));
        assertEquals(new PopCommand.Quit(), parse("QUIT"));
        assertEquals(new PopCommand.Stat(), parse("STAT"));
        assertEquals(new PopCommand.List(OptionalInt.empty()), parse("LIST"));
        assertEquals(new PopCommand.List(OptionalInt.of(3)), parse("LIST 3"));
        assertEquals(new PopCommand.UniqueIds(OptionalInt.of(3)), parse("UIDL 3"));
        assertEquals(new PopCommand.Retrieve(12), parse("RETR 12"));
        assertEquals(new PopCommand.Delete(12), parse("DELE 12"));
        assertEquals(new PopCommand.Top(12, 0), parse("TOP 12 0"));
        assertEquals(new PopCommand.Noop(), parse("NOOP"));
        assertEquals(new PopCommand.Reset(), parse("RSET"));
        assertEquals(new PopCommand.Last(), parse("LAST"));
        assertEquals(
                new PopCommand.Apop("bob smith", "0123456789abcdef0123456789abcdef"),
                parse("APOP bob smith 0123456789abcdef0123456789abcdef"));
        assertEquals(new PopCommand.Utf8(), parse("UTF8"));
        assertEquals(new PopCommand.Lang("de"), parse("LANG de"));
    }

    @Test
    void aPasswordIsEverythingBehindTheFirstSpaceAndNeverShown() throws Exception {
        PopCommand.Pass pass = (PopCommand.Pass) PopGrammar.parse("PASS  a b\377\1 ".getBytes(ISO_8859_1));
        assertArrayEquals(" a b\377\1 ".getBytes(ISO_8859_1), pass.secret());
        assertFalse(pass.toString().contains("a b"));
        assertFalse(parse("AUTH PLAIN AGEAYg==").toString().contains("AGEAYg"));
    }

    @Test
    void hugeNumbersAreNumbersOfNoMessage() throws Exception {
        assertEquals(new PopCommand.Retrieve(Integer.MAX_VALUE), parse("RETR 99999999999"));
        assertEquals(new PopCommand.Top(1, Integer.MAX_VALUE), parse("TOP 1 999999999999999999"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "FOO",
                "USER",
                "RETR",
                "RETR x",
                "RETR -1",
                "RETR 0",
                "RETR 1 2",
                "TOP 1",
                "TOP 1 2 3",
                "TOP 1 x",
                "LIST 0",
                "STAT 1",
                "QUIT now",
                "APOP bob 0123",
                "APOP 0123456789abcdef0123456789abcdef",
                "UTF8 x",
                "AUTH PLAIN a b",
                "RETR 9999999999999999999",
                "USER a\0b",
            })
    void everythingElseIsASyntaxError(String line) {
        assertThrows(PopSyntaxException.class, () -> parse(line));
    }

    @Test
    void theTableSaysWhatMayBeSaidWhen() {
        assertTrue(PopVerb.USER.isLegalIn(PopState.AUTHORIZATION));
        assertFalse(PopVerb.USER.isLegalIn(PopState.TRANSACTION));
        assertFalse(PopVerb.RETR.isLegalIn(PopState.AUTHORIZATION));
        assertTrue(PopVerb.CAPA.isLegalIn(PopState.TRANSACTION));
        assertTrue(PopVerb.QUIT.isLegalIn(PopState.AUTHORIZATION));
    }

    @Test
    void whateverIsSaidIsACommandOrASyntaxError() {
        String[] seeds = {"USER bob", "PASS secret", "TOP 12 34", "LIST 1", "AUTH PLAIN AGEAYg==", "UIDL"};
        Random random = new Random(20260302);
        int commands = 0;
        for (int i = 0; i < 100_000; i++) {
            byte[] line = seeds[random.nextInt(seeds.length)].getBytes(UTF_8);
            for (int edits = random.nextInt(3); edits > 0; edits--) {
                line[random.nextInt(line.length)] = (byte) random.nextInt(256);
            }
            try {
                assertNotNull(PopGrammar.parse(line).verb());
                commands++;
            } catch (PopSyntaxException e) {
                assertNotNull(e.getMessage());
            }
        }
        assertTrue(commands > 1000, "the fuzzer hardly wrote a command: " + commands);
    }

    /** Unicode's upper case makes "SS" of sharp s. */
    @Test
    void wordsAreAsciiOnly() {
        assertThrows(PopSyntaxException.class, () -> PopGrammar.parse("PA\u00df x".getBytes(ISO_8859_1)));
        assertThrows(PopSyntaxException.class, () -> PopGrammar.parse("pa\u00df x".getBytes(UTF_8)));
    }
}
