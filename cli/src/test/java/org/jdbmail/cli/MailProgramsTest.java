package org.jdbmail.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbmail.cli.mail.AliasesCommand;
import org.jdbmail.cli.mail.DeliverCommand;
import org.jdbmail.cli.mail.QueueCommand;
import org.jdbmail.cli.start.Failure;
import org.jdbmail.cli.start.Opening;
import org.jdbmail.core.store.Alias;
import org.jdbmail.core.store.Credential;
import org.jdbmail.core.store.Domains;
import org.jdbmail.core.store.Store;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Mail from standard input, what waits in the queue, and where addresses lead. */
class MailProgramsTest {
    @TempDir
    private Path folder;

    private final Opening opening = new Opening(Optional.empty());
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Path config;

    @BeforeEach
    void settings() throws Exception {
        config = folder.resolve("dbmail.conf");
        Files.writeString(
                config,
                "[DBMAIL]\ndburi = sqlite:///" + folder.resolve("mail.db")
                        + "\nsendmail = /bin/false\nhostname = mail.test\n");
        try (Store store = store()) {
            store.write(tx -> {
                long alice = tx.users().create("alice", new Credential("", ""), 0, 0);
                tx.users().create("full", new Credential("", ""), 0, 10);
                tx.aliases().add(new Alias("info@here.test", Long.toString(alice), 0));
                tx.aliases().add(new Alias("info@here.test", "there@elsewhere.test", 0));
                tx.aliases().add(new Alias("info@here.test", "|/usr/bin/archive", 0));
                tx.aliases().add(new Alias("a@ring.test", "b@ring.test", 0));
                tx.aliases().add(new Alias("b@ring.test", "a@ring.test", 0));
                return tx.aliases().all().size();
            });
        }
    }

    private Store store() throws Failure {
        return opening.store(opening.settings(Optional.of(config), Optional.empty()));
    }

