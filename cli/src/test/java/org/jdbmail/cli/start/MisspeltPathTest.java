package org.jdbmail.cli.start;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jdbmail.cli.Programs;
import org.jdbmail.cli.Programs.Ran;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the path of an SQLite database is misspelt, a program that works on what is there says so, and makes no empty store. */
class MisspeltPathTest {
    @TempDir
    Path folder;

    private Ran run(String words) {
        List<String> all = new ArrayList<>(List.of(words.split(" ")));
        all.addAll(List.of("--db", "jdbc:sqlite:" + folder.resolve("misspelt").resolve("mail.db")));
        return Programs.jdbmail(all.toArray(String[]::new));
    }

    private boolean isAnythingMade() throws Exception {
        try (Stream<Path> files = Files.list(folder)) {
            return files.findAny().isPresent();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dbmail-users -l alice",
                "dbmail-users -L",
                "dbmail-users -d alice",
                "dbmail-users -c alice -w secret",
                "dbmail-users -e alice -y",
                "dbmail-users -n -a alice -w secret",
                "dbmail-util -ay",
                "dbmail-export -u alice",
                "dbmail-sievecmd -u alice -l",
                "users list",
                "users app-passwords list alice",
                "quota list",
                "acl list alice",
                "mailboxes list alice",
                "authlog list",
                "bans list",
                "store sizes",
                "store collect",
                "store verify",
                "store convert compact",
                "db status",
                "db upgrade --dry-run",
                "queue",
                "aliases alice@example.com",
                "sieve list alice"
            })
    void nothingIsMade(String words) throws Exception {
        Ran ran = run(words);
        assertEquals(78, ran.status(), ran.out() + ran.err());
        assertEquals(1, ran.err().lines().count(), ran.err());
        assertTrue(ran.err().contains("there is no database " + folder), ran.err());
        assertFalse(isAnythingMade());
    }

    @Test
    void theDoctorTellsOfIt() throws Exception {
        Ran ran = run("doctor");
        assertEquals(1, ran.status(), ran.out() + ran.err());
        assertTrue(ran.out().contains("there is no database " + folder), ran.out());
        assertFalse(isAnythingMade());
    }

    @Test
    void whoAddsTheFirstAccountMeansANewStore() throws Exception {
        Ran ran = run("dbmail-users -a alice -w secret");
        assertEquals(0, ran.status(), ran.out() + ran.err());
        assertTrue(isAnythingMade());
    }
}
