package org.jdbmail.lmtpd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jdbmail.core.delivery.Action;
import org.jdbmail.core.delivery.Outcome;
import org.jdbmail.core.delivery.Version;
import org.jdbmail.core.mail.FlagSet;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.settings.Settings;
import org.jdbmail.core.settings.SieveSettings;
import org.jdbmail.core.sieve.ScriptCompiler;
import org.jdbmail.core.sieve.SieveDecider;
import org.jdbmail.core.sieve.SieveOptions;
import org.jdbmail.core.smtp.EnvelopeAddress;
import org.jdbmail.core.smtp.RecipientParameters;
import org.jdbmail.core.store.Mailbox;
import org.jdbmail.core.work.WorkLimits;
import org.jdbmail.core.work.WorkPool;
import org.jdbmail.frontkit.BreakableStore;
import org.jdbmail.mime.bytes.MessageBytes;
import org.jdbmail.sieve.compile.Extension;
import org.jdbmail.sieve.host.Policy;
import org.jdbmail.sieve.run.Limits;
import org.jdbmail.testkit.net.SmtpSink;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Sieve scripts do with deliveries. */
class SieveTest extends SendingFixture {
    private static final String MAIL =
            "From: s@remote.test\r\nTo: me@here.test\r\nSubject: hello\r\nMessage-ID: <1@remote.test>\r\n\r\nbody\r\n";

    @TempDir
    Path scripts;

    private long me;
    private WorkPool work;

    @BeforeEach
    void decider() {
        work = new WorkPool(WorkLimits.usual(Duration.ofMinutes(1)));
        SieveOptions options = new SieveOptions(
                EnumSet.allOf(Extension.class),
                Limits.USUAL,
                Policy.USUAL,
                SieveOptions.Room.USUAL,
                Optional.of(scripts),
                "mail.test",
                ZoneOffset.UTC,
                Duration.ZERO);
        deciders.add(new SieveDecider(
                store,
                new ScriptCompiler(options),
                options,
                Optional.of(work),
                new EnvelopeAddress("postmaster", "mail.test")));
        me = user("me@here.test");
    }

    @AfterEach
    void endWork() {
        work.close();
    }

    private void script(String text) {
        script("main", text);
        store.write(tx -> {
            tx.sieveScripts().activate(me, "main");
            return true;
        });
    }

    private void script(String name, String text) {
        store.write(tx -> {
            tx.sieveScripts().put(me, name, text);
            return true;
        });
    }

    private Outcome deliver() throws Exception {
        return deliver("me@here.test", MAIL);
    }

    private Outcome from(String sender) throws Exception {
        return deliver(EnvelopeAddress.ofPlain(sender), RecipientParameters.NONE, "me@here.test", MAIL);
    }

    private int count(String mailbox) {
        return count("me@here.test", mailbox);
    }

    private List<String> messages(String mailbox) {
        return store.read(tx -> {
            Mailbox found = tx.mailboxes().find(me, mailbox).orElseThrow();
            List<Long> all = tx.messages().popMessages(found.id()).stream()
                    .map(each -> each.physId())
                    .toList();
            return all.stream()
                    .map(each -> text(
                            tx.contents().read(List.of(each), Long.MAX_VALUE).get(each)))
                    .toList();
        });
    }

    private static String text(MessageBytes bytes) {
        return new String(bytes.slice(0, bytes.size()), StandardCharsets.UTF_8);
    }

    private static void assertDelivered(Outcome outcome) {
        assertInstanceOf(Outcome.Delivered.class, outcome);
    }

    @Test
    void whoHasNoScriptGetsMailInTheInbox() throws Exception {
        script("main", "discard;");
        assertDelivered(deliver());
        assertEquals(1, count("INBOX"), "a script that isn't active");
    }