    private int run(Object command, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("-f", config.toString()));
        return new CommandLine(command)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(all.toArray(String[]::new));
    }

    private int deliver(String message, String... arguments) {
        return run(
                new DeliverCommand(opening, new ByteArrayInputStream(message.getBytes(StandardCharsets.UTF_8))),
                arguments);
    }

    private List<String> stored(String login, String mailbox) throws Failure {
        try (Store store = store()) {
            return store.read(tx -> {
                long user = tx.users().find(login).orElseThrow().id();
                List<String> all = new ArrayList<>();
                tx.mailboxes()
                        .find(user, mailbox)
                        .ifPresent(found -> tx.messages()
                                .popMessages(found.id())
                                .forEach(message -> {
                                    var bytes = tx.contents()
                                            .read(List.of(message.physId()), Long.MAX_VALUE)
                                            .get(message.physId());
                                    all.add(new String(bytes.slice(0, bytes.size()), StandardCharsets.UTF_8));
                                }));
                return all;
            });
        }
    }

    @Test
    void mailFromStandardInputIsDelivered() throws Exception {
        assertEquals(
                0,
                deliver("From x Mon\nSubject: one\n\nbody\n", "-d", "alice", "-r", "<s@remote.test>"),
                err.toString());
        String one = stored("alice", "INBOX").getFirst();
        assertTrue(
                one.startsWith("Return-Path: <s@remote.test>\r\nDelivered-To: alice\r\nReceived: from localhost"), one);
        assertTrue(one.endsWith("Subject: one\r\n\r\nbody\r\n"), one);
        assertEquals(0, deliver("From: a@b.test\nDelivered-To: alice\n\n", "-t"));
        assertTrue(stored("alice", "INBOX").getLast().startsWith("Return-Path: <a@b.test>"));
        assertEquals(0, deliver("Subject: x\n\n", "-u", "alice", "-m", "New/Box"));
        assertEquals(1, stored("alice", "New/Box").size());
        assertEquals(67, deliver("Subject: x\n\n", "-d", "nosuch@x.test"));
        assertEquals(73, deliver("Subject: more than ten octets\n\n", "-u", "full"));
        assertEquals(67, deliver("Subject: x\n\n", "-t"));
        assertEquals(75, deliver("Subject: x\n\n"));
    }

    // What Postfix's pipe(8) takes for a word on the message must not be one on us.
    @Test
    void statusesAreThoseOfDbmail() throws Exception {
        assertEquals(1, Programs.jdbmail("dbmail-deliver", "-V").status());
        assertEquals(0, Programs.jdbmail("dbmail-deliver", "-h").status());
        assertEquals(64, Programs.jdbmail("dbmail-deliver", "--nosuch").status());
        assertEquals(
                75,
                Programs.jdbmail("dbmail-deliver", "-d", "alice", "-f", folder + "/nosuch.conf")
                        .status());
        Path wrong = Files.writeString(folder.resolve("wrong.conf"), "[DBMAIL]\ndburi = nonsense\n");
        assertEquals(
                75,
                Programs.jdbmail("dbmail-deliver", "-d", "alice", "-f", wrong.toString())
                        .status());
        assertEquals(77, deliver("Subject: x\n\n", "-d", "a@ring.test"), "a circle");
    }

    @Test
    void whoGetsAMessageAndWhereIsSaid() throws Exception {
        try (Store store = store()) {
            store.write(tx -> {
                tx.users().create("bob", new Credential("", ""), 0, 0);
                return true;
            });
        }
        assertEquals(0, deliver("Subject: x\r\n\r\nCRLF\r\n", "-d", "alice,bob", "-r", ""), err.toString());
        assertEquals(
                0, deliver("Subject: x\n\n", "--to-user", "alice", "bob", "--return-path", "<>", "-q", "-y", "-v"));
        assertEquals(2, stored("bob", "INBOX").size());
        String first = stored("bob", "INBOX").getFirst();
        assertTrue(first.startsWith("Return-Path: <>\r\n"), first);
        assertTrue(first.endsWith("Subject: x\r\n\r\nCRLF\r\n"), first);
        assertEquals(0, deliver("X-To: Bob <bob>, alice\n\n", "--to-header=x-to"), err.toString());
        assertEquals(3, stored("bob", "INBOX").size());
        // Filters are passed over where a mailbox is said, and it is made.
        assertEquals(0, deliver("Subject: x\n\n", "-u", "bob", "--mailbox-force", "Forced/Into"));
        assertEquals(1, stored("bob", "Forced/Into").size());
        // As administrators make public mailboxes.
        assertEquals(0, deliver("Subject: x\n\n", "-u", "__public__", "-M", "Folder"), err.toString());
        assertEquals(1, stored("__public__", "Folder").size());
        // Nobody may post into a public mailbox without a right, but for whoever insists.
        assertEquals(0, deliver("Subject: x\n\n", "-u", "bob", "-m", "#Public/Folder"), err.toString());
        assertEquals(1, stored("__public__", "Folder").size());
        assertEquals(4, stored("bob", "INBOX").size());
        assertEquals(0, deliver("Subject: x\n\n", "-u", "bob", "-M", "#Public/Folder"), err.toString());
        assertEquals(2, stored("__public__", "Folder").size());
        // One status for all: nothing is delivered where one is refused, so that nothing comes twice.
        assertEquals(67, deliver("Subject: x\n\n", "-d", "bob", "nosuch@x.test"));
        assertEquals(4, stored("bob", "INBOX").size());
    }

    @Test
    void theQueueIsShownAndMoved() throws IOException {
        assertEquals(
                0, deliver("Subject: waits\n\nbody\n", "-d", "info@here.test", "-r", "s@remote.test"), err.toString());
        assertEquals(0, run(new QueueCommand(opening)));
        assertTrue(out.toString().contains("to <there@elsewhere.test>"), out.toString());
        assertTrue(out.toString().contains("to <|/usr/bin/archive>"), out.toString());
        assertTrue(out.toString().endsWith("2 messages\n"), out.toString());
        run(new QueueCommand(opening), "hold", "all");
        run(new QueueCommand(opening), "show", "1");
        assertTrue(out.toString().contains("held"), out.toString());
        assertTrue(out.toString().contains("Subject: waits"), out.toString());
        run(new QueueCommand(opening), "release", "1");
        run(new QueueCommand(opening), "retry", "1");
        assertTrue(out.toString().contains("1 due now"), out.toString());
        run(new QueueCommand(opening), "statistics");
        assertTrue(out.toString().contains("(programs)  1 recipients, 1 held, 0 tried"), out.toString());
        assertTrue(out.toString().contains("elsewhere.test  1 recipients, 0 held, 0 tried"), out.toString());
        assertTrue(out.toString().endsWith("2 recipients\n"), out.toString());
        out.getBuffer().setLength(0);
        run(new QueueCommand(opening), "list", "--json");
        assertTrue(
                out.toString()
                        .contains("\"recipient\": \"there@elsewhere.test\", \"held\": false, \"next_attempt\": \"2"),
                out.toString());
        assertEquals(2, out.toString().lines().count());
        run(new QueueCommand(opening), "statistics", "--json");
        assertTrue(
                out.toString()
                        .contains("{\"destination\": \"(programs)\", \"recipients\": 1, \"held\": 1, \"tried\": 0, "),
                out.toString());
        run(new QueueCommand(opening), "delete", "all", "--dry-run");
        assertTrue(out.toString().endsWith("2 would be deleted\n"), out.toString());
        run(new QueueCommand(opening), "bounce", "1");
        run(new QueueCommand(opening), "delete", "all");
        assertTrue(out.toString().endsWith("2 deleted\n"), out.toString());
    }

    @Test
    void whereAnAddressLeadsIsDrawn() throws Exception {
        assertEquals(0, run(new AliasesCommand(opening), "info@here.test"));
        assertTrue(
                out.toString()
                        .replace("\r", "")
                        .startsWith("info@here.test\n  alias info@here.test\n    account alice ("),
                out.toString());
        assertTrue(out.toString().contains("    forward to there@elsewhere.test\n    program |/usr/bin/archive\n"));
        assertTrue(out.toString().endsWith("=> alice, there@elsewhere.test, |/usr/bin/archive\n"), out.toString());
        assertEquals(67, run(new AliasesCommand(opening), "a@ring.test"));
        assertTrue(out.toString().contains("(a circle: it is above)"), out.toString());
        assertEquals(67, run(new AliasesCommand(opening), "nobody@x.test"));
    }

    @Test
    void aDomainThatIsAnotherNameOfOneIsDrawn() throws Exception {
        try (Store store = store()) {
            store.write(tx -> {
                tx.domains().put(new Domains.Domain("here.example", "here.test", 0, 0, 0));
                tx.aliases().add(new Alias("@here.example", "late@elsewhere.test", 0));
                return tx;
            });
        }
        assertEquals(0, run(new AliasesCommand(opening), "info@here.example"));
        assertEquals(
                List.of(
                        "info@here.example",
                        "  domain here.example is another name of here.test: info@here.test",
                        "    alias info@here.test",
                        "      account alice"),
                out.toString()
                        .lines()
                        .limit(4)
                        .map(line -> line.replaceAll(" \\(\\d+\\)", ""))
                        .toList(),
                out.toString());
        assertTrue(out.toString().contains("\n  alias @here.example\n    forward to late@elsewhere.test\n"));
        assertTrue(out.toString().endsWith("=> alice, there@elsewhere.test, |/usr/bin/archive\n"), out.toString());
    }

    @Test
    void aSenderThatWasRewrittenIsExplained() throws Exception {
        Files.writeString(config, "srs_secret = once-upon-a-time\n", StandardOpenOption.APPEND);
        // A forward by an alias, whose sender is rewritten for the domain of the alias.
        assertEquals(
                0, deliver("Subject: x\n\n", "-d", "info@here.test", "-r", "<sender@far.example>"), err.toString());
        String rewritten;
        try (Store store = store()) {
            rewritten = store.read(tx -> tx.queue().list(0, 10)).stream()
                    .map(mail -> mail.sender().plain())
                    .filter(sender -> sender.startsWith("SRS0="))
                    .findFirst()
                    .orElseThrow();
        }
        assertEquals(0, run(new AliasesCommand(opening), rewritten));
        assertTrue(
                out.toString()
                        .endsWith("  sender rewritten by SRS: it was sender@far.example\n=> sender@far.example\n"),
                out.toString());
        assertEquals(67, run(new AliasesCommand(opening), "SRS0=XXXX=AA=far.example=sender@here.test"));
        assertTrue(
                out.toString()
                        .endsWith("  sender rewritten by SRS, but not signed here, or too long ago\n"
                                + "=> refused: nobody has it\n"),
                out.toString());
    }
}
