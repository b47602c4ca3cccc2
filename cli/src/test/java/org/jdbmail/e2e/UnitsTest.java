package org.jdbmail.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jdbmail.cli.start.Opening;
import org.jdbmail.core.settings.Settings;
import org.jdbmail.core.settings.TlsFiles;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The units of the Debian package, as systemd's own tools see them. */
@Tag("full")
class UnitsTest {
    private static final Path ROOT = Path.of(System.getProperty("jdbmail.root"));
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private Path unit(String name) throws IOException {
        String text = Files.readString(ROOT.resolve("dist/src/systemd").resolve(name));
        return Files.writeString(
                folder.resolve(name.replace("@", "@imap")),
                text.replace("/usr/lib/jdbmail/bin/jdbmail", "/bin/true")
                        .replaceAll("(?m)^(User|Group)=.*\n", "$1=root\n"));
    }

    private static Program.Result run(Path where, String... command) throws Exception {
        return Program.run(PATIENCE, where, Map.of(), List.of(command));
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdbmail.service", "jdbmail@.service"})
    void itIsUnderstoodAndExposesLittle(String name) throws Exception {
        Path unit = unit(name);
        Program.Result verified = run(folder, "systemd-analyze", "verify", "--man=no", unit.toString());
        assertEquals(
                List.of(),
                verified.output()
                        .lines()
                        .filter(line -> line.contains(unit.getFileName().toString()))
                        .toList());
        Path asShipped = Files.writeString(
                unit, Files.readString(ROOT.resolve("dist/src/systemd").resolve(name)));
        // The threshold is in tenths.
        Program.Result exposure = run(
                folder,
                "systemd-analyze",
                "security",
                "--offline=true",
                "--no-pager",
                "--threshold=30",
                asShipped.toString());
        assertEquals(0, exposure.status(), exposure::output);
    }

    /** A value that begins as it should, for the settings that the drop-in names. */
    @Test
    void credentialsOfSystemdBecomeSettings() throws Exception {
        Path unit = unit("jdbmail.service");
        String dropIn = Files.readString(ROOT.resolve("contrib/systemd/credentials.conf"));
        Files.writeString(
                Files.createDirectories(folder.resolve("jdbmail.service.d")).resolve("credentials.conf"), dropIn);
        Program.Result verified = run(folder, "systemd-analyze", "verify", "--man=no", unit.toString());
        assertEquals(
                List.of(),
                verified.output()
                        .lines()
                        .filter(line -> line.contains("jdbmail.service") || line.contains("credentials.conf"))
                        .toList());
        Map<String, String> environment = new java.util.HashMap<>();
        Files.writeString(folder.resolve("password"), "secret\n");
        Pattern.compile("(JDBMAIL_[A-Z_]+)=%d/(\\S+)")
                .matcher(dropIn)
                .results()
                .forEach(found -> environment.put(
                        found.group(1), folder.resolve(found.group(2)).toString()));
        assertEquals(3, environment.size());
        Settings settings = new Opening(environment)
                .settings(
                        Optional.of(Files.writeString(
                                folder.resolve("dbmail.conf"),
                                "[DBMAIL]\ndburi = postgresql://dbmail@localhost/mail\n")),
                        Optional.empty());
        assertEquals(List.of(), settings.unknown());
        TlsFiles.Pair pair = TlsFiles.from(settings).orElseThrow().pairs().getFirst();
        assertEquals(folder.resolve("fullchain.pem"), pair.certificate());
        assertEquals(folder.resolve("privkey.pem"), pair.key());
        assertTrue(org.jdbmail.core.settings.DatabaseSettings.from(settings)
                        .toString()
                        .length()
                > 0);
    }
}