    // RFC 5228 §4.1, RFC 5490 §3.2, RFC 5232
    @Test
    void mailIsFiled() throws Exception {
        store.write(tx -> tx.mailboxes().create(me, "Lists", null));
        script(
                "require [\"fileinto\", \"imap4flags\"]; fileinto :flags [\"\\\\Seen\", \"$Work\", \"no flag\"] \"lists\";");
        assertDelivered(deliver());
        assertEquals(1, count("Lists"));
        assertEquals(0, count("INBOX"));
        int unseen = store.read(tx -> {
            long box = tx.mailboxes().find(me, "Lists").orElseThrow().id();
            return tx.mailboxes().status(List.of(box)).get(box).unseen();
        });
        assertEquals(0, unseen);
        script("require \"fileinto\"; fileinto \"missing\";");
        deliver();
        assertEquals(1, count("INBOX"));
        script("require [\"fileinto\", \"mailbox\"]; fileinto :create \"a/b\"; fileinto :create \"a/b\";");
        deliver();
        assertEquals(1, count("a/b"));
        assertEquals(1, count("INBOX"));
    }

    @Test
    void mailboxesAreFoundByTheirNamesInEitherWritingAndByTheirUse() throws Exception {
        store.write(tx -> tx.mailboxes().create(me, "Entw\u00fcrfe", null));
        store.write(tx -> tx.mailboxes().create(me, "Spam", "\\Junk"));
        script("require \"fileinto\"; fileinto \"Entw&APw-rfe\";");
        deliver();
        script("require \"fileinto\"; fileinto \"Entw\u00fcrfe\";");
        deliver();
        assertEquals(2, count("Entw\u00fcrfe"));
        script("require [\"fileinto\", \"special-use\", \"mailbox\"];"
                + "if allof(specialuse_exists \"\\\\Junk\", mailboxexists \"Spam\", not mailboxexists \"None\")"
                + " { fileinto :specialuse \"\\\\junk\" \"Other\"; }");
        deliver();
        assertEquals(1, count("Spam"));
        assertEquals(0, count("INBOX"));
    }

    // RFC 5228 §4.2
    @Test
    void mailIsSentOn() throws Exception {
        script("require \"copy\"; redirect \"there@elsewhere.test\"; redirect :copy \"too@elsewhere.test\";");
        runner.start();
        assertDelivered(deliver());
        received(2);
        idle();
        assertEquals(0, count("INBOX"));
        assertFalse(sink.received().getFirst().content().contains("Return-Path"));
    }

    // RFC 5293
    @Test
    void editedMailIsWhatIsKeptAndSentOn() throws Exception {
        script(
                "require [\"editheader\", \"copy\"]; addheader \"X-Mark\" \"yes\"; redirect :copy \"there@elsewhere.test\";");
        runner.start();
        deliver();
        String sent = received(1).content();
        assertTrue(sent.contains("X-Mark: yes\r\n"), sent);
        assertFalse(sent.contains("Return-Path"), sent);
        assertFalse(sent.contains("Delivered-To"), sent);
        assertTrue(messages("INBOX").getFirst().startsWith("X-Mark: yes\r\n"));
        assertTrue(messages("INBOX").getFirst().endsWith(MAIL));
    }

    // RFC 5230
    @Test
    void anAnswerIsSentOnce() throws Exception {
        alias("sales@here.test", Long.toString(me));
        script("require \"vacation\"; vacation \"I am away\";");
        runner.start();
        String toAlias = MAIL.replace("To: me@", "To: sales@");
        assertDelivered(deliver("sales@here.test", toAlias));
        SmtpSink.Received answer = received(1);
        assertEquals(List.of("RCPT TO:<s@remote.test>"), answer.recipients());
        assertTrue(answer.mail().startsWith("MAIL FROM:<>"));
        assertTrue(
                answer.content().contains("From: <sales@here.test>\r\n")
                        || answer.content().contains("From: sales@here.test\r\n"),
                answer.content());
        deliver("sales@here.test", toAlias);
        deliver("me@here.test", MAIL.replace("Message-ID", "List-Id: <l.remote.test>\r\nMessage-ID"));
        idle();
        assertEquals(1, sink.received().size());
        assertEquals(3, count("INBOX"));
    }

