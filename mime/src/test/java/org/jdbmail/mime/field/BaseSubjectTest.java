package org.jdbmail.mime.field;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.time.Duration;
import java.util.Locale;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BaseSubjectTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Re: Fwd: hello | hello",
                "RE[2]: FW : [list] re: hello (fwd) (FWD)  | hello",
                "[a][b] Re: x | x",
                "[fwd: Re: x] | x",
                "[fwd: [Fwd: x (fwd)]] | x",
                "[only] | [only]",
                "[one] [two] | [two]",
                "[one] two [three] | two [three]",
                "Re | Re",
                "Re x: y | Re x: y",
                "[open Re: x | [open Re: x",
                "regarding: x | regarding: x",
                "'a\tb   c' | a b c"
            })
    void marksAreTakenAway(String subject, String base) {
        assertEquals(base, BaseSubject.of(subject));
    }

    @Test
    void onlyBlanksOfTheGrammarAreBlanks() {
        assertEquals("\u00a0x\u2003", BaseSubject.of(" Re: \u00a0x\u2003 "));
        assertEquals("", BaseSubject.of("Re: (fwd)"));
    }

    /** RFC 5256 §2.1, step by step. */
    private static String plainly(String subject) {
        Pattern leader = Pattern.compile(
                "^((\\[[^\\[\\]]*\\] *)*(re|fwd?) *(\\[[^\\[\\]]*\\] *)?:| )", Pattern.CASE_INSENSITIVE);
        Pattern blob = Pattern.compile("^\\[[^\\[\\]]*\\] *");
        String text = subject.replaceAll("[ \\t]+", " ");
        while (true) {
            while (text.endsWith(" ") || text.toLowerCase(Locale.ROOT).endsWith("(fwd)")) {
                text = text.substring(0, text.length() - (text.endsWith(" ") ? 1 : 5));
            }
            boolean again = true;
            while (again) {
                again = false;
                Matcher leading = leader.matcher(text);
                if (leading.find()) {
                    text = text.substring(leading.end());
                    again = true;
                    continue;
                }
                Matcher leadingBlob = blob.matcher(text);
                if (leadingBlob.find() && leadingBlob.end() < text.length()) {
                    text = text.substring(leadingBlob.end());
                    again = true;
                }
            }
            if (!text.toLowerCase(Locale.ROOT).startsWith("[fwd:") || !text.endsWith("]")) {
                return text;
            }
            text = text.substring(5, text.length() - 1);
        }
    }

    @Test
    void itIsWhatTheStepsOfTheRfcGive() {
        String[] scraps = {"re", "fw", "d", ":", " ", "[", "]", "(fwd)", "[fwd:", "x", "[a]", "\t", "Re: "};
        Random random = new Random(2);
        for (int round = 0; round < 200_000; round++) {
            StringBuilder subject = new StringBuilder();
            for (int i = random.nextInt(12); i > 0; i--) {
                subject.append(scraps[random.nextInt(scraps.length)]);
            }
            assertEquals(plainly(subject.toString()), BaseSubject.of(subject.toString()), subject.toString());
        }
    }

    @Test
    void hostileSubjectsTakeLinearTime() {
        for (String scrap : new String[] {"re:", "[a]", "[fwd:", "(fwd)", "[a] re: ", "re [", "[", " ", "fwd[x]:"}) {
            String subject = scrap.repeat(200_000) + "]".repeat(200_000);
            assertTimeout(Duration.ofSeconds(10), () -> BaseSubject.of(subject), scrap);
            assertTimeout(Duration.ofSeconds(10), () -> BaseSubject.of(scrap.repeat(200_000)), scrap);
        }
    }
}
