package org.jdbmail.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jdbmail.cli.Fixture;
import org.jdbmail.cli.Programs;
import org.jdbmail.cli.Programs.Ran;
import org.jdbmail.cli.moving.Filled;
import org.jdbmail.core.moving.compare.Comparison;
import org.jdbmail.core.store.Store;
import org.jdbmail.testkit.database.TestDatabase;
import org.jdbmail.testkit.database.TestDatabases;
import org.jdbmail.testkit.net.Eventually;
import org.jdbmail.testkit.net.FreePort;
import org.jdbmail.testkit.net.LineClient;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code jdbmail copy} from our server to Debian's Cyrus, with its levels below {@code INBOX.} and points between them, and from there back by an
 * administrator who logs in for all, as docs/admin/moving.md says: nothing differs.
 */
@Tag("peers")
class CyrusCopyTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private final int port = FreePort.base(0);

    private static void run(Path folder, String input, String... command) throws IOException, InterruptedException {
        Path output = folder.resolve("ran");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try (var in = process.outputWriter()) {
            in.write(input);
        }
        assertTrue(process.waitFor(60, TimeUnit.SECONDS), String.join(" ", command));
        assertEquals(0, process.exitValue(), String.join(" ", command) + "\n" + Files.readString(output));
    }

    /** Starts it; its processes are those of the user cyrus. */
    private Process cyrus() throws Exception {
        Path own = Files.createDirectories(folder.resolve("cyrus"));
        for (Path each : List.of(folder, own)) {
            Files.setPosixFilePermissions(each, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        for (String name : List.of("config", "spool")) {
            Files.createDirectories(own.resolve(name));
        }
        Path imapd = Files.writeString(own.resolve("imapd.conf"), """
                configdirectory: %1$s/config
                partition-default: %1$s/spool
                defaultpartition: default
                admins: cyrus
                allowplaintext: yes
                unixhierarchysep: no
                altnamespace: no
                virtdomains: off
                munge8bit: no
                autocreate_post: yes
                autocreate_quota: 10000000
                sasl_mech_list: PLAIN
                sasl_pwcheck_method: auxprop
                sasl_auxprop_plugin: sasldb
                sasl_sasldb_path: %1$s/sasldb2
                servername: cyrus.test
                """.formatted(own));
        Path master = Files.writeString(own.resolve("cyrus.conf"), """
                START {
                  recover cmd="/usr/lib/cyrus/bin/ctl_cyrusdb -C %1$s -r"
                }
                SERVICES {
                  imap cmd="/usr/local/lib/jdbmail-tests/cyrus/usr/lib/cyrus/bin/imapd -C %1$s" listen="127.0.0.1:%2$d" prefork=0
                }
                EVENTS {
                }
                """.formatted(imapd, port));
        for (String login : List.of("cyrus", "anna", "bob")) {
            run(folder, "secret", "saslpasswd2", "-p", "-c", "-u", "cyrus.test", "-f", own + "/sasldb2", login);
        }
        run(folder, "", "chown", "-R", "cyrus:mail", own.toString());
        Process process = new ProcessBuilder(
                        "/usr/lib/cyrus/bin/master", "-C", imapd.toString(), "-M", master.toString(), "-p", own + "/pid")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("cyrus.log").toFile())
                .start();
        Eventually.isTrue(PATIENCE, "Cyrus greets", () -> process.isAlive() && greets());
        return process;
    }

    private boolean greets() {
        try (LineClient client = LineClient.connect(port)) {
            return client.readLine().startsWith("* OK");
        } catch (IOException e) {
            return false;
        }
    }

    private Ran copy(int from, int to, String accounts, String... more) throws IOException {
        Path file = Files.writeString(folder.resolve("accounts.csv"), accounts);
        Path password = Files.writeString(folder.resolve("password"), "secret\n");
        List<String> words = new ArrayList<>(List.of(
                "copy",
                "--any-certificate",
                "--rights",
                "--from",
                "imap://127.0.0.1:" + from,
                "--to",
                "imap://127.0.0.1:" + to,
                "--accounts",
                file.toString(),
                "--to-password",
                password.toString()));
        words.addAll(List.of(more));
        return Programs.jdbmail(words.toArray(String[]::new));
    }

    private static Fixture filled(TestDatabase database, boolean isWithMail) {
        Fixture fixture = new Fixture(Jdbmail.url(database));
        try (Store store = fixture.open()) {
            if (isWithMail) {
                Filled.fill(store);
            } else {
                Fixture.account(store, "anna");
                Fixture.account(store, "bob");
            }
        }
        // Names with points are mailboxes of their own kind in Cyrus.
        fixture.execute("UPDATE dbmail_users SET userid = 'anna' WHERE userid = 'alice@example.test'");
        fixture.execute("UPDATE dbmail_users SET passwd = 'secret', encryption_type = ''");
        return fixture;
    }

    @Test
    void thereAndBackAgain() throws Exception {
        try (TestDatabase database = TestDatabases.create("sqlite");
                TestDatabase second = TestDatabases.create("sqlite")) {
            Fixture source = filled(database, true);
            assertEquals(
                    0,
                    source.jdbmail("mailboxes", "rename", "anna", "Work/v1.2", "Work/Grüße")
                            .status());
            Fixture back = filled(second, false);
            Process cyrus = cyrus();
            try {
                try (Jdbmail ours = Jdbmail.start(Files.createDirectories(folder.resolve("ours")), database)) {
                    String logins = "from_login,from_password\nanna,secret\nbob,secret\n";
                    Ran copied = copy(ours.imapPort(), port, logins);
                    assertTrue(copied.out().startsWith("Copied 58 messages of 4 mailboxes"), copied::toString);
                    Ran again = copy(ours.imapPort(), port, logins);
                    assertTrue(again.out().startsWith("Copied 0 messages of 4 mailboxes; 58 were"), again::toString);
                }
                try (Jdbmail other = Jdbmail.start(Files.createDirectories(folder.resolve("other")), second)) {
                    Ran returned = copy(
                            port,
                            other.imapPort(),
                            "from_login,from_password\nanna,secret\nbob,secret\n",
                            "--from-master",
                            "cyrus");
                    assertTrue(returned.out().startsWith("Copied 58 messages of 4 mailboxes"), returned::toString);
                }
            } finally {
                cyrus.descendants().forEach(ProcessHandle::destroy);
                cyrus.destroy();
                cyrus.waitFor(15, TimeUnit.SECONDS);
            }
            List<String> differences = new ArrayList<>();
            try (Store first = source.open();
                    Store returnedStore = back.open()) {
                new Comparison(first, returnedStore, false, differences::add, count -> {}).run(List.of("anna", "bob"));
            }
            assertEquals(
                    List.of(),
                    differences.stream()
                            .filter(line -> line.contains("/")
                                    && !line.contains("the list of rights")
                                    && !line.contains("the special use"))
                            .toList());
        }
    }
}