    // RFC 8580
    @Test
    void aCopyOfAnAnswerIsFiled() throws Exception {
        script("require [\"vacation\", \"fcc\", \"mailbox\"]; vacation :fcc \"Sent\" :create \"I am away\";");
        assertDelivered(deliver());
        assertDelivered(deliver());
        assertEquals(1, queue().size());
        assertEquals(1, messages("Sent").size());
        assertTrue(messages("Sent").getFirst().contains("I am away"));
        assertEquals(2, count("INBOX"));
    }

    @Test
    void mailThatAScriptKeepsGoesWhereTheTablesSay() throws Exception {
        store.write(tx -> tx.mailboxes().create(me, "Lists", null));
        deciders.addFirst((arrival, soFar) ->
                List.of(new Action.FileInto("Lists", Action.Insistence.IF_THERE, FlagSet.NONE, Version.ORIGINAL)));
        script("require \"editheader\"; addheader \"X-Mark\" \"yes\";");
        assertDelivered(deliver());
        assertEquals(0, count("INBOX"));
        assertTrue(messages("Lists").getFirst().contains("X-Mark: yes"));
    }

    // RFC 5429 §2.1
    @Test
    void mailIsRefusedWithWords() throws Exception {
        script("require \"reject\"; reject \"not\r\nwanted\";");
        Outcome outcome = deliver();
        Refusal refusal = assertInstanceOf(Outcome.Refused.class, outcome).refusal();
        assertEquals(Reason.NO_PERMISSION, refusal.reason());
        assertEquals("not wanted", refusal.text());
        assertEquals(0, count("INBOX"));
    }

    @Test
    void mailIsThrownAway() throws Exception {
        script("discard;");
        assertDelivered(deliver());
        assertEquals(0, count("INBOX"));
    }

    // RFC 7352
    @Test
    void whatCameBeforeIsKnown() throws Exception {
        script("require \"duplicate\"; if duplicate { discard; }");
        deliver();
        deliver();
        deliver("me@here.test", MAIL.replace("<1@", "<2@"));
        assertEquals(2, count("INBOX"));
    }

    @Test
    void aScriptThatFailsKeepsMailAndItsOwnerIsToldOnce() throws Exception {
        String failing = "require [\"reject\", \"fileinto\"]; fileinto \"x\"; reject \"no\";";
        script(failing);
        assertDelivered(deliver());
        assertDelivered(deliver());
        List<String> all = messages("INBOX");
        assertEquals(3, all.size());
        String told = all.stream()
                .filter(each -> each.contains("Subject: Your Sieve script"))
                .findFirst()
                .orElseThrow();
        assertTrue(told.contains("can't be rejected"), told);
        script(failing + "# changed");
        deliver();
        assertEquals(5, count("INBOX"), "another text, another letter");
    }

    @Test
    void aScriptThatIsNoneKeepsMail() throws Exception {
        script("nonsense \"");
        assertDelivered(deliver());
        assertDelivered(deliver());
        assertEquals(3, count("INBOX"));
    }

    @Test
    void aLongScriptRunsInThePoolAndOneThatIsTooLongKeepsMail() throws Exception {
        String body = "x".repeat(200_000);
        String test = "if body :raw :contains \"qq\" { discard; }\r\n";
        script("require \"body\";\r\n" + test.repeat(100));
        deliver("me@here.test", MAIL + body);
        assertEquals(1, count("INBOX"));
        script("require \"body\";\r\n" + test.repeat(2000));
        assertDelivered(deliver("me@here.test", MAIL + body));
        assertTrue(count("INBOX") >= 2);
    }

    @Test
    void ourOwnTroubleIsNoDecisionOfAScripts() throws Exception {
        script("discard;");
        deciders.clear();
        BreakableStore broken = new BreakableStore(store);
        broken.setTrouble(BreakableStore.Trouble.AWAY);
        SieveOptions options = SieveOptions.usual("mail.test");
        deciders.add(new SieveDecider(
                broken,
                new ScriptCompiler(options),
                options,
                Optional.empty(),
                new EnvelopeAddress("postmaster", "mail.test")));
        Refusal refusal = assertInstanceOf(Outcome.Refused.class, deliver()).refusal();
        assertEquals(Reason.UNAVAILABLE, refusal.reason());
        assertEquals(0, count("INBOX"));
    }

