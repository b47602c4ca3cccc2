package org.jdbmail.e2e;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jdbmail.cli.Fixture;
import org.jdbmail.cli.moving.Filled;
import org.jdbmail.core.moving.compare.Comparison;
import org.jdbmail.core.store.Store;
import org.jdbmail.testkit.database.TestDatabase;
import org.jdbmail.testkit.database.TestDatabases;

/**
 * imapsync between our server and Debian's Dovecot, there, again, and back into another store of ours: {@code ImapsyncProgram FILE} with imapsync of its
 * public repository, whose licence keeps it out of here. It ends with 0 if imapsync complains of nothing, brings nothing twice, and nothing differs. Needs
 * root, Dovecot, and the Perl modules of imapsync's INSTALL.
 */
final class ImapsyncProgram {
    private static final List<String> LOGINS = List.of("alice@example.test", "bob");
    private static final Pattern TRANSFERRED = Pattern.compile("Messages transferred +: (\\d+)");
    private static final Pattern ERRORS = Pattern.compile("Detected (\\d+) errors");

    private final Path imapsync;
    private final Path folder;
    private final PrintStream out;
    private int faults;

    private ImapsyncProgram(Path imapsync, Path folder, PrintStream out) {
        this.imapsync = imapsync;
        this.folder = folder;
        this.out = out;
    }

    /** @param arguments the file of imapsync */
    public static void main(String[] arguments) throws Exception {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        Path folder = Files.createTempDirectory("imapsync");
        ImapsyncProgram program = new ImapsyncProgram(Path.of(arguments[0]), folder, out);
        program.run();
        out.println(program.faults == 0 ? "imapsync has no complaint, and nothing differs" : "see " + folder);
        System.exit(program.faults == 0 ? 0 : 1);
    }

    private static Fixture filled(TestDatabase database, boolean isWithMail) {
        Fixture fixture = new Fixture(Jdbmail.url(database));
        try (Store store = fixture.open()) {
            if (isWithMail) {
                Filled.fill(store);
            } else {
                LOGINS.forEach(login -> Fixture.account(store, login));
            }
        }
        fixture.execute("UPDATE dbmail_users SET passwd = 'secret', encryption_type = ''");
        return fixture;
    }

    private void run() throws Exception {
        try (TestDatabase database = TestDatabases.create("sqlite");
                TestDatabase second = TestDatabases.create("sqlite")) {
            Fixture source = filled(database, true);
            // Dovecot's levels are separated by points.
            source.jdbmail("mailboxes", "rename", LOGINS.getFirst(), "Work/v1.2", "Work/Grüße");
            Fixture back = filled(second, false);
            try (Dovecot dovecot = Dovecot.start(Files.createDirectories(folder.resolve("dovecot")))) {
                try (Jdbmail ours = Jdbmail.start(Files.createDirectories(folder.resolve("ours")), database)) {
                    sync("there", ours.imapPort(), dovecot.port(), false);
                    sync("there again", ours.imapPort(), dovecot.port(), true);
                }
                try (Jdbmail other = Jdbmail.start(Files.createDirectories(folder.resolve("other")), second)) {
                    sync("back", dovecot.port(), other.imapPort(), false);
                    sync("back again", dovecot.port(), other.imapPort(), true);
                }
            }
            List<String> differences = new ArrayList<>();
            try (Store first = source.open();
                    Store returned = back.open()) {
                new Comparison(first, returned, false, differences::add, count -> {}).run(LOGINS);
            }
            // imapsync copies messages; rights and what a mailbox is for are nothing to it.
            differences.stream()
                    .filter(line -> line.contains("/")
                            && !line.contains("the list of rights")
                            && !line.contains("the special use"))
                    .forEach(this::fault);
        }
    }

    private void fault(String line) {
        faults++;
        out.println(line);
    }

    /** @param isDone whether everything is there already */
    private void sync(String name, int from, int to, boolean isDone) throws IOException, InterruptedException {
        for (String login : LOGINS) {
            Path log = folder.resolve(name.replace(' ', '-') + "-" + login);
            Process process = new ProcessBuilder(
                            "perl",
                            imapsync.toString(),
                            "--host1",
                            "127.0.0.1",
                            "--port1",
                            Integer.toString(from),
                            "--user1",
                            login,
                            "--password1",
                            "secret",
                            "--nossl1",
                            "--notls1",
                            "--host2",
                            "127.0.0.1",
                            "--port2",
                            Integer.toString(to),
                            "--user2",
                            login,
                            "--password2",
                            "secret",
                            "--nossl2",
                            "--notls2",
                            "--nolog",
                            "--noreleasecheck",
                            "--nomodulesversion",
                            "--tmpdir",
                            folder.toString(),
                            "--pidfile",
                            log + ".pid")
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            if (!process.waitFor(300, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                fault(name + ": it does not end");
                return;
            }
            String said = Files.readString(log, StandardCharsets.ISO_8859_1);
            long transferred = number(TRANSFERRED, said);
            long errors = number(ERRORS, said);
            out.println(name + ", " + login + ": " + transferred + " messages, " + errors + " errors, status "
                    + process.exitValue());
            if (process.exitValue() != 0 || errors != 0 || (transferred == 0) != isDone) {
                fault(name + ": see " + log);
            }
        }
    }

    /** What a line of its summary says; -1 where it has none. */
    private static long number(Pattern pattern, String said) {
        Matcher matcher = pattern.matcher(said);
        return matcher.find() ? Long.parseLong(matcher.group(1)) : -1;
    }
}
