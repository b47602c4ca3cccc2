package org.jdbmail.cli.users;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jdbmail.cli.Fixture;
import org.jdbmail.cli.Programs.Ran;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code jdbmail users}: list, add, change, delete, import. */
class JdbmailUsersTest {
    @TempDir
    private Path folder;

    private Fixture fixture = new Fixture("");

    @BeforeEach
    void nameTheDatabase() {
        fixture = new Fixture("jdbc:sqlite:" + folder.resolve("mail.db"));
    }

    @Test
    void anAccountIsMadeListedChangedAndDeleted() {
        Ran made = fixture.jdbmail(
                "users",
                "add",
                "alice",
                "--password",
                "secret",
                "--quota",
                "2M",
                "--alias",
                "a@example.test,b@example.test");
        assertEquals(0, made.status(), made.out() + made.err());
        Ran list = fixture.jdbmail("users", "list", "--json");
        assertTrue(list.out().contains("\"login\": \"alice\""), list.out());
        assertTrue(list.out().contains("\"quota\": 2097152"), list.out());
        assertTrue(list.out().contains("[\"a@example.test\", \"b@example.test\"]"), list.out());
        Ran changed =
                fixture.jdbmail("users", "change", "alice", "--rename", "alicia", "--disable", "--remove-alias", "a@*");
        assertEquals(0, changed.status(), changed.out() + changed.err());
        list = fixture.jdbmail("users", "list", "alic*", "--json");
        assertTrue(list.out().contains("\"login\": \"alicia\""), list.out());
        assertTrue(list.out().contains("\"active\": false"), list.out());
        assertTrue(list.out().contains("[\"b@example.test\"]"), list.out());
        assertEquals(0, fixture.jdbmail("users", "delete", "alicia").status());
        assertEquals("0", fixture.ask("SELECT count(*) FROM dbmail_users WHERE userid LIKE 'alic%'"));
        assertEquals("0", fixture.ask("SELECT count(*) FROM dbmail_aliases"));
    }

    @Test
    void aTrialRunMakesAndDeletesNothing() {
        assertEquals(0, fixture.jdbmail("users", "add", "bob", "--dry-run").status());
        assertEquals("0", fixture.ask("SELECT count(*) FROM dbmail_users WHERE userid = 'bob'"));
        fixture.jdbmail("users", "add", "bob");
        assertEquals(0, fixture.jdbmail("users", "delete", "bob", "-n").status());
        assertEquals("1", fixture.ask("SELECT count(*) FROM dbmail_users WHERE userid = 'bob'"));
    }

    @Test
    void whatCannotBeHasAStatus() {
        fixture.jdbmail("users", "add", "bob");
        assertEquals(1, fixture.jdbmail("users", "add", "BOB").status());
        assertEquals(
                255, fixture.jdbmail("users", "change", "nobody", "--enable").status());
        assertEquals(
                64, fixture.jdbmail("users", "add", "carol", "--quota", "much").status());
        assertEquals(1, fixture.jdbmail("users", "list", "nobody").status());
        assertEquals("0", fixture.ask("SELECT count(*) FROM dbmail_users WHERE userid = 'carol'"));
    }

    @Test
    void aFileOfAccountsIsImportedWholeOrNotAtAll() throws IOException {
        Path good = Files.writeString(
                folder.resolve("good.csv"),
                "login,password,type,aliases,quota,active\nalice,secret,plaintext,a@x.test b@x.test,1M,yes\nbob,hidden,sha512,,,no\n");
        Path bad = Files.writeString(folder.resolve("bad.csv"), "login,quota\ncarol,1M\ndave,much\n");
        Path half = Files.writeString(folder.resolve("half.csv"), "login,password\ncarol,secret\n\"dave,sec");
        Ran halfWritten = fixture.jdbmail("users", "import", half.toString());
        assertTrue(halfWritten.status() != 0, halfWritten.out());
        assertEquals(1, halfWritten.err().lines().count(), halfWritten.err());
        Ran refused = fixture.jdbmail("users", "import", bad.toString());
        assertEquals(1, refused.status());
        assertTrue(refused.err().contains("'much' is no possible quota"), refused.err());
        assertTrue(
                fixture.jdbmail("users", "import", good.toString(), "-n").out().contains("Would make 2 accounts."));
        Ran made = fixture.jdbmail("users", "import", good.toString());
        assertEquals(new Ran(0, "Made 2 accounts.\n", ""), made);
        assertEquals(
                "1", fixture.ask("SELECT count(*) FROM dbmail_users WHERE userid = 'alice' AND passwd = 'secret'"));
        assertEquals("0", fixture.ask("SELECT active FROM dbmail_users WHERE userid = 'bob'"));
        // As where a single password is set: SCRAM works for a hash too.
        assertEquals(
                "1",
                fixture.ask("SELECT count(*) FROM jdbmail_credential c JOIN dbmail_users u USING (user_idnr)"
                        + " WHERE u.userid = 'bob' AND c.kind = 'scram-sha-256' AND c.bound_to = u.passwd"));
        assertEquals("2", fixture.ask("SELECT count(*) FROM dbmail_aliases"));
        assertEquals("0", fixture.ask("SELECT count(*) FROM dbmail_users WHERE userid = 'carol'"));
        assertEquals(1, fixture.jdbmail("users", "import", good.toString()).status());
        assertEquals("2", fixture.ask("SELECT count(*) FROM dbmail_aliases"));
    }
}