    // RFC 6609
    @Test
    void theAdministratorsScriptsRunAroundAndCanBeIncluded() throws Exception {
        Files.createDirectories(scripts.resolve("before"));
        Files.createDirectories(scripts.resolve("global"));
        Files.writeString(
                scripts.resolve("before/10-mark.sieve"), "require \"editheader\"; addheader \"X-Before\" \"1\";");
        Files.writeString(scripts.resolve("default.sieve"), "require \"editheader\"; addheader \"X-Default\" \"1\";");
        Files.writeString(scripts.resolve("global/bin.sieve"), "discard;");
        Files.writeString(scripts.resolve("before/20-broken.sieve"), "nonsense");
        deliver();
        String first = messages("INBOX").getFirst();
        assertTrue(first.contains("X-Before: 1\r\n") && first.contains("X-Default: 1\r\n"), first);
        script("require \"include\"; include :global \"bin\";");
        deliver();
        assertEquals(1, count("INBOX"));
        script("other", "require \"fileinto\"; fileinto \"missing\";");
        script("require \"include\"; include :personal \"other\";");
        deliver();
        assertEquals(2, count("INBOX"));
    }

    @Test
    void theAdministratorsScriptsComeAfterWhereMailIsKept() throws Exception {
        Files.createDirectories(scripts.resolve("after"));
        Files.writeString(
                scripts.resolve("after/10-mark.sieve"), "require \"editheader\"; addheader \"X-After\" \"1\";");
        Files.writeString(
                scripts.resolve("after/20-file.sieve"),
                "require [\"fileinto\", \"mailbox\"]; if exists \"X-After\" { fileinto :create \"Late\"; }");
        // Who has no script, and whose script keeps.
        deliver();
        script("if true { keep; }");
        deliver();
        assertEquals(0, count("INBOX"));
        assertEquals(2, count("Late"));
        assertTrue(
                messages("Late").getLast().contains("X-After: 1\r\n"),
                messages("Late").getLast());
        // What the script did with the message is not undone, and nothing comes after it.
        script("require [\"fileinto\", \"mailbox\"]; fileinto :create \"Mine\";");
        deliver();
        assertEquals(1, count("Mine"));
        script("discard;");
        deliver();
        assertEquals(2, count("Late"));
        // A script that fails keeps the message, and that is the end.
        script("require \"include\"; include :personal \"missing\";");
        deliver();
        assertEquals(2, count("Late"));
        assertTrue(count("INBOX") > 0);
    }

    // RFC 5235
    @Test
    void theVerdictsOfFiltersAreReadFromTheirFields() throws Exception {
        SieveSettings settings =
                SieveSettings.from(Settings.parse("dbmail.conf", "[SIEVE]\nspamtest = rspamd\nvirustest = clamav\n"));
        Policy none = Policy.USUAL;
        Policy policy = new Policy(
                none.detailDelimiters(),
                settings.spam().orElseThrow(),
                settings.virus().orElseThrow(),
                none.answerSubject(),
                none.answerPrefix(),
                none.answersToOwnOnly(),
                none.answerFromRecipient(),
                none.answerAnyFrom(),
                none.noticeSender(),
                none.administrator(),
                none.fixedFields(),
                none.reservedFields());
        SieveOptions options = new SieveOptions(
                EnumSet.allOf(Extension.class),
                Limits.USUAL,
                policy,
                SieveOptions.Room.USUAL,
                Optional.empty(),
                "mail.test",
                ZoneOffset.UTC,
                Duration.ZERO);
        deciders.clear();
        deciders.add(new SieveDecider(
                store,
                new ScriptCompiler(options),
                options,
                Optional.empty(),
                new EnvelopeAddress("postmaster", "mail.test")));
        script("""
                require ["spamtestplus", "virustest", "relational", "comparator-i;ascii-numeric", "fileinto", "mailbox"];
                if virustest :value "ge" :comparator "i;ascii-numeric" "4" { discard; }
                elsif spamtest :percent :value "ge" :comparator "i;ascii-numeric" "70" { fileinto :create "Junk"; }
                elsif spamtest :percent :is "0" { fileinto :create "Unseen by filters"; }
                """);
        for (String field : List.of(
                "X-Spamd-Result: default: False [2.00 / 15.00]; R_SPF_ALLOW(-0.20)[+ip4:192.0.2.1]\r\n",
                "X-Spamd-Result: default: True [12.00 / 15.00];\r\n\tBAYES_SPAM(5.10)[99%]\r\nX-Virus-Status: Clean\r\n",
                "X-Spamd-Result: default: True [12.00 / 15.00]\r\nX-Virus-Status: Infected (Eicar)\r\n",
                "")) {
            assertDelivered(deliver("me@here.test", field + MAIL));
        }
        assertEquals(1, count("INBOX"));
        assertEquals(1, count("Junk"));
        assertEquals(1, count("Unseen by filters"));
    }

