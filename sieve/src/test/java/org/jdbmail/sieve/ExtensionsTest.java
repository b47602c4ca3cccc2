package org.jdbmail.sieve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jdbmail.sieve.effect.Effect;
import org.jdbmail.sieve.run.Outcome;
import org.junit.jupiter.api.Test;

/** Extensions of RFC 5228: what each adds, and attacks by means of them. */
class ExtensionsTest {
    private final Sandbox sandbox = new Sandbox();

    private void keepsTest(String require, String test) {
        assertTrue(sandbox.holds("require [" + require + "];", test, Sandbox.MESSAGE), test);
    }

    @Test
    void encodedCharacters() {
        // RFC 5228 §2.4.2.4.
        keepsTest("\"encoded-character\"", "header \"subject\" \"${hex:48 65}ll${unicode:6f}\"");
        keepsTest("\"encoded-character\", \"variables\"", "string \"${hex:c3 a4}${hex:c3}${hex:b6}\" \"äö\"");
        keepsTest("\"encoded-character\"", "not header \"subject\" \"${hex:zz}\"");
        assertFalse(sandbox.problems("require \"encoded-character\"; keep; redirect \"${unicode:D800}@x.example\";")
                .isEmpty());
    }

    @Test
    void variablesAndTheirModifiers() {
        // RFC 5229 §3, §4.
        String script = """
                require ["variables", "fileinto"];
                if header :matches "subject" "H*o" { set :upper "a" "${1}"; }
                set :upperfirst :lower "b" "JUAN";
                set :length "c" "äöü";
                set :quotewildcard "d" "a*b";
                fileinto "${a} ${b} ${c} ${d} ${unknown}${1x}";
                """;
        assertEquals(List.of("fileinto ELL Juan 3 a\\*b ${1x}"), sandbox.effects(script));
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
    void flags() {
        // RFC 5232 §3, §4, §5.
        String script = """
                require ["imap4flags", "fileinto"];
                addflag ["\\\\Seen", "$Junk \\\\Seen"];
                removeflag "$Junk";
                fileinto :flags "\\\\Flagged" "A";
                if hasflag "\\\\seen" { addflag "$Work"; }
                """;
        assertEquals(List.of("fileinto A (\\Flagged)"), sandbox.effects(script));
        assertEquals(List.of("keep (\\Seen)"), sandbox.effects("require \"imap4flags\"; setflag \"\\\\Seen\";"));
    }

    @Test
    void relationsAndNumbers() {
        // RFC 5231.
        String require = "\"relational\", \"comparator-i;ascii-numeric\"";
        keepsTest(require, "header :count \"eq\" [\"to\", \"subject\"] \"2\"");
        keepsTest(require, "not header :value \"gt\" :comparator \"i;ascii-numeric\" \"x-no\" \"1\"");
    }

    @Test
    void datesAndTheirParts() {
        // RFC 5260 §4.
        keepsTest("\"date\"", "date :originalzone \"date\" \"hour\" \"09\"");
        keepsTest("\"date\"", "date :zone \"+0000\" \"date\" \"iso8601\" \"1997-04-01T17:06:31+00:00\"");
        keepsTest("\"date\"", "date :originalzone \"date\" \"weekday\" \"2\"");
        keepsTest("\"date\", \"relational\"", "currentdate :value \"ge\" \"date\" \"2026-03-04\"");
    }

    @Test
    void bodies() {
        // RFC 5173 §5.
        keepsTest("\"body\"", "body :contains \"are you\"");
        keepsTest("\"body\"", "body :raw :contains \"How\"");
        keepsTest("\"body\"", "not body :content \"image\" :contains \"\"");
    }

    @Test
    void subaddresses() {
        // RFC 5233.
        sandbox.recipient = "ken+sieve@example.org";
        keepsTest("\"envelope\", \"subaddress\"", "envelope :detail \"to\" \"sieve\"");
        keepsTest("\"envelope\", \"subaddress\"", "envelope :user \"to\" \"ken\"");
    }

    @Test
    void includesHaveTheirOwnVariablesAndEnd() {
        // RFC 6609.
        sandbox.personal.put(
                "a",
                "require [\"include\", \"variables\"]; global \"x\"; set \"x\" \"1\"; set \"y\" \"2\"; return; discard;");
        String script = """
                require ["include", "variables", "fileinto"];
                global "x";
                include "a";
                include :optional :global "none";
                fileinto "${x}${y}";
                """;
        assertEquals(List.of("fileinto 1"), sandbox.effects(script));
    }

    @Test
    void includesInACircleEndWithTheMessageKept() {
        sandbox.personal.put("a", "require \"include\"; include \"b\"; include \"b\";");
        sandbox.personal.put("b", "require \"include\"; include \"a\"; include \"a\";");
        Outcome outcome = sandbox.run(Sandbox.MESSAGE, "require \"include\"; include \"a\"; discard;");
        assertNotNull(outcome.failure());
        assertEquals(List.of("keep"), Sandbox.words(outcome));
    }

    @Test
    void headersAreEditedAndFailuresAreNot() {
        // RFC 5293 §4, §5, §7.
        String script = "require \"editheader\"; addheader \"X-A\" \"b\"; deleteheader \"subject\";";
        String stored = Sandbox.stored(sandbox.run(Sandbox.MESSAGE, script));
        assertTrue(stored.startsWith("X-A: b\r\nFrom: Stranger"), stored);
        assertFalse(stored.contains("Subject:"), stored);
        assertTrue(stored.endsWith("\r\n\r\nHow are you?\r\n"), stored);
        String fails = "require [\"editheader\", \"reject\"]; addheader \"X-A\" \"b\"; keep; reject \"no\";";
        Outcome failed = sandbox.run(Sandbox.MESSAGE, fails);
        assertEquals(Sandbox.MESSAGE.replace("\n", "\r\n"), Sandbox.stored(failed));
        assertNotNull(failed.failure());
    }

    @Test
    void noVariableBecomesAHeaderOfItsOwn() {
        String script =
                "require [\"editheader\", \"variables\"]; set \"a\" \"x\r\nBcc: y@z.example\"; addheader \"X-A\" \"${a}\";";
        String stored = Sandbox.stored(sandbox.run(Sandbox.MESSAGE, script));
        assertTrue(stored.startsWith("X-A: x Bcc: y@z.example\r\nFrom:"), stored);
    }

    @Test
    void vacationAnswersOnceAndSaysWhyNot() {
        // RFC 5230 §4.
        String script = "require \"vacation\"; vacation :subject \"Ä\r\nBcc: x@y.example\" \"I am away.\";";
        Outcome outcome = sandbox.run(Sandbox.MESSAGE, script);
        Effect.Vacation vacation = (Effect.Vacation) outcome.effects().getFirst();
        String letter = new String(vacation.letter().bytes(), StandardCharsets.UTF_8);
        assertTrue(letter.contains("\r\nTo: Stranger <stranger@example.com>\r\n"), letter);
        assertTrue(letter.contains("\r\nAuto-Submitted: auto-replied (vacation)\r\n"), letter);
        assertTrue(letter.contains("\r\nIn-Reply-To: <1@example.com>\r\n"), letter);
        assertFalse(letter.contains("\r\nBcc"), letter);
        assertEquals("", vacation.letter().from());
        sandbox.memories.add(vacation.memory());
        assertEquals(List.of("keep"), sandbox.effects(script));
        sandbox.memories.clear();
        assertEquals(List.of("keep"), sandbox.effects("List-Id: <l.example>\n" + Sandbox.MESSAGE, script));
        assertEquals(List.of("keep"), sandbox.effects(Sandbox.MESSAGE.replace("alice@", "bob@"), script));
        assertEquals(
                List.of("vacation stranger@example.com", "keep"),
                sandbox.effects("Auto-Submitted: no; x\n" + Sandbox.MESSAGE, script));
        sandbox.sender = "";
        assertEquals(List.of("keep"), sandbox.effects(script));
    }

    @Test
    void theAddressThatWasDeliveredToIsTheOwners() {
        sandbox.recipient = "sales@example.org";
        String message = Sandbox.MESSAGE.replace("alice@", "sales@");
        assertEquals(
                List.of("vacation stranger@example.com", "keep"),
                sandbox.effects(message, "require \"vacation\"; vacation \"away\";"));
    }

    @Test
    void duplicatesAreRememberedOnlyByWhoDelivers() {
        // RFC 7352 §3.
        String script = "require \"duplicate\"; if duplicate { discard; }";
        Outcome first = sandbox.run(Sandbox.MESSAGE, script);
        assertEquals(List.of("remember", "keep"), Sandbox.words(first));
        assertEquals(List.of("remember", "keep"), sandbox.effects(script));
        sandbox.memories.add(((Effect.Remember) first.effects().getFirst()).memory());
        assertEquals(List.of("discard"), sandbox.effects(script));
    }

    @Test
    void mailboxesAreFoundAndMade() {
        // RFC 5490 §3, RFC 8579 §4, RFC 9042 §3.
        sandbox.mailboxes.add("Work");
        keepsTest("\"mailbox\"", "mailboxexists [\"INBOX\", \"Work\"]");
        keepsTest("\"mailbox\"", "not mailboxexists \"None\"");
        assertEquals(
                List.of("fileinto Junk create \\Junk"),
                sandbox.effects("require [\"fileinto\", \"mailbox\", \"special-use\"];"
                        + "fileinto :create :specialuse \"\\\\Junk\" \"Junk\";"));
        assertEquals(
                List.of("fileinto A F1"),
                sandbox.effects("require [\"fileinto\", \"mailboxid\"]; fileinto :mailboxid \"F1\" \"A\";"));
    }

    @Test
    void notificationsGoByMail() {
        // RFC 5436 §2.
        String script = "require \"enotify\"; notify :message \"new\" \"mailto:a@b.example?cc=c@d.example\";";
        assertEquals(List.of("notify a@b.example,c@d.example", "keep"), sandbox.effects(script));
        assertEquals(List.of("keep"), sandbox.effects("Auto-Submitted: auto-replied\n" + Sandbox.MESSAGE, script));
    }

    @Test
    void partsAreLoopedOverAndReplaced() {
        // RFC 5703 §3, §5.
        String message = """
                From: a@b.example
                Content-Type: multipart/mixed; boundary=x

                --x
                Content-Type: text/plain

                one
                --x
                Content-Type: image/png; name="p.png"

                two
                --x--
                """;
        String script = """
                require ["foreverypart", "mime", "replace"];
                foreverypart {
                    if header :mime :type "content-type" "image" { replace "gone"; break; }
                }
                """;
        String stored = Sandbox.stored(sandbox.run(message, script));
        assertTrue(stored.contains("one\r\n--x\r\nContent-Type: text/plain; charset=utf-8"), stored);
        assertTrue(stored.contains("gone\r\n--x--"), stored);
        assertFalse(stored.contains("two"), stored);
    }

    @Test
    void aMessageIsEnclosedButSentOnAsItWas() {
        // RFC 5703 §6.
        String script =
                "require [\"enclose\", \"copy\"]; enclose :subject \"[spam]\" \"look out\"; redirect :copy \"a@b.example\";";
        Outcome outcome = sandbox.run(Sandbox.MESSAGE, script);
        assertFalse(((Effect.Redirect) outcome.effects().getFirst()).message().edited());
        String stored = Sandbox.text(((Effect.File) outcome.effects().get(1)).message());
        assertTrue(stored.contains("Subject: [spam]\r\n"), stored);
        assertTrue(stored.contains("Content-Type: message/rfc822\r\n\r\nFrom: Stranger"), stored);
    }

    @Test
    void whatWeDontHaveIsPassedOverByIhave() {
        // RFC 5463 §4.
        String script =
                "require \"ihave\"; if ihave \"elbonia\" { frobnicate; } elsif ihave \"fileinto\" { fileinto \"A\"; }";
        assertEquals(List.of("fileinto A"), sandbox.effects(script));
    }

    @Test
    void regexBombsEnd() {
        String message = "Subject: " + "a".repeat(900) + "\n\n";
        String test = "header :regex \"subject\" [\"(a+)+b\", \"(a|aa)+$b\", \"((a*)*)*c\"]";
        assertFalse(sandbox.holds("require \"regex\";", test, message));
    }

    @Test
    void parametersOfTheEnvelopeAndOfRedirect() {
        // RFC 6009.
        String script = "require \"redirect-dsn\"; redirect :notify \"failure,delay\" :ret \"HDRS\" \"a@b.example\";";
        assertEquals(List.of("redirect a@b.example NOTIFY=FAILURE,DELAY RET=HDRS"), sandbox.effects(script));
    }

    @Test
    void listsAreAsked() {
        // RFC 6134.
        sandbox.lists.put("friends", List.of("stranger@example.com"));
        keepsTest("\"extlists\"", "address :list \"from\" \"friends\"");
        keepsTest("\"extlists\"", "not valid_ext_list \"none\"");
    }

    @Test
    void aScriptOfTenMegabytesIsRefusedOrReadInOneGo() {
        String script = "# " + "x".repeat(10_000_000) + "\nkeep;";
        assertEquals(List.of("keep"), sandbox.effects(script));
    }
}
