package org.jdbmail.core.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbmail.core.sieve.ScriptTrial;
import org.jdbmail.mime.bytes.MessageBytes;
import org.jdbmail.sieve.Sieve;
import org.jdbmail.sieve.compile.Extension;
import org.jdbmail.sieve.effect.Effect;
import org.jdbmail.sieve.host.DeliveryFacts;
import org.jdbmail.sieve.host.ScriptPolicy;
import org.jdbmail.sieve.message.Mail;
import org.jdbmail.sieve.run.Interpreter;
import org.jdbmail.sieve.run.Limits;
import org.jdbmail.sieve.run.RunOutcome;
import org.jdbmail.sieve.run.RunTrace;
import org.jdbmail.sieve.run.Script;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What administrators set for Sieve: above all, how the verdicts of filters are read (RFC 5235). */
class SieveSettingsTest {
    private static SieveSettings settings(String lines) throws BadSettings {
        return SieveSettings.from(Settings.parse(
                "dbmail.conf", "[DBMAIL]\ndburi = sqlite:///x\nauthdriver = sql\n[SIEVE]\n" + lines + "\n"));
    }

    /** DBMail's sample file has it so. */
    @Test
    void scriptsRunAndAnswerButNotifyOnlyWhereThatIsSet() throws BadSettings {
        SieveSettings usual = settings("");
        assertTrue(usual.runs());
        assertTrue(usual.answers());
        assertFalse(usual.notifies());
        assertTrue(usual.spam().isEmpty() && usual.virus().isEmpty());
    }

    @ParameterizedTest
    @CsvSource({
        "spamtest = rspamd, 'X-Spamd-Result: default: False [3.75 / 15.00];', 3, 25",
        "spamtest = rspamd, 'X-Spamd-Result: default: True [-2.10 / 15.00];', 1, 0",
        "spamtest = rspamd, 'X-Spamd-Result: default: True [99.00 / 15.00];', 10, 100",
        "'spamtest = rspamd\nspamtest_max = 7.5', 'X-Spamd-Result: default: False [3.75 / 15.00];', 5, 50",
        "spamtest = spamassassin, 'X-Spam-Status: Yes, score=7.9 required=5.0 tests=A,B', 10, 100",
        "spamtest = spamassassin, 'X-Spam-Status: No, score=-0.1 required=5.0', 1, 0",
        "spamtest = spamassassin, 'X-Spam-Status: No, score=2.5 required=5.0', 5, 50",
        "spamtest = level, 'X-Spam-Level: ****', 8, 80",
        "spamtest = level, 'X-Spam-Level: ', 1, 0",
        "'spamtest = X-Score: s=(-?[0-9.]+)\nspamtest_max = 20', 'X-Score: s=5 of many', 3, 25",
        "spamtest = rspamd, 'X-Other: 1', 0, 0",
        "spamtest = , 'X-Spamd-Result: default: False [3.75 / 15.00];', 0, 0"
    })
    void verdictsOnSpam(String lines, String field, int value, int percent) throws Exception {
        assertTrue(holds(lines, "spamtest :value \"eq\" :comparator \"i;ascii-numeric\" \"" + value + "\"", field));
        assertTrue(holds(
                lines, "spamtest :percent :value \"eq\" :comparator \"i;ascii-numeric\" \"" + percent + "\"", field));
    }

    @ParameterizedTest
    @CsvSource({
        "virustest = clamav, X-Virus-Status: Clean, 1",
        "virustest = clamav, X-Virus-Status: Infected (Eicar-Signature), 5",
        "virustest = clamav, X-Virus-Status: Not Scanned, 0",
        "virustest = clamav, X-Other: Clean, 0",
        "'virustest = X-AV: is (\\w+)\nvirustest_words = good=1 odd=3 bad=5', X-AV: is odd, 3",
        "virustest = , X-Virus-Status: Infected, 0"
    })
    void verdictsOnViruses(String lines, String field, int value) throws Exception {
        assertTrue(holds(lines, "virustest :value \"eq\" :comparator \"i;ascii-numeric\" \"" + value + "\"", field));
    }

    @Test
    void whatDescribesNoVerdictIsRefused() {
        for (String wrong : List.of(
                "spamtest = nonsense",
                "spamtest = X-Score: no group",
                "spamtest = X-Score: (((",
                "spamtest_max = -1",
                "virustest_words = Clean",
                "virustest_words = Clean=9")) {
            assertThrows(BadSettings.class, () -> settings(wrong), wrong);
        }
    }

    private static boolean holds(String lines, String test, String field) throws Exception {
        SieveSettings settings = settings(lines);
        ScriptPolicy usual = ScriptPolicy.USUAL;
        ScriptPolicy policy = new ScriptPolicy(
                "+",
                settings.spam().orElse(null),
                settings.virus().orElse(null),
                usual.answerSubject(),
                usual.answerPrefix(),
                true,
                false,
                false,
                usual.noticeSender(),
                usual.administrator(),
                Set.of(),
                Set.of());
        Script script = new Sieve(EnumSet.allOf(Extension.class), Limits.USUAL)
                .compile(
                        "",
                        ("require [\"spamtest\", \"spamtestplus\", \"virustest\", \"relational\","
                                        + " \"comparator-i;ascii-numeric\"];\r\nif " + test + " { discard; }")
                                .getBytes(StandardCharsets.UTF_8))
                .script();
        assertNotNull(script);
        DeliveryFacts delivery = new DeliveryFacts(
                "a@b.test",
                "me@here.test",
                "me@here.test",
                null,
                Set.of(),
                "me",
                DeliveryFacts.Dsn.NONE,
                Map.of(),
                Instant.EPOCH,
                ZoneOffset.UTC,
                policy,
                "<1@here.test>");
        RunOutcome outcome = new Interpreter(Limits.USUAL)
                .run(
                        List.of(script),
                        Mail.of(MessageBytes.of((field + "\r\n\r\nbody\r\n").getBytes(StandardCharsets.UTF_8))),
                        delivery,
                        ScriptTrial.nowhere().host(),
                        ScriptTrial.nowhere().others(),
                        RunTrace.NONE);
        assertEquals(null, outcome.failure());
        return outcome.effects().contains(new Effect.Discard());
    }
}
