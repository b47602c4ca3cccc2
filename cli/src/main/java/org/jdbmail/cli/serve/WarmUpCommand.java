package org.jdbmail.cli.serve;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jdbmail.cli.start.Failure;
import org.jdbmail.cli.start.Logging;
import org.jdbmail.cli.start.Opening;
import org.jdbmail.core.settings.LoggingSettings;
import org.jdbmail.core.settings.Settings;
import org.jdbmail.core.store.Store;
import picocli.CommandLine.Command;

/**
 * {@code jdbmail warm-up}: a short life of a trial server, in a folder that is thrown away, with messages that come in by
 * LMTP and are read by IMAP and POP3. The build runs it once so that Java can write down which classes a server loads, and
 * which of its methods are worth compiling: later starts take a fraction of the time, and the first thousand commands of a
 * server are not ten times slower than the others.
 */
@Command(name = "warm-up", hidden = true, description = "Trains Java's ahead-of-time cache; part of the build.")
public final class WarmUpCommand implements Callable<Integer> {
    /** Conversations with each service; with the rounds of each, as many as Java's compilers need to know what is hot. */
    private static final int CONVERSATIONS = 30;

    /** Rounds of commands in a conversation, few enough that neither side waits for the other while both write. */
    private static final int ROUNDS = 40;

    /** How the three protocols say no. */
    private static final Pattern REFUSED = Pattern.compile("[45]\\d\\d \\d\\.|-ERR|[a-z] (NO|BAD) ");

    private final Opening opening;

    /** @param opening opens settings and store */
    public WarmUpCommand(Opening opening) {
        this.opening = opening;
    }

    @Override
    public Integer call() throws Failure, IOException {
        Path folder = Files.createTempDirectory("jdbmail-warm-up");
        try {
            Home home = new Home(folder);
            home.prepare(0);
            Settings settings = opening.settings(Optional.of(home.settings()), Optional.empty());
            Serving.begin(settings);
            // A line for each delivery and login: they are written as a server writes them, where nobody has to read
            // them.
            Logging.apply(new LoggingSettings(
                    LoggingSettings.Level.INFO, Optional.of(folder.resolve("log")), LoggingSettings.Format.TEXT));
            for (int start = 0; start < 2; start++) { // with an empty database, and with one that is there
                live(settings);
            }
            return 0;
        } finally {
            delete(folder);
        }
    }

    private void live(Settings settings) throws Failure, IOException {
        Store store = opening.store(settings);
        DemoAccount.prepare(store);
        Servers.Ports anyPort = (service, configured) ->
                configured.at(InetAddress.getLoopbackAddress(), OptionalInt.of(0), OptionalInt.empty());
        try (Servers servers =
                Servers.start(settings, store, EnumSet.allOf(Service.class), anyPort, WebServing.Wish.NONE)) {
            for (Service service : List.of(Service.LMTP, Service.IMAP, Service.POP3, Service.SIEVE)) {
                for (Servers.Open one : servers.open()) {
                    if (one.service() == service) {
                        for (int i = 0; i < CONVERSATIONS; i++) {
                            talk(one.listener().port(), words(service));
                        }
                    }
                }
            }
        }
    }

    private static String words(Service service) {
        String account = DemoAccount.LOGIN + " " + DemoAccount.PASSWORD;
        return switch (service) {
            case LMTP -> "LHLO warm.up\r\n" + delivery().repeat(ROUNDS / 2) + "QUIT\r\n";
            case SIEVE -> "LOGOUT\r\n";
            case SMTP, SUBMISSION -> "QUIT\r\n";
            case AUTH -> ""; // is not spoken to
            case IMAP -> "a LOGIN " + account + "\r\n" + reading().repeat(ROUNDS) + "z LOGOUT\r\n";
            case POP3 ->
                "USER " + DemoAccount.LOGIN + "\r\nPASS " + DemoAccount.PASSWORD + "\r\n"
                        + "STAT\r\nLIST\r\nUIDL\r\nRETR 1\r\n".repeat(ROUNDS) + "QUIT\r\n";
        };
    }

    private static String delivery() {
        return "MAIL FROM:<warm@up.example>\r\nRCPT TO:<" + DemoAccount.LOGIN + ">\r\nDATA\r\n"
                + "From: Warm Up <warm@up.example>\r\nTo: " + DemoAccount.LOGIN + "\r\nSubject: warm-up\r\n"
                + "Date: Thu, 01 Jan 2026 00:00:00 +0000\r\nMessage-ID: <1@up.example>\r\nMIME-Version: 1.0\r\n"
                + "Content-Type: text/plain; charset=us-ascii\r\n\r\n"
                + "The quick brown fox jumps over the lazy dog, and then it jumps back.\r\n".repeat(50)
                + ".\r\n";
    }

    /** What mail programs do most. */
    private static String reading() {
        return """
                b SELECT INBOX
                c STATUS INBOX (MESSAGES UNSEEN UIDNEXT)
                d LIST "" *
                e NOOP
                f FETCH 1:* (UID FLAGS)
                g UID FETCH 1:2 (UID FLAGS INTERNALDATE RFC822.SIZE ENVELOPE BODYSTRUCTURE)
                h FETCH 1 (BODY.PEEK[HEADER.FIELDS (SUBJECT FROM)] BODY.PEEK[])
                i STORE 1 +FLAGS.SILENT (\\Seen)
                j UID SEARCH UNSEEN
                """.replace("\n", "\r\n");
    }

    /** Says all at once and reads until the server hangs up. */
    private static void talk(int port, String words) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(20_000);
            BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));
            String greeting = in.readLine();
            socket.getOutputStream().write(words.getBytes(US_ASCII));
            for (String line = greeting; line != null; line = in.readLine()) {
                if (REFUSED.matcher(line).lookingAt()) {
                    throw new IOException("the warm-up was answered: " + line);
                }
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> {
                try {
                    Files.delete(file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
