package org.jdbmail.sieve.match;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jdbmail.sieve.match.regex.Meter;
import org.jdbmail.sieve.match.regex.Regex;
import org.jdbmail.sieve.match.regex.RegexSyntaxException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MatchTest {
    private static List<String> wildcards(String pattern, String text) {
        return Wildcards.of(pattern, Collation.ASCII_CASEMAP).match(text, Meter.FREE);
    }

    private static List<String> regex(String pattern, String text) throws RegexSyntaxException {
        return Regex.of(pattern, false, false).find(text, Meter.FREE);
    }

    @Test
    void wildcardsTakeAsLittleAsTheyCan() {
        assertEquals(List.of("abcb", "a", "cb"), wildcards("*b*", "abcb"));
        assertEquals(
                List.of("[acme-users] [fwd] version 1.0 is out", "acme-users", "[fwd] version 1.0 is out"),
                wildcards("[*] *", "[acme-users] [fwd] version 1.0 is out"));
        assertEquals(List.of("frop", "r", "p"), wildcards("f?o?", "frop"));
        assertEquals(List.of(""), wildcards("", ""));
        assertEquals(List.of("abc", "abc"), wildcards("*", "abc"));
        assertEquals(List.of("aXbXc", "a", "b", "c"), wildcards("*x*X*", "aXbXc"));
        assertEquals(List.of("a*b"), wildcards("a\\*b", "a*b"));
        assertEquals(List.of("ÄÖ", "Ä", "Ö"), wildcards("??", "ÄÖ"));
        assertEquals(List.of("ab", "", "a", "b", ""), wildcards("*??*", "ab"));
    }

    @Test
    void wildcardsMatchAllOrNothing() {
        assertNull(wildcards("a\\*b", "axb"));
        assertNull(wildcards("a", "ab"));
        assertNull(wildcards("a*b*c", "acb"));
        assertNull(wildcards("a*a", "a"));
        assertNull(wildcards("???", "ab"));
        assertNull(wildcards("*ab", "b"));
    }

    @Test
    void toOctetsACharacterIsAByte() {
        assertNull(Wildcards.of("?", Collation.OCTET).match("ä", Meter.FREE));
        assertNotNull(Wildcards.of("??", Collation.OCTET).match("ä", Meter.FREE));
        assertEquals(List.of("xä", "ä"), Wildcards.of("x*", Collation.OCTET).match("xä", Meter.FREE));
    }

    @Test
    void collations() {
        assertEquals("hello ä", Collation.ASCII_CASEMAP.fold("HELLO ä"));
        assertEquals(Collation.UNICODE_CASEMAP.fold("ÄPFEL"), Collation.UNICODE_CASEMAP.fold("äpfel"));
        assertEquals(0, Collation.ASCII_NUMERIC.compare("001", "1 apple"));
        assertEquals(0, Collation.ASCII_NUMERIC.compare("x", ""));
        assertEquals(1, Integer.signum(Collation.ASCII_NUMERIC.compare("x", "99999999999999999999999")));
        assertEquals(-1, Integer.signum(Collation.ASCII_NUMERIC.compare("9", "10")));
        assertEquals(1, Integer.signum(Collation.OCTET.compare("b", "B")));
        assertEquals(-1, Integer.signum(Collation.OCTET.compare("\uffee", "\ud83d\ude00")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '§',
            value = {
                "a.c § xabcx § abc",
                "^a+b*$ § aaab § aaab",
                "(a|ab)(c|bcd) § abcd § abcd",
                "[[:digit:]]+ § tel 0123x § 0123",
                "[^a-c]+ § abcdef § def",
                "\\bcat\\b § a cat! § cat",
                "a{2,3} § aaaa § aaa",
                "a{2,3}? § aaaa § aa",
                "(?:ab)+ § xababy § abab",
                "(?i)HELLO § say hello § hello",
                "[]x]+ § a]x § ]x",
                "[\\d-]+ § 12-34 § 12-34",
                "\\.com$ § x.com § .com",
                "(a*)* § aaa § aaa",
                "x{0}y § xy § y",
                "[\\w.]+@[a-z]+ § to bob.b@host now § bob.b@host",
                "<.*?> § <a><b> § <a>",
                "(Ä|ö)+ § xÄöy § Äö",
            })
    void regularExpressionsFindTheLeftmost(String pattern, String text, String found) throws RegexSyntaxException {
        List<String> match = regex(pattern.strip(), text.strip());
        assertNotNull(match, pattern);
        assertEquals(found.strip(), match.getFirst(), pattern);
    }

    /** Against Java's, whose matches are the same where a choice prefers its first way. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "^b",
                "^a|b",
                "(^|c)b",
                "a?b",
                "x*",
                "(|a)c",
                "\\bb",
                "\\Bb",
                "b$",
                "^$",
                "(a|b|c|d|e|f|g|h|i|j)c",
                "(a*)b",
                "(?:ab|b)+c",
                "^(ab)?c"
            })
    void aMatchBeginsWhereverItCan(String pattern) throws RegexSyntaxException {
        for (String text : List.of("", "a", "b", "ab", "abc", "cab", "aab c", "c b", "bbc", "xxbc", "jc", "ba ab")) {
            Matcher matcher = Pattern.compile(pattern).matcher(text);
            List<String> found = Regex.of(pattern, false, false).find(text, Meter.FREE);
            assertEquals(matcher.find() ? matcher.group() : null, found == null ? null : found.getFirst(), text);
        }
    }

    @Test
    void groupsAreKept() throws RegexSyntaxException {
        assertEquals(List.of("2026-03-04", "2026", "03", "04"), regex("(\\d+)-(\\d+)-(\\d+)", "on 2026-03-04."));
        assertEquals(List.of("b", "", "b"), regex("(a)?(b)", "b"));
        assertNull(regex("^b", "ab"));
    }

    @Test
    void caseIsTheComparators() throws RegexSyntaxException {
        assertNotNull(Regex.of("HELLO", true, false).find("hello", Meter.FREE));
        assertNull(Regex.of("Ä", true, false).find("ä", Meter.FREE));
        assertNotNull(Regex.of("Ä", false, true).find("ä", Meter.FREE));
        assertNull(Regex.of("a", false, false).find("A", Meter.FREE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(",
                ")",
                "*a",
                "a{2",
                "a{3,2}",
                "[a",
                "(?=a)",
                "\\1",
                "a{9999}",
                "[z-a]",
                "\\",
                "((a{1000}){1000}){1000}",
                "[[:elbonia:]]"
            })
    void wrongExpressionsAreRefused(String pattern) {
        assertThrows(RegexSyntaxException.class, () -> regex(pattern, ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"(a+)+$", "(a|aa)+$", "(.*)*x", "(a?){1000}a{1000}", "((a*)*)*b"})
    void bombsTakeLinearTime(String pattern) throws RegexSyntaxException {
        long[] steps = {0};
        Regex.of(pattern, false, false).find("a".repeat(2_000) + "!", count -> steps[0] += count);
        assertEquals(true, steps[0] < 2_001L * 6_000, pattern + ": " + steps[0]);
    }
}
