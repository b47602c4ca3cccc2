package org.jdbmail.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jdbmail.testkit.database.TestDatabase;
import org.jdbmail.testkit.database.TestDatabases;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Debian's sieve-connect and sievelib do over STARTTLS all that they can with scripts. */
@Tag("full")
class SieveClientsTest {
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final String ALICE = "alice@example.com";
    private static final String SCRIPT =
            "require \"fileinto\";\nif header :contains \"subject\" \"x\" {\n  fileinto \"Lists\"; # ä\n}\n";

    @TempDir
    Path work;

    private Program.Result run(Jdbmail server, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                "/bin/bash",
                "-c",
                "exec sieve-connect \"$@\" --passwordfd 3 3<<<" + Jdbmail.PASSWORD,
                "bash",
                "--server",
                "127.0.0.1",
                "--port",
                String.valueOf(server.sievePort()),
                "--user",
                ALICE,
                "--authmech",
                "PLAIN",
                "--notlsverify"));
        command.addAll(List.of(arguments));
        // The editor of --edit: one line more.
        Path editor = work.resolve("editor");
        Files.writeString(editor, "#!/bin/sh\necho '# edited' >> \"$1\"\n");
        assertTrue(editor.toFile().setExecutable(true));
        return Program.run(LIMIT, work, Map.of("VISUAL", editor.toString()), command);
    }

    @Test
    void sieveConnectUploadsActivatesEditsFetchesAndDeletes() throws Exception {
        try (TestDatabase database = TestDatabases.create("sqlite");
                Jdbmail server = Jdbmail.start(work, database)) {
            server.addAccount(ALICE);
            Files.writeString(work.resolve("a.sieve"), SCRIPT);
            Files.writeString(work.resolve("wrong.sieve"), "fileinto \"x\";\nkeep 1;\n");
            run(server, "--upload", "--localsieve", "a.sieve", "--remotesieve", "main")
                    .orFail();
            run(server, "--upload", "--localsieve", "a.sieve", "--remotesieve", "Ferien 2026")
                    .orFail();
            Program.Result wrong = run(server, "--upload", "--localsieve", "wrong.sieve", "--remotesieve", "wrong");
            assertNotEquals(0, wrong.status());
            assertTrue(wrong.output().contains("line 1") && wrong.output().contains("line 2"), wrong.output());
            run(server, "--activate", "--remotesieve", "main").orFail();
            String list = run(server, "--list").orFail().output();
            assertTrue(list.contains("\"main\" ACTIVE") && list.contains("\"Ferien 2026\""), list);
            run(server, "--edit", "--remotesieve", "main").orFail();
            run(server, "--download", "--remotesieve", "main", "--localsieve", "back.sieve")
                    .orFail();
            assertEquals(SCRIPT + "# edited\n", Files.readString(work.resolve("back.sieve")));
            run(server, "--download", "--remotesieve", "Ferien 2026", "--localsieve", "back.sieve")
                    .orFail();
            assertEquals(SCRIPT, Files.readString(work.resolve("back.sieve")));
            run(server, "--deactivate").orFail();
            run(server, "--delete", "--remotesieve", "main").orFail();
            list = run(server, "--list").orFail().output();
            assertTrue(!list.contains("main") && list.contains("\"Ferien 2026\""), list);
        }
    }

    /** sieve-connect can't rename; sievelib, on which web front-ends in Python build, does. */
    @Test
    void sievelibRenamesWhatIsActiveAndHearsOfErrors() throws Exception {
        String program = """
                import sys
                from sievelib.managesieve import Client
                client = Client("127.0.0.1", int(sys.argv[1]))
                assert client.connect(sys.argv[2], sys.argv[3], starttls=True, authmech="PLAIN")
                script = "require \\"fileinto\\";\\n# ä\\nfileinto \\"Lists\\";\\n"
                assert client.havespace("früh", len(script.encode()))
                assert client.checkscript(script)
                assert not client.putscript("früh", "keep;\\nkeep 1;\\n")
                assert "früh: line 2: error: " in client.errmsg.decode(), client.errmsg
                assert client.putscript("früh", script) and client.putscript("other", "keep;\\n")
                assert client.setactive("früh")
                assert not client.renamescript("früh", "other") and not client.renamescript("none", "some")
                assert client.renamescript("früh", "spät")
                assert client.listscripts() == ("spät", ["other"]), client.listscripts()
                # sievelib takes the line end behind the literal for a line of the script
                assert client.getscript("spät").rstrip() == script.rstrip(), client.getscript("spät")
                assert not client.deletescript("spät")
                assert client.setactive("") and client.deletescript("spät")
                assert client.listscripts() == (None, ["other"]), client.listscripts()
                client.logout()
                """;
        try (TestDatabase database = TestDatabases.create("sqlite");
                Jdbmail server = Jdbmail.start(work, database)) {
            server.addAccount(ALICE);
            Program.run(
                            LIMIT,
                            work,
                            Map.of("LC_ALL", "C.UTF-8"),
                            List.of(
                                    "/usr/bin/python3",
                                    "-W",
                                    "ignore",
                                    "-c",
                                    program,
                                    String.valueOf(server.sievePort()),
                                    ALICE,
                                    Jdbmail.PASSWORD))
                    .orFail();
        }
    }
}
