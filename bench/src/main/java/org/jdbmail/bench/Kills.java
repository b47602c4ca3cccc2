package org.jdbmail.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import org.jdbmail.testkit.database.TestDatabase;
import org.jdbmail.testkit.database.TestDatabases;
import org.jdbmail.testkit.net.Eventually;
import org.jdbmail.testkit.net.SmtpSink;

/**
 * Kills a server by SIGKILL, again and again, while it takes mail that is kept, forwarded and answered; then prints what of all that was
 * acknowledged is missing, which must be nothing, and what was sent twice, which may happen: between sending and noting that it was sent there is a
 * moment (RFC 5321 §4.5.5, §6.1). {@code ./x bench kills [--smtp] [--kills N] [DATABASE ...]}; with {@code --smtp} it takes the mail by SMTP, not by LMTP, and brings it
 * away itself.
 */
public final class Kills {
    private static final int KILLS = 50;

    /** Messages that have to be acknowledged before the next kill. */
    private static final int BETWEEN = 15;

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private Kills() {}

    /**
     * What came of it.
     *
     * @param acknowledged messages that the server said it had taken
     * @param lost how many of these are not in their mailbox, were not forwarded, or not answered
     * @param twice how many of all copies in mailboxes, forwards and answers are more than one of a message
     */
    public record Result(int kills, int acknowledged, Count lost, Count twice) {
        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%,d kills, %,d messages acknowledged; lost: %s; sent twice: %s",
                    kills,
                    acknowledged,
                    lost,
                    twice);
        }
    }

    /** Numbers for what is kept, forwarded, and answered. */
    public record Count(long kept, long forwarded, long answered) {
        /** Whether there is none of any. */
        public boolean isNone() {
            return kept == 0 && forwarded == 0 && answered == 0;
        }

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%d in mailboxes, %d forwards, %d answers", kept, forwarded, answered);
        }
    }

    /** Runs on the databases that are named, or on SQLite and PostgreSQL; ends with status 1 if anything was lost. */
    public static void main(String[] arguments) throws Exception {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        System.setProperty("jdbmail.databases.fsync", "true");
        int kills = KILLS;
        int from = 0;
        boolean isSmtp = arguments.length > 0 && arguments[0].equals("--smtp");
        from += isSmtp ? 1 : 0;
        if (arguments.length > from + 1 && arguments[from].equals("--kills")) {
            kills = Integer.parseInt(arguments[from + 1]);
            from += 2;
        }
        String[] databases = arguments.length > from
                ? Arrays.copyOfRange(arguments, from, arguments.length)
                : new String[] {"sqlite", "postgresql"};
        boolean isWhole = true;
        for (String database : databases) {
            Path folder = Files.createTempDirectory("jdbmail-kills");
            Result result = run(database, isSmtp, kills, folder);
            out.println(database + ": " + result);
            isWhole &= result.lost().isNone();
        }
        System.exit(isWhole ? 0 : 1);
    }

    /**
     * Kills a server so often.
     *
     * @param isSmtp whether mail comes by SMTP, not by LMTP, and is brought away by the server itself
     * @param folder for its files
     */
    public static Result run(String databaseName, boolean isSmtp, int kills, Path folder) throws Exception {
        try (TestDatabase database = TestDatabases.create(databaseName);
                SmtpSink sink = SmtpSink.start("PIPELINING", "8BITMIME")) {
            KillServer server = new KillServer(folder, database, sink.port(), isSmtp);
            server.start();
            try {
                KillLoad.prepare(database);
                KillLoad load = new KillLoad(server.port(), isSmtp ? "EHLO test" : "LHLO test");
                load.begin();
                for (int i = 0; i < kills; i++) {
                    int before = load.acknowledged();
                    Eventually.isTrue(PATIENCE, "mail that is taken", () -> load.acknowledged() >= before + BETWEEN);
                    server.kill();
                    server.start();
                }
                load.end();
                Eventually.isTrue(PATIENCE, "an empty queue", () -> KillLoad.waiting(database) == 0);
                return load.judge(kills, database, sink);
            } catch (AssertionError e) {
                throw new IOException("the server's output: " + server.output(), e);
            } finally {
                server.kill();
            }
        }
    }
}
