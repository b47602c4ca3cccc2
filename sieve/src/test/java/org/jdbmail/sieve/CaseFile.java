package org.jdbmail.sieve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jdbmail.sieve.compile.Extension;
import org.jdbmail.sieve.effect.Effect;
import org.jdbmail.sieve.run.RunOutcome;

/**
 * A file of cases. Each begins with {@code case NAME} and is carried out line by line:
 *
 * <ul>
 *   <li>{@code require a b} what the tests below may use; holds to the end of the file
 *   <li>{@code message}, {@code script}, {@code personal NAME}, {@code global NAME}: the indented lines below are its text
 *   <li>{@code sender}, {@code recipient}, {@code original}, {@code mailbox}, {@code use BOX USE}, {@code id ID BOX}, {@code metadata BOX
 *       ENTRY VALUE}, {@code server ENTRY VALUE}, {@code list NAME ENTRY …}, {@code environment ITEM VALUE}, {@code without
 *       EXTENSION}: the world
 *   <li>{@code holds TEST}, {@code fails TEST}: a test of the language holds for the message, or doesn't
 *   <li>{@code => EFFECT}: what the script wants done, one line each; it is run by the first of them
 *   <li>{@code refused TEXT}, {@code warned TEXT}, {@code error TEXT}: it has errors, warnings, or fails while it runs
 *   <li>{@code has TEXT}, {@code lacks TEXT}: a message that it stores or sends holds the text; {@code \n} is a line end
 *   <li>{@code remember}: what it wants remembered is
 * </ul>
 */
final class CaseFile {
    /** A case; its lines still have their places. */
    record Case(Path file, String name, String requires, List<Line> lines) {
        void run() {
            new Play(requires).play(file, lines);
        }
    }

    private record Line(int number, String text, String block) {}

    private CaseFile() {}

    static List<Case> read(Path file) {
        List<String> all;
        try {
            all = Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<Case> cases = new ArrayList<>();
        String requires = "";
        List<Line> lines = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            String text = all.get(i);
            if (text.isBlank() || text.startsWith("#")) {
                continue;
            }
            int number = i + 1;
            StringBuilder block = new StringBuilder();
            while (i + 1 < all.size()
                    && (all.get(i + 1).startsWith("  ") || all.get(i + 1).isEmpty() && inBlock(all, i + 1))) {
                String next = all.get(++i);
                block.append(next.isEmpty() ? "" : next.substring(2)).append('\n');
            }
            if (text.startsWith("require ")) {
                requires = text.substring(8);
            } else if (text.startsWith("case ")) {
                lines = new ArrayList<>();
                cases.add(new Case(file, text.substring(5), requires, lines));
            } else {
                lines.add(new Line(number, text, block.toString()));
            }
        }
        assertFalse(cases.isEmpty(), () -> file + " has no case");
        return cases;
    }

    /** Whether an empty line has an indented one behind it. */
    private static boolean inBlock(List<String> all, int at) {
        int next = at;
        while (next < all.size() && all.get(next).isEmpty()) {
            next++;
        }
        return next < all.size() && all.get(next).startsWith("  ");
    }

    /** Carries out the lines of one case. */
    private static final class Play {
        private final Sandbox sandbox = new Sandbox();
        private final String require;
        private String message = Sandbox.MESSAGE;
        private String script = "";
        private RunOutcome outcome;
        private List<String> effects;
        private int seen;

        Play(String requires) {
            StringBuilder text = new StringBuilder();
            for (String each : requires.split(" ")) {
                text.append(each.isEmpty() ? "" : "require \"" + each + "\";");
            }
            this.require = text.toString();
        }

        void play(Path file, List<Line> lines) {
            for (Line line : lines) {
                try {
                    step(line);
                } catch (AssertionError e) {
                    throw new AssertionError(file.getFileName() + ":" + line.number + ": " + e.getMessage(), e);
                }
            }
            if (effects != null) {
                assertEquals(effects.size(), seen, () -> file.getFileName() + ": all that is done: " + effects);
            }
        }

