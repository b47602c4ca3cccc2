package org.jdbmail.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Programs that people read their mail with, each with its settings for one account over IMAP. */
final class MailPrograms {
    private static final Duration LIMIT = Duration.ofMinutes(3);

    private final Path home;
    private final int port;

    MailPrograms(Path home, int port) {
        this.home = home;
        this.port = port;
    }

    /** mbsync, both ways and with expunge, of all folders. Their Maildirs lie in {@code mail}. */
    void mbsync() throws Exception {
        Path maildir = Files.createDirectories(home.resolve("mail"));
        Path config = home.resolve("mbsyncrc");
        Files.writeString(config, """
                IMAPAccount server
                Host 127.0.0.1
                Port %d
                User alice
                Pass secret
                SSLType None
                AuthMechs LOGIN

                IMAPStore far
                Account server

                MaildirStore near
                Path %s/
                Inbox %s/INBOX
                SubFolders Verbatim

                Channel all
                Far :far:
                Near :near:
                Patterns *
                Create Both
                Sync All
                Expunge Both
                SyncState *
                """.formatted(port, maildir, maildir));
        run("mbsync", "-c", config.toString(), "-a");
    }

    /** offlineimap, both ways. Its Maildirs lie in {@code mail}. */
    void offlineimap() throws Exception {
        Path config = home.resolve("offlineimaprc");
        Files.writeString(config, """
                [general]
                accounts = all
                metadata = %1$s/state
                ui = basic

                [Account all]
                localrepository = near
                remoterepository = far

                [Repository near]
                type = Maildir
                localfolders = %1$s/mail

                [Repository far]
                type = IMAP
                remotehost = 127.0.0.1
                remoteport = %2$d
                remoteuser = alice
                remotepass = secret
                auth_mechanisms = LOGIN
                ssl = no
                starttls = no
                expunge = yes
                """.formatted(home, port));
        run("offlineimap", "-c", config.toString(), "-o", "-1");
    }

    /** fetchmail, which takes all mail away. Each message becomes a file in {@code mail}. */
    void fetchmail() throws Exception {
        Path folder = Files.createDirectories(home.resolve("mail"));
        Path writer = home.resolve("write.sh");
        Files.writeString(writer, "#!/bin/sh\nexec cat >\"$(mktemp " + folder + "/XXXXXXXXXX)\"\n");
        Files.setPosixFilePermissions(writer, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path config = home.resolve("fetchmailrc");
        Files.writeString(config, """
                set invisible
                set no bouncemail
                poll 127.0.0.1 service %d protocol imap auth password no dns
                  user "alice" password "secret" sslproto "" fetchall no keep no rewrite
                  mda "%s"
                """.formatted(port, writer));
        Files.setPosixFilePermissions(config, PosixFilePermissions.fromString("rw-------"));
        run("fetchmail", "-f", config.toString(), "--nodetach", "-v");
    }

    /** neomutt in a terminal, which is given what to expect and what keys to press. */
    void neomutt(String script) throws Exception {
        Path config = home.resolve("neomuttrc");
        Files.writeString(config, """
                set folder = "imap://alice@127.0.0.1:%d/"
                set spoolfile = "+INBOX"
                set imap_user = "alice"
                set imap_pass = "secret"
                set imap_authenticators = "login"
                set ssl_starttls = no
                set ssl_force_tls = no
                set delete = yes
                set quit = yes
                set confirmappend = no
                set confirmcreate = no
                set sort = mailbox-order
                set record = ""
                """.formatted(port));
        terminal(script, "neomutt", "-n", "-F", config.toString());
    }

    /** alpine in a terminal, likewise. */
    void alpine(String script) throws Exception {
        Path config = home.resolve("pinerc");
        Files.writeString(config, """
                personal-name=Alice
                user-id=alice
                user-domain=example.org
                inbox-path={127.0.0.1:%d/notls/user=alice}INBOX
                feature-list=quit-without-confirm,expunge-without-confirm,disable-password-file-saving
                last-time-prune-questioned=200.12
                last-version-used=9.99
                """.formatted(port));
        terminal(script, "alpine", "-p", config.toString(), "-i");
    }

    private void terminal(String script, String... command) throws Exception {
        Path driver = home.resolve("terminal.py");
        try (InputStream in = MailPrograms.class.getResourceAsStream("terminal.py")) {
            if (in == null) {
                throw new IOException("terminal.py is not among the test resources");
            }
            Files.write(driver, in.readAllBytes());
        }
        Path lines = home.resolve("keys.txt");
        Files.writeString(lines, script);
        List<String> all = new ArrayList<>(List.of("python3", driver.toString(), lines.toString()));
        all.addAll(List.of(command));
        run(all.toArray(String[]::new));
    }

    private void run(String... command) throws Exception {
        Program.run(
                        LIMIT,
                        home,
                        Map.of(
                                "HOME",
                                home.toString(),
                                "FETCHMAILHOME",
                                home.toString(),
                                "LANG",
                                "C.UTF-8",
                                "LC_ALL",
                                "C.UTF-8"),
                        List.of(command))
                .orFail();
    }
}
