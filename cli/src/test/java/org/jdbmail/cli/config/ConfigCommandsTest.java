package org.jdbmail.cli.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jdbmail.cli.Programs;
import org.jdbmail.cli.Programs.Ran;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code jdbmail config}. */
class ConfigCommandsTest {
    @TempDir
    private Path folder;

    private String file(String text) throws Exception {
        return Files.writeString(folder.resolve("dbmail.conf"), text).toString();
    }

    @Test
    void checkTellsTheFateOfEachLine() throws Exception {
        String file = file("[DBMAIL]\ndburi = sqlite:///x\nserverid = 1\nbindpi = *\n[SMTP]\nA = 1\nB = 2\n");
        Ran ran = Programs.jdbmail("config", "check", file);
        assertEquals(1, ran.status());
        assertTrue(ran.out().contains("messages need no number of a server"), ran.out());
        assertTrue(ran.out().contains("did you mean bindip?"), ran.out());
        assertTrue(ran.out().contains("[DELIVERY] quota_failure is soft here, hard in DBMail"), ran.out());
        assertTrue(ran.out().endsWith("1 lines are used, 1 have no effect, 2 are unknown, 0 cannot be.\n"), ran.out());
        Ran json = Programs.jdbmail("config", "check", "--all", "--json", file);
        assertEquals(4, json.out().lines().count(), json.out());
        assertTrue(json.out().startsWith("[{\"line\": "), json.out());
    }

    @Test
    void checkGoesOnWhereAValueCannotBe() throws Exception {
        Ran ran = Programs.jdbmail("config", "check", file("[DBMAIL]\ntimeout = soon\n"));
        assertEquals(78, ran.status());
        assertTrue(ran.out().contains("the value must be seconds"), ran.out());
    }

    @Test
    void showAndDiffHideWhatIsSecret() throws Exception {
        String file = file("[DBMAIL]\ndburi = mysql://me:s3cret@h/mail\n[IMAP]\ntimeout = 4000\n");
        Ran diff = Programs.jdbmail("config", "diff", file);
        assertEquals(0, diff.status());
        assertTrue(diff.out().contains("mysql://me:***@h/mail"), diff.out());
        assertTrue(diff.out().contains("dbmail.conf:4: [IMAP] timeout"), diff.out());
        Ran show = Programs.jdbmail("config", "show", "--json", file);
        assertFalse((diff.out() + show.out()).contains("s3cret"));
        assertTrue(
                show.out().contains("\"name\": \"max_db_connections\", \"value\": \"10\", \"said_in\": \"default\""));
    }

    @Test
    void theManualIsAtHand() {
        Ran one = Programs.jdbmail("config", "reference", "quota_failure");
        assertTrue(one.out().startsWith("[DELIVERY]\n\n### quota_failure"), one.out());
        assertTrue(Programs.jdbmail("config", "reference", "serverid").out().contains("Here it has no effect"));
        assertEquals(1, Programs.jdbmail("config", "reference", "nonsense").status());
        assertTrue(Programs.jdbmail("config", "reference").out().startsWith("# Settings"));
        assertTrue(Programs.jdbmail("config", "sample").out().contains("dburi = sqlite:///var/lib/jdbmail/mail.db"));
    }
}
