package org.jdbmail.imapd.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WildcardsTest {
    @ParameterizedTest
    @CsvSource({
        "*, a/b, true",
        "%, a/b, false",
        "%, a, true",
        "%/%, a/b, true",
        "a*c, abc, true",
        "a*c, a/b/c, true",
        "a%c, a/c, false",
        "a%%c, abbc, true",
        "a%*c, a/c, true",
        "inbox, INBOX, true",
        "iNb*, INBOX/x, true",
        "inbox/X, INBOX/x, false",
        "a, A, false",
        "abc, ab, false",
        "ab, abc, false",
        "'', '', true"
    })
    void patterns(String pattern, String name, boolean fits) {
        assertEquals(fits, new Wildcards(pattern).matches(name));
    }

    @Test
    void onlyAPercentAtTheEndCountsPlaces() {
        assertTrue(new Wildcards("a/%").endsWithPercent());
        assertFalse(new Wildcards("a/*%").endsWithPercent());
        assertFalse(new Wildcards("a").endsWithPercent());
    }

    /** RFC 3501 §6.3.8, as it can be said most simply. */
    private static boolean fits(String pattern, String name) {
        if (pattern.isEmpty()) {
            return name.isEmpty();
        }
        char c = pattern.charAt(0);
        if (c == '*' || c == '%') {
            return fits(pattern.substring(1), name)
                    || !name.isEmpty() && (c == '*' || name.charAt(0) != '/') && fits(pattern, name.substring(1));
        }
        return !name.isEmpty() && name.charAt(0) == c && fits(pattern.substring(1), name.substring(1));
    }

    @Test
    void anyPatternAndName() {
        Random random = new Random(1);
        for (int i = 0; i < 20_000; i++) {
            String pattern = random(random, "ab/*%", 8);
            String name = random(random, "ab/", 8);
            assertEquals(fits(pattern, name), new Wildcards(pattern).matches(name), pattern + " " + name);
        }
    }

    @Test
    void patternsLongerThanAWord() {
        String name = "x".repeat(200) + "/" + "y".repeat(100);
        assertTrue(new Wildcards("x".repeat(200) + "/" + "y".repeat(100)).matches(name));
        assertTrue(new Wildcards("x%".repeat(150) + "*" + "y".repeat(50)).matches(name));
        assertFalse(new Wildcards("x".repeat(201) + "*").matches(name));
    }

    private static String random(Random random, String letters, int most) {
        StringBuilder text = new StringBuilder();
        for (int n = random.nextInt(most + 1); n > 0; n--) {
            text.append(letters.charAt(random.nextInt(letters.length())));
        }
        return text.toString();
    }

    @Test
    void theWorstPatternIsQuick() {
        Wildcards worst = new Wildcards("a*".repeat(495));
        String deep = "a/".repeat(500);
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            for (int i = 0; i < 2_000; i++) {
                assertTrue(worst.matches(deep) || i >= 0);
            }
        });
    }
}
