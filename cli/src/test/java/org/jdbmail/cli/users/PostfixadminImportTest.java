package org.jdbmail.cli.users;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.jdbmail.cli.Fixture;
import org.jdbmail.cli.Programs.Ran;
import org.jdbmail.core.store.Alias;
import org.jdbmail.core.store.Domains;
import org.jdbmail.core.store.Store;
import org.jdbmail.core.store.User;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Accounts out of PostfixAdmin's tables. */
class PostfixadminImportTest {
    @TempDir
    private Path folder;

    @Test
    void accountsAliasesForwardsAndDomainsComeAlong() {
        Fixture old = new Fixture("jdbc:sqlite:" + folder.resolve("postfixadmin.db"));
        old.execute("CREATE TABLE mailbox (username TEXT, password TEXT, quota INTEGER, active INTEGER)");
        old.execute("CREATE TABLE alias (address TEXT, goto TEXT, active INTEGER)");
        old.execute("CREATE TABLE alias_domain (alias_domain TEXT, target_domain TEXT, active INTEGER)");
        old.execute("INSERT INTO mailbox VALUES ('anna@example.org', '$1$saltsalt$qjXMvbEw8oaL.CzflDtaK/', 1024, 1),"
                + " ('ben@example.org', '{SHA512-CRYPT}$6$salt$hash', 0, 0), ('cleo@example.org', '{SSHA}abc', 0, 1)");
        old.execute("INSERT INTO alias VALUES ('anna@example.org', 'anna@example.org', 1),"
                + " ('ben@example.org', 'ben@example.org,ben@else.test', 1),"
                + " ('info@example.org', 'anna@example.org, cleo@example.org,x@else.test', 1),"
                + " ('@example.org', 'anna@example.org', 1), ('off@example.org', 'anna@example.org', 0)");
        old.execute(
                "INSERT INTO alias_domain VALUES ('example.net', 'example.org', 1), ('off.test', 'example.org', 0)");
        Fixture ours = new Fixture("jdbc:sqlite:" + folder.resolve("ours.db"));
        Ran trial = ours.jdbmail("users", "import", "--dry-run", "--postfixadmin", old.url());
        assertEquals("Would make 3 accounts, 2 forwards and 1 alias domains.\n", trial.out());
        Ran ran = ours.jdbmail("users", "import", "--postfixadmin", old.url());
        assertEquals("Made 3 accounts, 2 forwards and 1 alias domains.\n", ran.out());
        assertEquals(
                "jdbmail users import: the password of cleo@example.org is in a form that is not known here: it has none\n",
                ran.err());
        assertEquals(1, ran.status());
        try (Store store = ours.open()) {
            store.read(tx -> {
                User anna = tx.users().find("anna@example.org").orElseThrow();
                assertEquals(1024, anna.quota());
                assertEquals(
                        "md5",
                        tx.users()
                                .login("anna@example.org")
                                .orElseThrow()
                                .credential()
                                .scheme());
                User ben = tx.users().find("ben@example.org").orElseThrow();
                assertTrue(!ben.active());
                assertEquals(
                        "$6$salt$hash",
                        tx.users()
                                .login("ben@example.org")
                                .orElseThrow()
                                .credential()
                                .encoded());
                assertEquals(
                        List.of("@example.org", "info@example.org"),
                        tx.aliases().deliveringTo(Long.toString(anna.id())).stream()
                                .map(Alias::alias)
                                .toList());
                assertEquals(
                        List.of(Long.toString(ben.id()), "ben@else.test"),
                        tx.aliases().find("ben@example.org").stream()
                                .map(Alias::deliverTo)
                                .toList());
                assertEquals(
                        "example.org",
                        tx.domains()
                                .find("example.net")
                                .map(Domains.Domain::aliasOf)
                                .orElse(""));
                return true;
            });
        }
        Ran again = ours.jdbmail("users", "import", "--postfixadmin", old.url());
        assertTrue(
                again.err().contains("there is an account anna@example.org already; nothing was done"),
                again::toString);
        Ran wrong = ours.jdbmail("users", "import", "--postfixadmin", ours.url());
        assertTrue(
                wrong.err()
                        .startsWith(
                                "jdbmail users import: the tables mailbox, alias and alias_domain cannot be read from"),
                wrong::toString);
    }
}
