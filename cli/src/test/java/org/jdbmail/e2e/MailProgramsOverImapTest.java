package org.jdbmail.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jdbmail.testkit.database.TestDatabase;
import org.jdbmail.testkit.database.TestDatabases;
import org.jdbmail.testkit.net.LineClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs that read mail over IMAP go their whole round: what was there is with them, and what they did is here. */
@Tag("full")
final class MailProgramsOverImapTest {
    @TempDir
    Path work;

    private TestDatabase database;
    private Jdbmail server;
    private LineClient imap;
    private MailPrograms programs;

    @BeforeEach
    void start() throws Exception {
        database = TestDatabases.create("sqlite");
        server = Jdbmail.start(work, database);
        server.addAccount("alice");
        imap = LineClient.connect(server.imapPort());
        imap.readLine();
        run("LOGIN alice secret");
        programs = new MailPrograms(Files.createDirectories(work.resolve("client")), server.imapPort());
        for (String name : List.of("one", "two", "three")) {
            append("INBOX", name);
        }
    }

    @AfterEach
    void stop() throws IOException {
        imap.close();
        server.close();
        database.close();
    }

    @Test
    void mbsyncKeepsBothSidesAlike() throws Exception {
        run("CREATE \"Entw&APw-rfe\"");
        append("\"Entw&APw-rfe\"", "draft");
        programs.mbsync();
        Path near = work.resolve("client/mail");
        assertEquals(List.of("one", "three", "two"), subjects(near.resolve("INBOX")));
        assertEquals(
                1,
                folders(near).stream().filter(name -> name.startsWith("Entw")).count());
        // There one comes and one goes, here one goes.
        Files.createDirectories(near.resolve("INBOX/new"));
        Files.writeString(near.resolve("INBOX/new/1.new.host"), "Subject: four\n\nfour\n");
        Path two = file(near.resolve("INBOX"), "two");
        Files.move(
                two,
                near.resolve("INBOX/cur").resolve(two.getFileName().toString().replaceFirst(":2,.*|$", ":2,T")));
        run("SELECT INBOX");
        run("STORE 1 +FLAGS (\\Deleted)");
        run("CLOSE");
        programs.mbsync();
        assertEquals(List.of("four", "three"), subjects(near.resolve("INBOX")));
        assertEquals(List.of("four", "three"), subjects("INBOX"));
    }

    @Test
    void offlineimapKeepsBothSidesAlike() throws Exception {
        run("CREATE Archive/2024");
        append("Archive/2024", "old");
        programs.offlineimap();
        Path near = work.resolve("client/mail");
        assertEquals(List.of("one", "three", "two"), subjects(near.resolve("INBOX")));
        assertEquals(List.of("old"), subjects(near.resolve("Archive.2024")));
        Files.delete(file(near.resolve("INBOX"), "two"));
        Files.writeString(near.resolve("INBOX/new/1.new.host"), "Subject: four\n\nfour\n");
        append("INBOX", "five");
        programs.offlineimap();
        assertEquals(List.of("five", "four", "one", "three"), subjects(near.resolve("INBOX")));
        assertEquals(List.of("five", "four", "one", "three"), subjects("INBOX"));
    }

    @Test
    void fetchmailTakesAllMailAway() throws Exception {
        programs.fetchmail();
        List<String> fetched = new ArrayList<>();
        try (Stream<Path> files = Files.list(work.resolve("client/mail"))) {
            for (Path file : files.toList()) {
                fetched.add(subject(file));
            }
        }
        assertEquals(List.of("one", "three", "two"), fetched.stream().sorted().toList());
        assertEquals(List.of(), subjects("INBOX"));
    }

    @Test
    void neomuttReadsSavesAndDeletes() throws Exception {
        run("CREATE Archive");
        programs.neomutt("""
                expect three
                send \\r
                expect this is one
                send q
                expect three
                send 2\\r
                send s
                expect Save
                send \\x15=Archive\\r
                expect three
                send $
                expect 1 deleted
                send q
                """);
        assertEquals(List.of("two"), subjects("Archive"));
        assertEquals(List.of("one", "three"), subjects("INBOX"));
        assertTrue(lines("SEARCH SEEN").contains("* SEARCH 1"));
    }

    @Test
    void alpineReadsAndDeletes() throws Exception {
        programs.alpine("""
                expect PASSWORD
                send secret\\r
                expect three
                send \\r
                expect this is one
                send d
                expect this is two
                send i
                expect three
                send x
                expect expunged
                send q
                """);
        assertEquals(List.of("three", "two"), subjects("INBOX"));
    }

    private void append(String mailbox, String name) throws IOException {
        String mail = "From: Bob <bob@example.org>\r\nTo: alice@example.org\r\nDate: Mon, 5 Feb 2024 10:00:00 +0000\r\n"
                + "Message-ID: <" + name + "@example.org>\r\nSubject: " + name + "\r\n\r\nthis is " + name + "\r\n";
        run("APPEND " + mailbox + " {" + mail.length() + "+}\r\n" + mail);
    }

    private void run(String command) throws IOException {
        lines(command);
    }

    private List<String> lines(String command) throws IOException {
        imap.send("t " + command);
        List<String> lines = new ArrayList<>();
        String line = imap.readLine();
        while (!line.startsWith("t ")) {
            lines.add(line);
            line = imap.readLine();
        }
        assertTrue(line.startsWith("t OK"), command + " gave " + line);
        return lines;
    }

    /** The subjects in a mailbox of the server, in the order of the alphabet. */
    private List<String> subjects(String mailbox) throws IOException {
        run("SELECT " + mailbox);
        List<String> subjects = new ArrayList<>();
        for (String line : lines("UID FETCH 1:* BODY.PEEK[HEADER.FIELDS (SUBJECT)]")) {
            if (line.startsWith("Subject: ")) {
                subjects.add(line.substring("Subject: ".length()));
            }
        }
        return subjects.stream().sorted().toList();
    }

    private static List<String> subjects(Path maildir) throws IOException {
        List<String> subjects = new ArrayList<>();
        for (Path file : files(maildir)) {
            subjects.add(subject(file));
        }
        return subjects.stream().sorted().toList();
    }

    private static Path file(Path maildir, String subject) throws IOException {
        for (Path file : files(maildir)) {
            if (subject(file).equals(subject)) {
                return file;
            }
        }
        throw new AssertionError("no message " + subject + " in " + maildir);
    }

    private static List<Path> files(Path maildir) throws IOException {
        List<Path> all = new ArrayList<>();
        for (String part : List.of("new", "cur")) {
            try (Stream<Path> files = Files.list(maildir.resolve(part))) {
                all.addAll(files.toList());
            }
        }
        return all;
    }

    private static TreeSet<String> folders(Path folder) throws IOException {
        TreeSet<String> names = new TreeSet<>();
        try (Stream<Path> files = Files.list(folder)) {
            files.forEach(file -> names.add(file.getFileName().toString()));
        }
        return names;
    }

    private static String subject(Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .filter(line -> line.startsWith("Subject: "))
                .map(line -> line.substring("Subject: ".length()))
                .findFirst()
                .orElseThrow();
    }
}
