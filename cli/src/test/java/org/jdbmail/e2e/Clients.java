package org.jdbmail.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Real mail clients that read a whole mailbox into a folder with a file for each message. */
final class Clients {
    private static final Duration LIMIT = Duration.ofMinutes(5);

    private Clients() {}

    /** isync's mbsync over IMAP, into a Maildir. Returns the folder with the messages. */
    static Path mbsync(Path work, int port, String user, String password) throws Exception {
        Path folder = Files.createDirectories(work.resolve("mbsync"));
        Path maildir = folder.resolve("mail");
        Files.createDirectories(maildir);
        Path config = folder.resolve("mbsyncrc");
        Files.writeString(config, """
                IMAPAccount server
                Host 127.0.0.1
                Port %d
                User %s
                Pass %s
                SSLType None
                AuthMechs LOGIN

                IMAPStore far
                Account server

                MaildirStore near
                Path %s/
                Inbox %s/INBOX

                Channel inbox
                Far :far:
                Near :near:
                Patterns INBOX
                Create Near
                Sync Pull
                SyncState *
                """.formatted(port, user, password, maildir, maildir));
        Program.run(LIMIT, folder, Map.of("HOME", folder.toString()), List.of("mbsync", "-c", config.toString(), "-a"))
                .orFail();
        // Messages without \Seen lie in new, and nobody has seen these.
        return maildir.resolve("INBOX/new");
    }

    /** Python's imaplib. Returns the folder with the messages. */
    static Path imaplib(Path work, int port, String user, String password) throws Exception {
        Path folder = Files.createDirectories(work.resolve("imaplib"));
        Path script = work.resolve("imap_read.py");
        try (InputStream in = Clients.class.getResourceAsStream("imap_read.py")) {
            if (in == null) {
                throw new IOException("imap_read.py is not among the test resources");
            }
            Files.write(script, in.readAllBytes());
        }
        Program.run(
                        LIMIT,
                        work,
                        Map.of(),
                        List.of("python3", script.toString(), String.valueOf(port), user, password, folder.toString()))
                .orFail();
        return folder;
    }

    /** fetchmail over POP3, with a program that writes each message to a file. Returns the folder with them. */
    static Path fetchmail(Path work, int port, String user, String password) throws Exception {
        Path home = Files.createDirectories(work.resolve("fetchmail"));
        Path folder = Files.createDirectories(home.resolve("mail"));
        Path writer = home.resolve("write.sh");
        Files.writeString(writer, "#!/bin/sh\nexec cat >\"$(mktemp " + folder + "/XXXXXXXXXX)\"\n");
        Files.setPosixFilePermissions(writer, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path config = home.resolve("fetchmailrc");
        Files.writeString(config, """
                set invisible
                set no bouncemail
                poll 127.0.0.1 service %d protocol pop3 auth password no dns
                  user "%s" password "%s" sslproto "" keep fetchall no rewrite
                  mda "%s"
                """.formatted(port, user, password, writer));
        Files.setPosixFilePermissions(config, PosixFilePermissions.fromString("rw-------"));
        Program.run(
                        LIMIT,
                        home,
                        Map.of("HOME", home.toString(), "FETCHMAILHOME", home.toString()),
                        List.of("fetchmail", "-f", config.toString(), "--nodetach", "-v"))
                .orFail();
        return folder;
    }
}
