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
import java.util.stream.Stream;
import org.jdbmail.cli.start.Failure;
import org.jdbmail.cli.start.Opening;
import org.jdbmail.core.settings.Settings;
import org.jdbmail.core.store.Store;
import picocli.CommandLine.Command;

/**
 * {@code jdbmail warm-up}: a short life of a trial server, in a folder that is thrown away, with a message that comes in by
 * LMTP and is read by IMAP and POP3. The build runs it once so that Java can write down which classes a server loads; later
 * starts take a fraction of the time.
 */
@Command(name = "warm-up", hidden = true, description = "Trains Java's ahead-of-time cache; part of the build.")
public final class WarmUpCommand implements Callable<Integer> {
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
        try (Servers servers = Servers.start(settings, store, EnumSet.allOf(Service.class), anyPort)) {
            for (Service service : List.of(Service.LMTP, Service.IMAP, Service.POP3)) {
                for (Servers.Open one : servers.open()) {
                    if (one.service() == service) {
                        talk(one.listener().port(), words(service));
                    }
                }
            }
        }
    }

    private static String words(Service service) {
        String account = DemoAccount.LOGIN + " " + DemoAccount.PASSWORD;
        return switch (service) {
            case LMTP ->
                "LHLO warm.up\r\nMAIL FROM:<>\r\nRCPT TO:<" + DemoAccount.LOGIN
                        + ">\r\nDATA\r\nSubject: warm-up\r\n\r\nwarm\r\n.\r\nQUIT\r\n";
            case IMAP ->
                "a LOGIN " + account
                        + "\r\nb SELECT INBOX\r\nc FETCH 1:* (FLAGS ENVELOPE BODYSTRUCTURE BODY.PEEK[])\r\n"
                        + "d LOGOUT\r\n";
            case POP3 ->
                "USER " + DemoAccount.LOGIN + "\r\nPASS " + DemoAccount.PASSWORD + "\r\nSTAT\r\nRETR 1\r\nQUIT\r\n";
        };
    }

    /** Says all at once and reads until the server hangs up. */
    private static void talk(int port, String words) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(20_000);
            BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));
            String greeting = in.readLine();
            socket.getOutputStream().write(words.getBytes(US_ASCII));
            for (String line = greeting; line != null; line = in.readLine()) {
                if (line.startsWith("-ERR") || line.startsWith("5")) {
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
