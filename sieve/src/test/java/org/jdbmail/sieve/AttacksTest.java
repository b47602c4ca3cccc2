package org.jdbmail.sieve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jdbmail.sieve.effect.Effect;
import org.jdbmail.sieve.run.RunOutcome;
import org.junit.jupiter.api.Test;

/** Scripts and messages that are made to hurt: each ends within its limits, with the message kept. */
class AttacksTest {
    private final Sandbox sandbox = new Sandbox();

    private void fails(String message, String script) {
        RunOutcome outcome = sandbox.run(message, script);
        assertNotNull(outcome.failure());
        assertEquals(List.of("keep"), Sandbox.words(outcome));
        assertFalse(Sandbox.text(((Effect.File) outcome.effects().getFirst()).message())
                .contains("X-Attack"));
    }

    @Test
    void tenThousandVariablesAreTooMany() {
        StringBuilder script = new StringBuilder("require \"variables\";");
        for (int i = 0; i < 10_000; i++) {
            script.append("set \"v").append(i).append("\" \"x\";");
        }
        assertTrue(sandbox.problems(script.toString()).getFirst().contains("255 variables"));
    }

    @Test
    void soAreThoseThatAreSharedOverIncludes() {
        StringBuilder script = new StringBuilder("require [\"include\", \"variables\"];");
        for (int i = 0; i < 10_000; i++) {
            script.append("global \"v")
                    .append(i)
                    .append("\"; set \"v")
                    .append(i)
                    .append("\" \"x\";");
        }
        fails(Sandbox.MESSAGE, script.toString());
    }

    @Test
    void aVariableThatDoublesItselfIsCut() {
        String script = "require [\"variables\", \"fileinto\"]; set \"a\" \"aaaaaaaaaaaaaaaa\";"
                + "set \"a\" \"${a}${a}\";".repeat(60) + "set :length \"n\" \"${a}\"; fileinto \"${n}\";";
        assertEquals(List.of("fileinto 4096"), sandbox.effects(script));
    }

    @Test
    void includesInACircle() {
        sandbox.personal.put("a", "require \"include\"; include \"b\"; include \"b\";");
        sandbox.personal.put("b", "require \"include\"; include \"a\"; include \"a\";");
        fails(Sandbox.MESSAGE, "require \"include\"; include \"a\"; discard;");
    }

    @Test
    void includesThatFanOut() {
        for (int i = 0; i < 9; i++) {
            sandbox.personal.put("s" + i, "require \"include\";" + ("include \"s" + (i + 1) + "\";").repeat(10));
        }
        sandbox.personal.put("s9", "keep;");
        fails(Sandbox.MESSAGE, "require \"include\"; include \"s0\"; discard;");
    }

    @Test
    void regexBombsEnd() {
        String message = "Subject: " + "a".repeat(900) + "\n\n";
        String test = "header :regex \"subject\" [\"(a+)+b\", \"(a|aa)+$b\", \"((a*)*)*c\"]";
        assertFalse(sandbox.holds("require \"regex\";", test, message));
        assertFalse(sandbox.problems("require \"regex\"; if header :regex \"a\" \"((a{1000}){1000}){1000}\" { keep; }")
                .isEmpty());
    }

    @Test
    void largeRegexesOnLargeTextsAreStopped() {
        String message = "Subject: x\n\n" + "a".repeat(4_000_000);
        fails(message, "require [\"regex\", \"body\"]; if body :raw :regex \"((a?){30}){30}b\" { discard; }");
    }

    @Test
    void wildcardsOnLargeTextsEnd() {
        String message = "Subject: x\n\n" + "ab".repeat(500_000);
        assertFalse(sandbox.holds("require \"body\";", "body :raw :matches \"" + "*a".repeat(200) + "*c\"", message));
    }

    @Test
    void headersDontComeOutOfVariables() {
        String injected = "x\r\nX-Attack: y\r\n\r\nbody";
        String script = "require [\"editheader\", \"variables\", \"vacation\", \"enotify\", \"replace\", \"enclose\"];"
                + "set \"a\" \"" + injected + "\"; addheader \"X-A\" \"${a}\";"
                + "vacation :subject \"${a}\" \"away\"; notify :message \"${a}\" \"mailto:a@b.example\";"
                + "replace :subject \"${a}\" \"text\"; enclose :subject \"${a}\" \"text\";";
        RunOutcome outcome = sandbox.run(Sandbox.MESSAGE, script);
        assertEquals(null, outcome.failure());
        for (var effect : outcome.effects()) {
            String text = switch (effect) {
                case Effect.File file -> Sandbox.text(file.message());
                case Effect.Vacation vacation -> new String(vacation.letter().bytes(), StandardCharsets.UTF_8);
                case Effect.Notify notify -> new String(notify.letter().bytes(), StandardCharsets.UTF_8);
                default -> throw new AssertionError(effect);
            };
            assertFalse(text.contains("\nX-Attack:"), text);
        }
    }

    @Test
    void aScriptOfTenMegabytesIsReadInOneGo() {
        String script = "# " + "x".repeat(10_000_000) + "\nkeep;";
        assertEquals(List.of("keep"), sandbox.effects(script));
        String commands = "keep;".repeat(2_000_000);
        assertEquals(List.of("keep"), sandbox.effects(commands));
    }

    @Test
    void actionsAreLimited() {
        StringBuilder script = new StringBuilder("require \"fileinto\";");
        for (int i = 0; i < 40; i++) {
            script.append("fileinto \"box").append(i).append("\";");
        }
        fails(Sandbox.MESSAGE, script.toString());
    }
}
