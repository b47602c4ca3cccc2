package org.jdbmail.sieve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.jdbmail.sieve.run.RunOutcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 5228: the language as a whole: its form, what is told of errors, and how scripts go together. */
class LanguageTest {
    private final Sandbox sandbox = new Sandbox();

    @Test
    void aScriptThatDoesNothingKeeps() {
        assertEquals(List.of("keep"), sandbox.effects(""));
        assertEquals(List.of("keep"), sandbox.effects("# nothing\n/* and\n nothing */"));
    }

    @Test
    void theExampleOfTheWholeScript() {
        // RFC 5228 §9.
        String script = """
                require ["fileinto", "reject"];
                if header :is "Sender" "owner-ietf-mta-filters@imc.org" {
                    fileinto "filter";
                }
                elsif address :DOMAIN :is ["From", "To"] "example.com" {
                    keep;
                }
                elsif anyof (NOT address :all :contains ["To", "Cc", "Bcc"] "me@example.com",
                             header :matches "subject" ["*make*money*fast*", "*university*dipl*mas*"]) {
                    fileinto "spam";
                }
                else {
                    fileinto "personal";
                }
                """;
        String filter = "Sender: owner-ietf-mta-filters@imc.org\nFrom: a@b.example\n\n";
        assertEquals(List.of("fileinto filter"), sandbox.effects(filter, script));
        assertEquals(List.of("keep"), sandbox.effects("From: coworker@example.com\n\n", script));
        assertEquals(List.of("fileinto spam"), sandbox.effects("From: x@y.example\nTo: you@z.example\n\n", script));
        String money = "From: x@y.example\nTo: Me <me@example.com>\nSubject: make MONEY really fast\n\n";
        assertEquals(List.of("keep"), sandbox.effects(money, script));
    }

    @Test
    void multiLineStringsLoseTheirStuffing() {
        String script = """
                require "reject";
                reject text: # a comment
                Go away.
                ..hidden
                .
                ;
                """;
        assertEquals(List.of("reject Go away.\r\n.hidden\r\n"), sandbox.effects(script));
    }

    @Test
    void allErrorsAreToldAtOnceWithTheirPlaces() {
        String script = """
                require ["fileinto", "elbonia"];
                fileinto;
                if header :is "subject" { keep; }
                keep "x";
                frobnicate "y";
                if size 100 { discard; }
                redirect "no address";
                if address "subject" "x" { fileinto ["a"]; }
                """;
        assertEquals(
                List.of(
                        "line 1, column 22: error: there is no extension 'elbonia'",
                        "line 2, column 1: error: 'fileinto' lacks the name of a mailbox",
                        "line 3, column 4: error: 'header' lacks the texts to look for",
                        "line 4, column 6: error: 'keep' has an argument too many",
                        "line 5, column 1: error: there is no command 'frobnicate'",
                        "line 6, column 4: error: 'size' lacks ':over' or ':under'",
                        "line 7, column 1: error: 'no address' is no address",
                        "line 8, column 12: error: the field 'subject' holds no addresses; 'header' can look into it",
                        "line 8, column 37: error: a single string is expected as the name of a mailbox, not a list"),
                sandbox.problems(script));
    }

    @Test
    void aScriptGoesOnAfterAnErrorOfItsForm() {
        String script = """
                keep
                discard;
                if true { stop; ] keep; }
                redirect ;
                "text";
                if allof (true true) { keep; }
                keep;
                }
                if true {
                """;
        List<String> problems = sandbox.problems(script);
        assertEquals(
                List.of(
                        "line 2, column 8: error: ';' is missing after 'keep', before 'discard'",
                        "line 3, column 17: error: a command must begin with its name, not with ']'"),
                List.of("line 2, column 8: error: ';' is missing after 'keep', before 'discard'", problems.get(1)));
        assertTrue(problems.size() >= 6, problems.toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "keep; require \"fileinto\";",
                "fileinto \"x\";",
                "if true { keep; } keep; else { discard; }",
                "elsif true { keep; }",
                "if keep { discard; }",
                "header \"a\" \"b\";",
                "if header :regex \"a\" \"b\" { keep; }",
                "if header :is :contains \"a\" \"b\" { keep; }",
                "if header :comparator \"i;elbonia\" \"a\" \"b\" { keep; }",
                "if header :comparator \"i;ascii-numeric\" :contains \"a\" \"b\" { keep; }",
                "keep \"unfinished;",
                "/* unfinished",
                "redirect text:\nunfinished\n",
                "if size :over 99999999999999999999 { keep; }",
                "if size :over 1X { keep; }",
                "keep {}",
                "stop :now;",
                "redirect \"\";",
                "redirect \"a@b.example, c@d.example\";",
            })
    void wrongScriptsAreRefused(String script) {
        Sieve.Compiled compiled = sandbox.compiled(script);
        assertEquals(null, compiled.script(), script);
        assertTrue(compiled.problems().getFirst().isError());
    }

    @Test
    void bytesThatAreNotUtf8AreRefusedWithTheirPlace() {
        Sieve sieve = new Sieve(sandbox.available, sandbox.limits);
        byte[] script = {'k', 'e', 'e', 'p', ';', '\n', '#', ' ', (byte) 0xff, '\n'};
        assertEquals(
                "line 2, column 3: error: what stands here is not UTF-8",
                sieve.compile("", script).problems().getFirst().toString());
    }

    @Test
    void depthIsLimited() {
        String tests = "not ".repeat(100) + "true";
        assertNotNull(sandbox.problems("if " + tests + " { keep; }").getFirst());
        String blocks = "if true {".repeat(10_000) + "keep;" + "}".repeat(10_000);
        assertTrue(
                sandbox.problems(blocks).getFirst().contains("32 blocks"),
                sandbox.problems(blocks).toString());
        String fifteen = "if true {".repeat(15) + "discard;" + "}".repeat(15);
        assertEquals(List.of("discard"), sandbox.effects(fifteen));
    }

    @Test
    void scriptsRunOneAfterTheOtherAsLongAsTheMessageIsKept() {
        String require = "require [\"fileinto\", \"copy\"];";
        String[] scripts = {require + "fileinto :copy \"A\"; keep;", require + "fileinto \"B\";", "discard;"};
        assertEquals(List.of("fileinto A", "fileinto B"), sandbox.effects(Sandbox.MESSAGE, scripts));
        assertEquals(List.of("discard"), sandbox.effects(Sandbox.MESSAGE, "", "discard;"));
        assertEquals(List.of("keep"), sandbox.effects(Sandbox.MESSAGE, "keep;", "keep;"));
    }

    @Test
    void whatAnEarlierScriptDidStaysWhenALaterOneFails() {
        String first = "require [\"fileinto\", \"copy\"]; fileinto :copy \"A\";";
        String second = "require [\"fileinto\", \"reject\"]; fileinto \"B\"; reject \"x\";";
        RunOutcome outcome = sandbox.run(Sandbox.MESSAGE, first, second);
        assertNotNull(outcome.failure());
        assertEquals(List.of("fileinto A", "keep"), Sandbox.words(outcome));
        // RFC 5429 §2.3 is about one script: what the administrator's has filed doesn't forbid the user's to reject.
        String rejects = "require \"reject\"; reject \"x\";";
        assertEquals(List.of("fileinto A", "reject x"), sandbox.effects(Sandbox.MESSAGE, first, rejects));
        String answers = "require \"vacation\"; vacation \"away\";";
        assertEquals(
                List.of("vacation stranger@example.com", "keep"), sandbox.effects(Sandbox.MESSAGE, answers, answers));
    }
}