    // RFC 8579 §4.1
    @Test
    void aMailboxThatIsMadeGetsTheUse() throws Exception {
        script("require [\"fileinto\", \"special-use\", \"mailbox\"];"
                + " fileinto :create :specialuse \"\\\\junk\" \"Rubbish\";");
        assertDelivered(deliver());
        assertDelivered(deliver());
        assertEquals(2, count("Rubbish"));
        Mailbox made = store.read(tx -> tx.mailboxes().find(me, "Rubbish")).orElseThrow();
        assertEquals("\\Junk", made.specialUse());
    }

    // RFC 8579 §4: what LIST tells as the mailbox for a use is one for Sieve too, though nobody has set it.
    @Test
    void aMailboxIsForAUseByItsName() throws Exception {
        store.write(tx -> tx.mailboxes().create(me, "Spam", null));
        script("require [\"fileinto\", \"special-use\"]; fileinto :specialuse \"\\\\Junk\" \"Other\";");
        assertDelivered(deliver());
        assertEquals(1, count("Spam"));
    }

    // RFC 3834 §2: the same rules as for the tables' replies
    @Test
    void programsGetNoAnswer() throws Exception {
        script("require \"vacation\"; vacation \"I am away\";");
        assertDelivered(from("noreply@remote.test"));
        assertDelivered(from("list-bounces@remote.test"));
        assertDelivered(from(""));
        assertDelivered(deliver("me@here.test", "Auto-Submitted: auto-replied; x=y\r\n" + MAIL));
        assertDelivered(deliver("me@here.test", "X-DBMail-Vacation: yes\r\n" + MAIL));
        assertEquals(0, queue().size());
        assertDelivered(deliver("me@here.test", "Auto-Submitted: no; x=y\r\n" + MAIL));
        assertEquals(1, queue().size());
    }

    // RFC 6134
    @Test
    void listsAreReadFromTheFolder() throws Exception {
        Files.createDirectories(scripts.resolve("lists/of/me@here.test"));
        Files.writeString(scripts.resolve("lists/friends.txt"), "# all friends\nS@Remote.test\nother@remote.test\n");
        String script = "require [\"extlists\", \"fileinto\", \"variables\", \"mailbox\"];"
                + "if address :list \"from\" \":addrbook:friends\" { fileinto :create \"${0}\"; }"
                + "if address :list \"from\" \":AddrBook:%44efault\" { discard; }";
        script(script);
        assertDelivered(deliver());
        assertEquals(1, count("S@Remote.test"), "as the list has it");
        Files.writeString(scripts.resolve("lists/of/me@here.test/friends.txt"), "nobody@remote.test\n");
        Files.writeString(scripts.resolve("lists/of/me@here.test/default.txt"), "s@remote.test\n");
        assertDelivered(deliver());
        assertEquals(1, count("S@Remote.test"));
        assertEquals(0, count("INBOX"), "the account's own list comes first");
        script(
                "require \"extlists\"; if not valid_ext_list [\":addrbook:default\", \":addrbook:friends\"] { discard; }");
        assertDelivered(deliver());
        script("require \"extlists\"; if valid_ext_list \":addrbook:../friends\" { discard; }");
        assertDelivered(deliver());
        assertEquals(2, count("INBOX"));
    }

