package org.jdbmail.cli.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import org.jdbmail.cli.Programs;
import org.jdbmail.cli.Programs.Ran;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What cannot begin says so in one line, with what to do, and leaves nothing behind. */
class BadInputTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            jdbc:oracle:thin:@host          | 78 | Unknown database in the URL
            oracle://u:secret@host/mail     | 78 | Oracle is not supported
            mail.db                         | 78 | not a database URL
            postgresql://u:secret@h         | 78 | names no database
            jdbc:postgresql://127.0.0.1:1/m | 75 | cannot be reached
            jdbc:mariadb://127.0.0.1:1/m    | 75 | cannot be reached
            """)
    void aDatabaseUrlThatLeadsNowhere(String url, int status, String says) {
        for (String program : List.of("serve", "dbmail-users")) {
            Ran ran = program.equals("dbmail-users")
                    ? Programs.jdbmail(program, "--db", url, "-L")
                    : Programs.jdbmail(program, "--db", url);
            assertOneLine(ran, status, says);
            assertFalse(ran.err().contains("secret"), ran.err());
        }
    }

    @Test
    void aSettingsFileThatCannotBeUsed() throws IOException {
        Path misspelt =
                Files.writeString(folder.resolve("misspelt.conf"), "[DBMAIL]\ndburi = sqlite:///x\nbindpi = *\n");
        assertOneLine(
                Programs.jdbmail("serve", "--strict", "-f", misspelt.toString()),
                78,
                "misspelt.conf:3: [DBMAIL] bindpi: there is no such setting; did you mean bindip?");
        assertOneLine(serve(folder.resolve("none.conf")), 78, "there is no such file");
        assertOneLine(serve(folder), 78, "this is a folder");
        Path noDatabase = Files.writeString(folder.resolve("empty.conf"), "[DBMAIL]\nauthlog = yes\n");
        assertOneLine(serve(noDatabase), 78, "no database is named");
        Path halfTls = Files.writeString(
                folder.resolve("tls.conf"),
                "[DBMAIL]\ndburi = sqlite://" + folder.resolve("t.db") + "\ntls_cert = /nowhere.pem\n");
        assertOneLine(serve(halfTls), 78, "TLS needs tls_key as well");
        Path noCertificate = Files.writeString(
                folder.resolve("cert.conf"),
                "[DBMAIL]\nlogfile = " + folder.resolve("log") + "\ndburi = sqlite://" + folder.resolve("t.db")
                        + "\ntls_cert = /nowhere.pem\ntls_key = /nowhere.key\n");
        assertOneLine(serve(noCertificate), 78, "/nowhere.");
        Path noLog = Files.writeString(
                folder.resolve("log.conf"),
                "[DBMAIL]\nlogfile = /proc/nowhere/x.log\ndburi = sqlite://" + folder.resolve("t.db") + "\n");
        assertOneLine(serve(noLog), 78, "the log cannot be written");
    }

    @Test
    void aPortThatIsTaken() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Path settings = Files.writeString(
                    folder.resolve("port.conf"),
                    "[DBMAIL]\nlogfile = %s\ndburi = sqlite://%s\n[LMTP]\nport = %d\n"
                            .formatted(folder.resolve("log"), folder.resolve("mail.db"), taken.getLocalPort()));
            Ran ran = Programs.jdbmail("serve", "lmtp", "--config", settings.toString());
            assertOneLine(ran, 69, Integer.toString(taken.getLocalPort()));
        }
    }

    @Test
    void aFileThatIsNoDatabaseStaysAsItIs() throws IOException {
        String text = "These are not the tables you are looking for.\n".repeat(50);
        Path file = Files.writeString(folder.resolve("letter.txt"), text);
        assertOneLine(Programs.jdbmail("serve", "--db", "jdbc:sqlite:" + file), 78, "not a database");
        assertEquals(text, Files.readString(file));
    }

    @Test
    void aDatabaseOfSomebodyElseOrOfTheFutureIsNotTouched() throws Exception {
        String foreign = "jdbc:sqlite:" + folder.resolve("foreign.db");
        execute(foreign, "CREATE TABLE recipes (id INTEGER PRIMARY KEY, name TEXT)");
        assertOneLine(Programs.jdbmail("serve", "--db", foreign), 78, "foreign.db");
        String future = "jdbc:sqlite:" + folder.resolve("future.db");
        assertEquals(0, Programs.jdbmail("db", "upgrade", "--db", future).status());
        execute(future, "INSERT INTO jdbmail_schema (version, applied) VALUES (9999, '2099-01-01 00:00:00')");
        assertOneLine(Programs.jdbmail("serve", "--db", future), 78, "9999");
    }

    @Test
    void aCommandLineThatIsNotUnderstood() {
        assertOneLine(Programs.jdbmail("serve", "nntp", "--db", "jdbc:sqlite:" + folder.resolve("x.db")), 64, "nntp");
        assertOneLine(Programs.jdbmail("sevre"), 64, "sevre");
        assertOneLine(Programs.jdbmail("serve", "--nosuch"), 64, "--nosuch");
        assertOneLine(Programs.jdbmail(), 64, "which command?");
        assertOneLine(
                Programs.jdbmail("run", "--home", folder.resolve("h").toString(), "--base-port", "70000"),
                64,
                "--base-port must be");
        assertFalse(Files.exists(folder.resolve("h")));
        assertFalse(Files.exists(folder.resolve("x.db")));
    }

    private static Ran serve(Path settings) {
        return Programs.jdbmail("serve", "--config", settings.toString());
    }

    private static void assertOneLine(Ran ran, int status, String says) {
        assertEquals(1, ran.err().lines().count(), ran.err());
        assertTrue(ran.err().contains(says), ran.err());
        assertEquals("", ran.out());
        assertEquals(status, ran.status(), ran.err());
    }

    private static void execute(String url, String sql) throws Exception {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
