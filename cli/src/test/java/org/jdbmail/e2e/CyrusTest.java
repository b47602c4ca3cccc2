package org.jdbmail.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jdbmail.cli.Fixture;
import org.jdbmail.cli.Programs;
import org.jdbmail.cli.Programs.Ran;
import org.jdbmail.cli.moving.Filled;
import org.jdbmail.core.moving.compare.Comparison;
import org.jdbmail.core.store.Store;
import org.jdbmail.testkit.database.TestDatabase;
import org.jdbmail.testkit.database.TestDatabases;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From Cyrus, by the commands of docs/admin/moving.md: what our server has put there comes back, and nothing differs. */
@Tag("full")
class CyrusTest {
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final String ALICE = "alice@example.test";
    private static final String SCRIPT = "require \"fileinto\";\nfileinto \"INBOX\"; # Grüße\n";

    @TempDir
    private Path folder;

    private static Fixture store(TestDatabase database, boolean isFilled) {
        Fixture fixture = new Fixture(Jdbmail.url(database));
        try (Store store = fixture.open()) {
            if (isFilled) {
                Filled.fill(store);
            } else {
                Fixture.account(store, ALICE);
                Fixture.account(store, "bob");
            }
        }
        fixture.execute("UPDATE dbmail_users SET passwd = 'secret', encryption_type = ''");
        return fixture;
    }

    /** What differs in mailboxes. */
    private static List<String> differences(Fixture one, Fixture other) throws IOException {
        List<String> all = new ArrayList<>();
        try (Store first = one.open();
                Store second = other.open()) {
            new Comparison(first, second, false, all::add, count -> {}).run(List.of(ALICE, "bob"));
        }
        // Passwords, aliases and scripts do not come by IMAP; of mailboxes Cyrus has no more than what is compared.
        return all.stream()
                .filter(line -> line.contains("/"))
                .filter(line -> !line.contains("the special use") && !line.contains("the list of rights"))
                .toList();
    }

    private void fill(Jdbmail ours, Cyrus cyrus) throws Exception {
        Path accounts = Files.writeString(
                folder.resolve("there.csv"),
                "from_login,from_password,to_login,to_password\n" + ALICE
                        + ",secret,alice,secret\nbob,secret,bob,secret\n");
        Ran there = Programs.jdbmail(
                "copy",
                "--any-certificate",
                "--from",
                "imap://127.0.0.1:" + ours.imapPort(),
                "--to",
                "imap://127.0.0.1:" + cyrus.port(),
                "--accounts",
                accounts.toString());
        assertEquals(0, there.status(), there::toString);
        Files.writeString(folder.resolve("old.sieve"), SCRIPT);
        for (String[] words : new String[][] {
            {"--upload", "--localsieve", "old.sieve", "--remotesieve", "main"},
            {"--activate", "--remotesieve", "main"}
        }) {
            sieveConnect(cyrus, List.of("--user", "alice", String.join(" ", words)));
        }
    }

    private void sieveConnect(Cyrus cyrus, List<String> words) throws Exception {
        Program.run(
                        LIMIT,
                        folder,
                        Map.of(),
                        List.of(
                                "/bin/bash",
                                "-c",
                                "exec sieve-connect --port " + cyrus.sievePort()
                                        + " --server 127.0.0.1 --authmech PLAIN --clearchan " + String.join(" ", words)
                                        + " --passwordfd 3 3<<<" + Cyrus.PASSWORD))
                .orFail();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void thePageBringsAllOfIt(boolean hasSlashes) throws Exception {
        try (TestDatabase database = TestDatabases.create("sqlite");
                TestDatabase second = TestDatabases.create("sqlite")) {
            Fixture source = store(database, true);
            if (!hasSlashes) {
                assertEquals(
                        0,
                        source.jdbmail("mailboxes", "rename", ALICE, "Work/v1.2", "Work/Grüße")
                                .status());
            }
            Fixture target = store(second, false);
            try (Cyrus cyrus = Cyrus.start(
                            Files.createDirectories(folder.resolve("cyrus")), hasSlashes, List.of("alice", "bob"));
                    Jdbmail ours = Jdbmail.start(Files.createDirectories(folder.resolve("ours")), database)) {
                fill(ours, cyrus);
                try (Jdbmail mail = Jdbmail.start(Files.createDirectories(folder.resolve("mail")), second)) {
                    Files.writeString(folder.resolve("cyrus.password"), Cyrus.PASSWORD + "\n");
                    Files.writeString(
                            folder.resolve("accounts.csv"),
                            "from_login,to_login,to_password\nalice," + ALICE + ",secret\nbob,bob,secret\n");
                    for (String line : Snippet.only("sh cyrus").text().lines().toList()) {
                        run(line, cyrus, mail, target);
                    }
                }
            }
            assertEquals(List.of(), differences(source, target));
            Ran script = target.jdbmail("sieve", "get", ALICE, "main");
            assertEquals(SCRIPT, script.out().replace("\r\n", "\n"), script::toString);
            assertTrue(target.jdbmail("sieve", "list", ALICE, "--json").out().contains("\"active\": true"));
        }
    }

    private void run(String line, Cyrus cyrus, Jdbmail mail, Fixture target) throws Exception {
        List<String> words = List.of(line.split(" "));
        if (words.getFirst().equals("sieve-connect")) {
            sieveConnect(
                    cyrus,
                    words.subList(1, words.size()).stream()
                            .filter(word -> !word.equals("--server") && !word.equals("old.example.org"))
                            .toList());
            return;
        }
        List<String> here = words.stream()
                .map(word -> word.replace("imaps://old.example.org", "imap://127.0.0.1:" + cyrus.port())
                        .replace("imaps://mail.example.org", "imap://127.0.0.1:" + mail.imapPort())
                        .replace("anna@example.org", ALICE)
                        .replaceFirst("^(accounts.csv|cyrus.password|anna.sieve)$", folder + "/$1"))
                .toList();
        String[] all = here.subList(1, here.size()).toArray(String[]::new);
        Ran ran = words.get(1).equals("copy")
                ? Programs.jdbmail(Stream.concat(Stream.of(all), Stream.of("--any-certificate"))
                        .toArray(String[]::new))
                : target.jdbmail(all);
        assertEquals(0, ran.status(), line + ": " + ran);
    }
}