    // RFC 6134 §2.3
    @Test
    void mailIsSentOnToAllOfAList() throws Exception {
        Files.createDirectories(scripts.resolve("lists"));
        StringBuilder many = new StringBuilder();
        for (int i = 0; i < 40; i++) {
            many.append("user").append(i).append("@remote.test\n");
        }
        Files.writeString(scripts.resolve("lists/team.txt"), many);
        script("require \"extlists\"; redirect :list \":addrbook:team\";");
        assertDelivered(deliver());
        assertEquals(40, queue().size());
        assertEquals(0, count("INBOX"));
    }

    // stalwartlabs/stalwart#725
    @Test
    void aMailboxThatIsThereIsNotMadeAgain() throws Exception {
        script("require [\"fileinto\", \"mailbox\"]; fileinto :create \"Lists\";");
        deliver();
        Mailbox before = store.read(tx -> tx.mailboxes().find(me, "Lists")).orElseThrow();
        deliver();
        script("require [\"fileinto\", \"mailbox\"]; fileinto :create \"lists\";");
        deliver();
        Mailbox after = store.read(tx -> tx.mailboxes().find(me, "Lists")).orElseThrow();
        assertEquals(before.id(), after.id());
        assertEquals(3, count("Lists"));
    }

    // stalwartlabs/stalwart#3207
    @Test
    void aScriptThatWasChangedCountsAtOnceAndOneThatIsWrongKeepsMail() throws Exception {
        script("discard;");
        deliver();
        assertEquals(0, count("INBOX"));
        script("discard");
        assertDelivered(deliver());
        assertEquals(2, count("INBOX"), "the message, and the letter about the script");
        script("keep;");
        assertDelivered(deliver());
        assertEquals(3, count("INBOX"));
    }

    // stalwartlabs/stalwart#763, #1917
    @Test
    void theInboxHasItsNameInAnyCase() throws Exception {
        script("require \"fileinto\"; if true { fileinto \"Inbox\"; } else { fileinto \"Junk\"; }");
        assertDelivered(deliver());
        assertEquals(1, count("INBOX"));
        script("require [\"fileinto\", \"copy\"]; fileinto :copy \"iNBOX\"; keep;");
        assertDelivered(deliver());
        assertEquals(2, count("INBOX"), "kept and filed is one message");
    }

    @Test
    void whatIsFiledIntoTheInboxDoesNotFollowTheAddress() throws Exception {
        store.write(tx -> tx.mailboxes().create(me, "lists", null));
        script("keep;");
        deliver("me+lists@here.test", MAIL);
        assertEquals(1, count("lists"));
        script("require \"fileinto\"; fileinto \"INBOX\";");
        deliver("me+lists@here.test", MAIL);
        assertEquals(1, count("INBOX"));
    }

    // stalwartlabs/stalwart#1680: KMail's script includes all others
    @Test
    void aScriptIncludesTheAccountsOthers() throws Exception {
        store.write(tx -> tx.mailboxes().create(me, "A", null));
        script("Ferien \"2026\"", "require \"vacation\"; vacation \"away\";");
        script("rules", "require \"fileinto\"; fileinto \"A\";");
        script("require \"include\"; include :personal \"rules\"; include :personal \"Ferien \\\"2026\\\"\";");
        assertDelivered(deliver());
        assertEquals(1, count("A"));
        assertEquals(1, queue().size());
    }

    // cyrusimap/cyrus-imapd#415
    @Test
    void mailThatIsSentInACircleStaysAtTheSecondTime() throws Exception {
        script("redirect \"there@elsewhere.test\";");
        runner.start();
        deliver();
        String sent = received(1).content();
        idle();
        assertDelivered(deliver("me@here.test", sent));
        assertEquals(1, count("INBOX"));
        assertEquals(0, queue().size());
    }

