package org.jdbmail.cli.sieve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jdbmail.cli.Fixture;
import org.jdbmail.cli.Programs.Ran;
import org.jdbmail.core.store.Store;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scripts by the command line, ours and DBMail's. */
class SieveProgramsTest {
    @TempDir
    private Path folder;

    private Fixture fixture = new Fixture("");
    private String script = "";
    private String message = "";

    @BeforeEach
    void account() throws Exception {
        fixture = new Fixture("jdbc:sqlite:" + folder.resolve("mail.db"));
        try (Store store = fixture.open()) {
            Fixture.account(store, "me@here.test");
        }
        script = file(
                "a.sieve", "require \"fileinto\";\nif header :contains \"subject\" \"x\" { fileinto \"Lists\"; }\n");
        message = file("m.eml", "From: a@b.test\nSubject: xyz\n\nbody\n");
    }

    private String file(String name, String text) throws Exception {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    private void expect(int status, String out, Ran ran) {
        assertEquals(new Ran(status, out, ""), ran);
    }

    @Test
    void scriptsArePutListedReadAndDeleted() throws Exception {
        expect(
                0,
                "kept one, which is active now\n",
                fixture.jdbmail("sieve", "put", "--activate", "me@here.test", "one", script));
        expect(0, Files.readString(Path.of(script)), fixture.jdbmail("sieve", "get", "me@here.test", "one"));
        assertTrue(fixture.jdbmail("sieve", "list", "me@here.test").out().contains("one"));
        Ran refused = fixture.jdbmail("sieve", "delete", "me@here.test", "one");
        assertEquals(75, refused.status(), refused.err());
        expect(0, "no script is active\n", fixture.jdbmail("sieve", "activate", "me@here.test"));
        expect(0, "deleted one\n", fixture.jdbmail("sieve", "delete", "me@here.test", "one"));
        Ran wrong = fixture.jdbmail("sieve", "check", file("b.sieve", "nonsense;\nif"));
        assertEquals(1, wrong.status());
        assertTrue(wrong.out().contains("line 1"), wrong.out());
        assertEquals(1, fixture.jdbmail("sieve", "list", "nobody").status());
    }

    @Test
    void aTrialShowsStepsAndWhatWouldBeDone() {
        Ran ran = fixture.jdbmail("sieve", "test", script, message);
        assertEquals(0, ran.status(), ran.err());
        assertTrue(ran.out().contains("test header: true"), ran.out());
        assertTrue(ran.out().contains("=> the message goes into \"Lists\""), ran.out());
        assertTrue(fixture.jdbmail("sieve", "test", "--user", "me@here.test", script, message)
                .out()
                .contains("\"Lists\""));
    }

    @Test
    void dbmailsProgramPrintsWhatDbmailPrints() {
        fixture.jdbmail("sieve", "put", "me@here.test", "one", script);
        fixture.jdbmail("sieve", "put", "me@here.test", "two", script);
        expect(0, "Script [two] is now active.\n", fixture.run("dbmail-sievecmd", "-u", "me@here.test", "-a", "two"));
        expect(0, "Found 2 scripts:\n  - one\n  + two\n", fixture.run("dbmail-sievecmd", "-u", "me@here.test", "-l"));
        assertTrue(
                fixture.run("dbmail-sievecmd", "-u", "me@here.test", "-c").out().startsWith("require"));
        assertEquals(
                0, fixture.run("dbmail-sievecmd", "-u", "me@here.test", "-d").status());
        assertEquals(
                0,
                fixture.run("dbmail-sievecmd", "-u", "me@here.test", "-r", "two")
                        .status());
        assertEquals(
                255,
                fixture.run("dbmail-sievecmd", "-u", "me@here.test", "-r", "two")
                        .status());
        assertEquals(255, fixture.run("dbmail-sievecmd", "-u", "nobody", "-l").status());
    }
}