        private void step(Line line) {
            String[] words = line.text.split(" ", 2);
            String rest = words.length < 2 ? "" : words[1];
            switch (words[0]) {
                case "message" -> message = line.block;
                case "script" -> begin(line.block);
                case "personal" -> sandbox.personal.put(rest, line.block);
                case "global" -> sandbox.global.put(rest, line.block);
                case "holds" -> assertEquals(true, sandbox.holds(require, rest + line.block, message), rest);
                case "fails" -> assertEquals(false, sandbox.holds(require, rest + line.block, message), rest);
                case "=>" -> {
                    List<String> all = ran();
                    assertTrue(seen < all.size(), () -> "no more is done than " + all);
                    assertEquals(rest, all.get(seen++).replace("\r\n", "\\n"));
                }
                case "refused" -> {
                    Sieve.Compiled compiled = sandbox.compiled(script);
                    assertNull(compiled.script(), "the script has no errors");
                    assertTrue(
                            compiled.problems().toString().contains(rest),
                            () -> compiled.problems().toString());
                }
                case "warned" ->
                    assertTrue(
                            sandbox.problems(script).toString().contains(rest),
                            () -> sandbox.problems(script).toString());
                case "error" -> {
                    outcome = sandbox.run(message, script);
                    assertNotNull(outcome.failure(), "the script doesn't fail");
                    assertTrue(
                            outcome.failure().text().contains(rest),
                            outcome.failure().text());
                    assertEquals(List.of("keep"), Sandbox.words(outcome), "the message is kept");
                }
                case "has" -> assertTrue(written().contains(lines(rest)), this::written);
                case "lacks" -> {
                    String written = written();
                    assertFalse(written.contains(lines(rest)), written);
                }
                case "remember" -> {
                    ran();
                    outcome.effects().forEach(this::remember);
                    begin(script);
                }
                default -> set(words[0], rest);
            }
        }

        private void begin(String text) {
            if (effects != null) {
                assertEquals(effects.size(), seen, () -> "all that is done: " + effects);
            }
            script = text;
            effects = null;
            outcome = null;
            seen = 0;
        }

        private List<String> ran() {
            if (effects == null) {
                outcome = sandbox.run(message, script);
                assertNull(outcome.failure(), () -> String.valueOf(outcome.failure()));
                effects = Sandbox.words(outcome);
            }
            return effects;
        }

        private void remember(Effect effect) {
            if (effect instanceof Effect.Remember(Effect.Memory memory)) {
                sandbox.memories.add(memory);
            } else if (effect instanceof Effect.Vacation vacation) {
                sandbox.memories.add(vacation.memory());
            }
            seen = effects.size();
        }

        private static String lines(String text) {
            return text.replace("\\n", "\r\n");
        }

        /** All messages that the script stores or sends. */
        private String written() {
            ran();
            StringBuilder all = new StringBuilder();
            for (Effect effect : outcome.effects()) {
                switch (effect) {
                    case Effect.File file -> all.append(Sandbox.text(file.message()));
                    case Effect.Redirect redirect -> all.append(Sandbox.text(redirect.message()));
                    case Effect.Vacation vacation -> all.append(text(vacation.letter()));
                    case Effect.Notify notify -> all.append(text(notify.letter()));
                    case Effect.Reject _, Effect.Discard _, Effect.Remember _ -> {}
                }
                all.append("\r\n-- \r\n");
            }
            return all.toString();
        }

        private static String text(Effect.Letter letter) {
            return "MAIL FROM:<" + letter.from() + ">\r\n" + new String(letter.bytes(), StandardCharsets.UTF_8);
        }

        private void set(String what, String rest) {
            String[] words = rest.split(" ", 3);
            switch (what) {
                case "sender" -> sandbox.sender = rest;
                case "recipient" -> sandbox.recipient = rest;
                case "original" -> sandbox.original = rest;
                case "mailbox" -> sandbox.mailboxes.add(rest);
                case "use" -> sandbox.uses.put(words[0], words[1]);
                case "id" -> sandbox.ids.put(words[0], words[1]);
                case "metadata" -> sandbox.metadata.put(words[0] + " " + words[1], words[2]);
                case "server" -> sandbox.metadata.put(words[0], words[1]);
                case "list" ->
                    sandbox.lists.put(
                            words[0],
                            List.of(rest.substring(words[0].length() + 1).split(" ")));
                case "environment" -> sandbox.environment.put(words[0], words[1]);
                case "without" -> sandbox.available.remove(Extension.named(rest));
                default -> throw new AssertionError("unknown word " + what);
            }
        }
    }
}