    // mail-in-a-box/mailinabox#1946: a foreign sender would fail SPF at the next server
    @Test
    void whoSentIsRewrittenWhereMailIsSentOn() throws Exception {
        service = service(List.of("secret"));
        script("redirect \"there@elsewhere.test\";");
        runner.start();
        deliver();
        String from = received(1).mail();
        idle();
        assertTrue(from.toUpperCase(Locale.ROOT).contains("SRS0="), from);
        assertTrue(from.contains("@here.test"), from);
    }

    @Test
    void troubleBeforeTheCommitIsForThePeerAndNothingIsRemembered() throws Exception {
        script("require [\"duplicate\", \"vacation\"]; if duplicate { discard; stop; } vacation \"away\";");
        BreakableStore broken = new BreakableStore(store);
        deciders.add((arrival, soFar) -> {
            broken.setTrouble(BreakableStore.Trouble.AWAY);
            return broken.look(tx -> soFar);
        });
        Refusal refusal = assertInstanceOf(Outcome.Refused.class, deliver()).refusal();
        assertEquals(Reason.UNAVAILABLE, refusal.reason());
        assertEquals(0, count("INBOX"));
        assertEquals(0, queue().size());
        deciders.removeLast();
        // The peer tries again: it is no duplicate, and nobody was answered yet.
        assertDelivered(deliver());
        assertEquals(1, count("INBOX"));
        assertEquals(1, queue().size());
        assertDelivered(deliver());
        assertEquals(1, count("INBOX"));
        assertEquals(1, queue().size());
    }

    @Test
    void whatAnAdministratorsScriptFiledStaysWhereTheUsersRejects() throws Exception {
        store.write(tx -> tx.mailboxes().create(me, "Archive", null));
        Files.createDirectories(scripts.resolve("before"));
        Files.writeString(
                scripts.resolve("before/archive.sieve"),
                "require [\"fileinto\", \"copy\"]; fileinto :copy \"Archive\";");
        script("require \"reject\"; reject \"no\";");
        assertDelivered(deliver());
        assertEquals(1, count("Archive"));
        assertEquals(0, count("INBOX"));
        assertEquals(1, queue().size(), "the sender is told by a letter");
    }

    @Test
    void attacksEndWithTheMessageKept() throws Exception {
        script("b", "require \"include\"; include \"main\";");
        for (String attack : List.of(
                "require \"include\"; include \"b\";",
                "require \"variables\";" + "set \"a\" \"${a}x\";".repeat(3000) + "redirect \"${a}\";",
                "require [\"regex\", \"body\"];" + "if body :raw :regex \"((a?){30}){30}q\" { discard; }".repeat(20),
                "#" + "x".repeat(10_000_000) + "\ndiscard")) {
            script(attack);
            int before = count("INBOX");
            assertDelivered(deliver("me@here.test", MAIL + "a".repeat(100_000)));
            assertTrue(count("INBOX") > before);
        }
    }

    // A script's owners are looked for once for all who get mail in a moment.
    @Test
    void whoHasNoScriptCostsNoLook() throws Exception {
        CountingStore counting = new CountingStore(store);
        SieveOptions usual = SieveOptions.usual("mail.test");
        SieveOptions options = new SieveOptions(
                usual.extensions(),
                usual.limits(),
                usual.policy(),
                usual.room(),
                usual.folder(),
                usual.hostname(),
                usual.zone(),
                Duration.ofHours(1));
        deciders.clear();
        deciders.add(new SieveDecider(
                counting,
                new ScriptCompiler(options),
                options,
                Optional.empty(),
                new EnvelopeAddress("postmaster", "mail.test")));
        script("keep;");
        for (int i = 0; i < 20; i++) {
            user("user" + i + "@here.test");
            assertDelivered(deliver("user" + i + "@here.test", MAIL));
            assertDelivered(deliver());
        }
        assertEquals(2, counting.looks(), "who has scripts, and the one script");
    }
}
