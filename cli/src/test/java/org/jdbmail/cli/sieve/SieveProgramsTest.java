package org.jdbmail.cli.sieve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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

    /** End to end: what the command puts is what deliveries do. */
    @Test
    void theAdministratorsScriptsArePutAndRun() throws Exception {
        Path settings = Files.writeString(
                folder.resolve("everybody.conf"),
                "[DBMAIL]\ndburi = sqlite://" + folder.resolve("mail.db") + "\nauthdriver = sql\n[SIEVE]\nfolder = "
                        + folder.resolve("scripts") + "\n");
        everybody(settings, 0, "There is no script for everybody.\n", "list");
        String before = file("before.sieve", "require \"fileinto\"; require \"copy\"; fileinto :copy \"All\";");
        everybody(settings, 0, "kept before/10-copy\n", "put", "before/10-copy", before);
        everybody(
                settings,
                0,
                "kept default\n",
                "put",
                "default",
                file("d.sieve", "require \"include\"; include :global \"bin\";"));
        everybody(settings, 0, "kept global/bin\n", "put", "global/bin", file("g.sieve", "discard;"));
        everybody(settings, 0, "discard;", "get", "global/bin");
        Ran list = fixture.jdbmail("sieve", "everybody", "list", "--config", settings.toString());
        assertTrue(list.out().contains("before/10-copy") && list.out().contains("default"), list.out());
        Ran wrong = fixture.jdbmail(
                "sieve", "everybody", "put", "--config", settings.toString(), "after/x", file("w.sieve", "nonsense"));
        assertEquals(1, wrong.status());
        assertTrue(fixture.jdbmail("sieve", "everybody", "put", "--config", settings.toString(), "before/../x", before)
                        .status()
                != 0);
        Ran trial = fixture.jdbmail(
                "sieve",
                "test",
                "--config",
                settings.toString(),
                "--user",
                "me@here.test",
                file("i.sieve", "require \"include\"; include :global \"bin\";"),
                message);
        assertTrue(trial.out().endsWith("=> nothing else is done with the message\n"), trial.out());
        everybody(settings, 0, "deleted before/10-copy\n", "delete", "before/10-copy");
        everybody(settings, 64, "", "get", "before/10-copy");
    }

    private void everybody(Path settings, int status, String out, String... words) {
        List<String> all = new ArrayList<>(List.of("sieve", "everybody", words[0], "--config", settings.toString()));
        all.addAll(List.of(words).subList(1, words.length));
        Ran ran = fixture.jdbmail(all.toArray(String[]::new));
        assertEquals(status, ran.status(), ran.err());
        assertEquals(out, ran.out());
    }

    /** Line for line, with DBMail's spelling; the samples of its output have the same. */
    @Test
    void dbmailsProgramPrintsWhatDbmailPrints() {
        String user = "User: [me@here.test]\n";
        sievecmd(0, user + "No scripts found!\n", "-l");
        sievecmd(0, user + "Using script: [vac]\nScript [vac] deleted.\n", "-r", "vac");
        sievecmd(255, user + "Please supply a script name\nNo active script found.\n", "-d");
        sievecmd(255, user, "-c");
        fixture.jdbmail("sieve", "put", "me@here.test", "one", script);
        fixture.jdbmail("sieve", "put", "me@here.test", "two", script);
        sievecmd(0, user + "Found 2 scripts:\n  - one\n  - two\n", "-l");
        sievecmd(0, user + "Using script: [two]\nScript [two] is now active. All others are inactive.\n", "-a", "two");
        sievecmd(0, user + "Found 2 scripts:\n  - one\n  + two\n", "-l");
        sievecmd(0, user + text(), "-c");
        sievecmd(0, user + "Using script: [one]\n" + text(), "-cone");
        sievecmd(255, user + "Using script: [none]\n", "-cnone");
        sievecmd(
                255,
                user + "Using script: [none]\nError activating script [none].\n"
                        + "It is possible that no script is currently active!\n",
                "-a",
                "none");
        sievecmd(255, user + "Using script: [one]\nError deactivating script [one].\n", "-done");
        sievecmd(
                0,
                user + "Please supply a script name\n"
                        + "Script [two] is now deactivated. No scripts are currently active.\n",
                "-d");
        fixture.run("dbmail-sievecmd", "-u", "me@here.test", "-a", "two");
        sievecmd(0, user + "Using script: [two]\nScript [two] deleted.\n", "-r", "two");
        expect(
                255,
                "User: [nobody]\nUser [nobody] does not exist!\n",
                fixture.run("dbmail-sievecmd", "-u", "nobody", "-l"));
        assertEquals(1, fixture.run("dbmail-sievecmd", "-V").status());
    }

    @Test
    void dbmailsProgramTakesScriptsFromFilesAndOverwritesOnlyWhereToldTo() throws Exception {
        String using = "User: [me@here.test]\nUsing script: [one]\nUsing script: [" + script + "]\n";
        sievecmd(0, using + "Script [one] successfully imported and marked inactive!\n", "-i", "one", "-i", script);
        sievecmd(
                255,
                using + "A script by that name already exists. Use --yes option to overwrite it.\n",
                "-i",
                "one",
                "-i",
                script);
        sievecmd(
                0,
                using + "Script [one] successfully updated and remains inactive!\n",
                "-i",
                "one",
                "-i",
                script,
                "-y");
        String wrong = file("wrong.sieve", "keep");
        Ran ran = fixture.run("dbmail-sievecmd", "-q", "-u", "me@here.test", "-i", "two", "-i", wrong);
        assertEquals(new Ran(255, "", ""), ran);
        ran = fixture.run("dbmail-sievecmd", "-u", "me@here.test", "-i", "two", "-i", wrong);
        assertTrue(ran.out().contains("Script [two] has errors: line 1, column 5: "), ran.out());
    }

    @Test
    void dbmailsProgramSaysWhichOptionsDontGoTogether() {
        String user = "User: [me@here.test]\n";
        starts("The user must be specicified\n*** dbmail-sievecmd ***\n", fixture.run("dbmail-sievecmd", "-h"));
        starts(
                user + "Using script: [x]\nOnly one major mode is allowed\n***",
                fixture.run("dbmail-sievecmd", "-u", "me@here.test", "-l", "-r", "x"));
        starts(
                user + "Using script: [x]\nOnly import/edit are allowed together with activate or deactivate\n***",
                fixture.run("dbmail-sievecmd", "-u", "me@here.test", "-l", "-a", "x"));
        starts(
                user + "You may either activate or deactivate as a mode on its own\n***",
                fixture.run("dbmail-sievecmd", "-u", "me@here.test"));
    }

    private void starts(String beginning, Ran ran) {
        assertEquals(0, ran.status());
        assertTrue(ran.out().startsWith(beginning), ran.out());
    }

    private String text() {
        return "require \"fileinto\";\nif header :contains \"subject\" \"x\" { fileinto \"Lists\"; }\n";
    }

    private void sievecmd(int status, String out, String... arguments) {
        List<String> all = new ArrayList<>(List.of("-u", "me@here.test"));
        all.addAll(List.of(arguments));
        expect(status, out, fixture.run("dbmail-sievecmd", all.toArray(String[]::new)));
    }
}
