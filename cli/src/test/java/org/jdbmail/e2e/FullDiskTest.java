package org.jdbmail.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jdbmail.cli.Fixture;
import org.jdbmail.core.store.Store;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A disk that is full in the middle of an import, and of a backup: one line tells so, nothing is half done, and once there is room the same command ends
 * what was begun. The disk is a small file system in memory, in a namespace of its own.
 */
@Tag("full")
class FullDiskTest {
    private static final int MESSAGES = 400;

    @TempDir
    Path folder;

    private static String letter(int number) {
        StringBuilder text = new StringBuilder("Message-ID: <" + number + "@full.test>\nSubject: " + number + "\n\n");
        Random random = new Random(number);
        while (text.length() < 20_000) {
            text.append(Long.toHexString(random.nextLong())).append('\n');
        }
        return text.toString();
    }

    /** What commands print that run where there is a disk of so many megabytes at {@code disk}. */
    private String run(int megabytes, List<String> lines) throws IOException, InterruptedException {
        Path disk = Files.createDirectories(folder.resolve("disk"));
        Path commands = Files.write(folder.resolve("commands"), lines);
        Path output = folder.resolve("output");
        Process process = new ProcessBuilder(
                        "unshare",
                        "--mount",
                        "--map-root-user",
                        "sh",
                        "-c",
                        "mount -t tmpfs -o size=\"$1\"m tmpfs \"$2\" && shift 2 && exec \"$@\"",
                        "sh",
                        Integer.toString(megabytes),
                        disk.toString(),
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx256m",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SeveralCommands.class.getName(),
                        commands.toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        if (!process.waitFor(120, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("it does not end: " + Files.readString(output));
        }
        return Files.readString(output);
    }

    private static String line(String... words) {
        return String.join("\t", words);
    }

    @Test
    void anImportIsEndedOnceThereIsRoom() throws Exception {
        Path maildir = folder.resolve("Maildir");
        for (String part : List.of("cur", "new", "tmp")) {
            Files.createDirectories(maildir.resolve(part));
        }
        for (int i = 0; i < MESSAGES; i++) {
            Files.writeString(maildir.resolve("cur/" + (1_700_000_000 + i) + ".M" + i + ".host:2,S"), letter(i));
        }
        Path password = Files.writeString(folder.resolve("password"), "correct horse\n");
        String database = "sqlite://" + folder.resolve("disk/mail.db");
        String bring = line("import", "--db", database, "bob", maildir.toString());
        Path kept = folder.resolve("kept.db");
        String said = run(
                6,
                List.of(
                        line("users", "add", "--db", database, "bob", "--password-file", password.toString()),
                        bring,
                        "!cp " + folder.resolve("disk") + "/mail.db* "
                                + Files.createDirectories(folder.resolve("broken")),
                        "!mount -o remount,size=200m " + folder.resolve("disk"),
                        bring,
                        "!cp " + folder.resolve("disk/mail.db") + " " + kept));
        String[] parts = said.split("(?m)^(?=status |shell )");
        assertTrue(parts[0].startsWith("status 0\n"), said);
        assertEquals(1, count(folder.resolve("broken/mail.db"), "SELECT count(*) FROM dbmail_mailboxes"), said);
        assertTrue(
                parts[1].matches("status 75\njdbmail import: there is no room left for the mail store\n\n?"),
                "one line tells it: " + said);
        assertTrue(!said.contains("ERROR"), said);
        int before = count(folder.resolve("broken/mail.db"), "SELECT count(*) FROM dbmail_messages");
        assertTrue(before < MESSAGES, said);
        assertEquals(
                0,
                count(
                        folder.resolve("broken/mail.db"),
                        "SELECT count(*) FROM dbmail_messages m WHERE NOT EXISTS"
                                + " (SELECT 1 FROM jdbmail_content c WHERE c.physmessage_id = m.physmessage_id)"),
                "nothing is half there");
        assertTrue(parts[4].contains("Brought " + (MESSAGES - before) + " messages of 1 mailboxes"), said);
        assertEquals(MESSAGES, count(kept, "SELECT count(*) FROM dbmail_messages"), said);
        assertEquals(MESSAGES, count(kept, "SELECT count(DISTINCT origin) FROM jdbmail_imported"), said);
    }

    private static int count(Path database, String sql) {
        return Integer.parseInt(new Fixture("jdbc:sqlite:" + database).ask(sql));
    }

    @Test
    void aBackupIsEndedOnceThereIsRoom() throws Exception {
        Fixture source = new Fixture("jdbc:sqlite:" + folder.resolve("source.db"));
        try (Store store = source.open()) {
            Fixture.account(store, "bob");
            for (int i = 0; i < MESSAGES / 2; i++) {
                Fixture.deliver(store, "bob", "INBOX", Fixture.DATE, letter(i));
            }
        }
        String backup = folder.resolve("disk/backup").toString();
        String take = line("backup", "take", "--db", source.url(), backup);
        List<String> lines = new ArrayList<>();
        lines.add(take);
        lines.add("!ls " + backup + "/snapshots " + backup + "/packs");
        lines.add(line("backup", "verify", backup));
        lines.add("!mount -o remount,size=200m " + folder.resolve("disk"));
        lines.add(take);
        lines.add(line("backup", "verify", backup));
        String said = run(1, lines);
        String[] parts = said.split("(?m)^(?=status |shell )");
        assertTrue(
                parts[0].matches("(?s)status 69\njdbmail backup take: [^\n]*No space left on device\n\n?.*"),
                "one line tells it: " + said);
        assertTrue(!parts[0].matches("(?s).*(\\.pack|\\d{8}T).*"), "of what was begun nothing is left: " + said);
        assertTrue(parts[2].contains("All is whole: 0 snapshots"), said);
        assertTrue(parts[4].contains(": " + MESSAGES / 2 + " messages of 1 mailboxes"), said);
        assertTrue(parts[5].contains("All is whole: 1 snapshots"), said);
    }
}
