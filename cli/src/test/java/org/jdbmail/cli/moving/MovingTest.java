package org.jdbmail.cli.moving;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jdbmail.cli.Fixture;
import org.jdbmail.cli.Programs.Ran;
import org.jdbmail.core.mail.FlagSet;
import org.jdbmail.core.mail.NumberSet;
import org.jdbmail.core.store.Messages.FlagMode;
import org.jdbmail.core.store.Store;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Out of one store and into another, by way of files: every message, flag, keyword, UID, right and script is there again. */
class MovingTest {
    @TempDir
    private Path folder;

    private Fixture source = new Fixture("");
    private Fixture target = new Fixture("");

    @BeforeEach
    void fill() {
        source = new Fixture("jdbc:sqlite:" + folder.resolve("source.db"));
        target = new Fixture("jdbc:sqlite:" + folder.resolve("target.db"));
        target.open().close();
        try (Store store = source.open()) {
            Filled.fill(store);
        }
    }

    private Ran compare(String... words) {
        List<String> all = new ArrayList<>(List.of("store", "compare", "--other-db", target.url()));
        all.addAll(List.of(words));
        return source.jdbmail(all.toArray(String[]::new));
    }

    @Test
    void aMaildirOfAllAccountsBringsEverythingToAnotherStore() throws IOException {
        Path out = folder.resolve("out");
        Ran exported = source.jdbmail("export", "--all", out.toString());
        assertEquals(0, exported.status(), exported::toString);
        assertEquals("Wrote 58 messages of 2 accounts to " + out + ".\n", exported.out());
        assertEquals(
                "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(out.resolve("accounts.csv"))));
        for (String account : List.of("alice@example.test", "bob")) {
            assertEquals(
                    "rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(out.resolve(account))));
        }
        Ran accounts =
                target.jdbmail("users", "import", out.resolve("accounts.csv").toString());
        assertEquals(new Ran(0, "Made 2 accounts.\n", ""), accounts);
        Ran imported = target.jdbmail("import", "--all", out.toString());
        assertEquals(0, imported.status(), imported::toString);
        assertTrue(imported.out().endsWith("Brought 58 messages of 4 mailboxes.\n"), imported::toString);
        assertEquals(new Ran(0, "Nothing differs.\n", ""), compare("--numbers"));

        Ran again = target.jdbmail("import", "--all", out.toString());
        assertTrue(again.out().endsWith("Brought 0 messages of 4 mailboxes; 58 were here already.\n"), again::toString);
        assertEquals(0, compare("--numbers").status());
    }

    @Test
    void whatDiffersIsTold() throws IOException {
        source.jdbmail("export", "--all", folder.resolve("out").toString());
        target.jdbmail("users", "import", folder.resolve("out/accounts.csv").toString());
        target.jdbmail("import", "--all", folder.resolve("out").toString());
        try (Store store = target.open()) {
            store.write(tx -> {
                long alice = tx.users().find("alice@example.test").orElseThrow().id();
                long inbox = tx.mailboxes().find(alice, "INBOX").orElseThrow().id();
                long work =
                        tx.mailboxes().find(alice, "Work/v1.2").orElseThrow().id();
                long uid = tx.messages().popMessages(inbox).getFirst().uid();
                tx.messages().store(inbox, NumberSet.of(uid), FlagMode.REPLACE, FlagSet.of(8, Set.of("odd")), null);
                tx.messages()
                        .expunge(
                                work,
                                NumberSet.of(tx.messages()
                                        .popMessages(work)
                                        .getLast()
                                        .uid()),
                                false);
                tx.sieveScripts().activate(alice, "other");
                tx.mailboxes().create(alice, "More", null);
                tx.users().setQuota(alice, 7);
                return true;
            });
        }
        Ran differs = compare();
        assertEquals(1, differs.status());
        List<String> lines = differs.out().lines().toList();
        assertTrue(
                lines.contains("alice@example.test: the limit is 5000000000 in the first and 7 in the second"),
                differs::out);
        assertTrue(lines.contains("alice@example.test: the Sieve scripts are not the same"), differs::out);
        assertTrue(lines.contains("alice@example.test/More: the mailbox is only in the second"), differs::out);
        assertTrue(
                lines.stream()
                        .anyMatch(line -> line.startsWith("alice@example.test/INBOX: message 1: the set of flags is")),
                differs::out);
        assertTrue(
                lines.stream()
                        .anyMatch(
                                line -> line.matches(
                                        "alice@example.test/Work/v1.2: the message with UID \\d+ is, with these bytes, only in the first")),
                differs::out);
    }

    @Test
    void mboxBringsAllMessagesWithTheirFlags() throws IOException {
        Path out = folder.resolve("out");
        source.jdbmail("export", "--form", "mbox", "bob", out.toString());
        Fixture.account(target.open(), "bob");
        Ran imported = target.jdbmail("import", "bob", out.resolve("bob").toString());
        assertEquals(new Ran(0, "Brought 20 messages of 1 mailboxes.\n", ""), imported);
        // Messages whose last line had no end have one now; the rest is the same, with UIDs and UIDVALIDITY.
        List<String> differences = compare("--numbers", "bob")
                .out()
                .lines()
                .filter(line ->
                        !line.contains("client") && !line.contains("password") && !line.contains("counts against"))
                .filter(line -> !line.contains("with these bytes"))
                .toList();
        assertEquals(1, differences.size(), differences::toString);
    }

    @Test
    void badInputIsOneLineAndTheRestComes() throws IOException {
        Fixture.account(target.open(), "carol");
        Path maildir = folder.resolve("Maildir");
        for (String part : List.of("cur", ".Bad%Name*.sub/cur", ".&AGE-/new")) {
            Files.createDirectories(maildir.resolve(part));
            Files.write(maildir.resolve(part).resolve("1.x"), "Subject: x\n\nx\n".getBytes(UTF_8));
        }
        Files.createSymbolicLink(maildir.resolve("cur/2.broken"), Path.of("nowhere"));
        Ran ran = target.jdbmail("import", "carol", maildir.toString());
        assertEquals(1, ran.status());
        assertEquals("Brought 3 messages of 3 mailboxes; 1 could not be read.\n", ran.out());
        List<String> lines = ran.err().lines().toList();
        assertEquals(
                List.of(
                        "jdbmail import: no mailbox can be named Bad%Name*/sub here: it becomes Bad_Name_/sub",
                        "jdbmail import: " + maildir.resolve("cur/2.broken")
                                + ": it is a link, or no file: what it leads to is not read"),
                lines.stream().sorted((a, b) -> b.compareTo(a)).toList());
        assertEquals(
                new Ran(1, "", "jdbmail import: there is no " + folder.resolve("none") + "\n"),
                target.jdbmail("import", "carol", folder.resolve("none").toString()));
        assertEquals(
                new Ran(1, "", "jdbmail import: there is no account \"nobody\"\n"),
                target.jdbmail("import", "nobody", maildir.toString()));
        Path empty = Files.createDirectories(folder.resolve("empty"));
        assertEquals(
                new Ran(1, "", "jdbmail import: " + empty + " holds neither a Maildir nor an mbox nor .eml files\n"),
                target.jdbmail("import", "carol", empty.toString()));
    }

    @Test
    void mailGoesBelowAMailboxThatIsNamed() throws IOException {
        Fixture.account(target.open(), "carol");
        Path maildir = folder.resolve("Maildir");
        Files.createDirectories(maildir.resolve("cur"));
        Files.createDirectories(maildir.resolve(".Sent/cur"));
        Files.write(maildir.resolve("cur/1.x"), "Subject: x\n\nx\n".getBytes(UTF_8));
        Files.write(maildir.resolve(".Sent/cur/1.x"), "Subject: x\n\nx\n".getBytes(UTF_8));
        Ran ran = target.jdbmail("import", "--into", "Old", "carol", maildir.toString());
        assertEquals(new Ran(0, "Brought 2 messages of 2 mailboxes.\n", ""), ran);
        assertEquals(
                "1",
                target.ask("SELECT count(*) FROM dbmail_messages m JOIN dbmail_mailboxes b ON b.mailbox_idnr ="
                        + " m.mailbox_idnr WHERE b.name = 'Old/Sent'"));
        Files.write(folder.resolve("one.eml"), "Subject: y\n\ny\n".getBytes(UTF_8));
        assertEquals(
                new Ran(0, "Brought 1 messages of 1 mailboxes.\n", ""),
                target.jdbmail(
                        "import",
                        "--into",
                        "Old",
                        "carol",
                        folder.resolve("one.eml").toString()));
    }
}
