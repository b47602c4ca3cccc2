package org.jdbmail.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jdbmail.cli.dbmail.CommonOptions;
import org.jdbmail.cli.dbmail.Getopt;
import org.jdbmail.cli.dbmail.Getopt.Misuse;
import org.jdbmail.cli.dbmail.Getopt.Option;
import org.jdbmail.cli.dbmail.Getopt.Value;
import org.jdbmail.cli.dbmail.ProgramVersion;
import org.jdbmail.cli.start.Failure;
import org.jdbmail.cli.start.Opening;
import org.jdbmail.core.settings.DaemonSettings;
import org.jdbmail.core.settings.Settings;

/**
 * A daemon of DBMail's by its name: {@code jdbmail serve} for one protocol. Its launcher puts it into the background, unless
 * {@code -D} is given. With {@code -n} it serves one session on standard input and output, for inetd.
 */
final class Daemon {
    /** The launcher's own: a file that it waits for, and takes away itself. */
    private static final String STARTED = "started";

    private static final List<Option> OPTIONS = List.of(
            new Option('f', "config", Value.REQUIRED),
            new Option('\0', "db", Value.REQUIRED),
            new Option('p', "pidfile", Value.REQUIRED),
            new Option('\0', STARTED, Value.REQUIRED),
            new Option('n', "no-daemonize", Value.NONE),
            new Option('D', "foreground", Value.NONE),
            new Option('v', "verbose", Value.NONE),
            new Option('V', "version", Value.NONE),
            new Option('h', "help", Value.NONE));

    /** How long a session on standard input waits for the server to be there. */
    private static final int PATIENCE_MILLIS = 60_000;

    private static final String WEB = "http";

    private final String name;
    private final String service;
    private final PrintWriter out;
    private final PrintWriter err;

    private Daemon(String name, String service, PrintWriter out, PrintWriter err) {
        this.name = name;
        this.service = service;
        this.out = out;
        this.err = err;
    }

    /** Runs the daemon of that name for a service of {@code jdbmail serve}. */
    static int run(
            String name, String service, PrintWriter out, PrintWriter err, Opening opening, List<String> arguments)
            throws Failure {
        return new Daemon(name, service, out, err).run(opening, arguments);
    }

    private String help() {
        return """
            *** %1$s ***
            Serves %2$s: the same as "jdbmail serve %2$s".

                 -f, --config file   the settings file
                                     Default: /etc/dbmail/dbmail.conf
                 --db URL            the database, before what the settings file says
                 -p, --pidfile file  write the process id there
                                     Default: NAME.pid in pid_directory, if that is set
                 -n                  serve one session on standard input and output
                 -D                  stay in the foreground
                 -v, --verbose       log more
                 -V, --version       show the version
                 -h, --help          show this help
            """.formatted(name, service);
    }

    private int run(Opening opening, List<String> arguments) throws Failure {
        CommonOptions options;
        try {
            options = new CommonOptions(Getopt.parse(OPTIONS, arguments));
        } catch (Misuse misuse) {
            err.println(name + ": " + misuse.getMessage() + "; see " + name + " -h");
            return Failure.USAGE;
        }
        if (options.has("help")) {
            out.print(help());
            return 0;
        }
        if (options.has("version")) {
            out.println("This is " + name + " of " + ProgramVersion.TEXT);
            return 0;
        }
        if (options.has("verbose")) {
            return run(opening.with(Map.of("JDBMAIL_FILE_LOGGING_LEVELS", "debug")), options);
        }
        return run(opening, options);
    }

    private int run(Opening opening, CommonOptions options) throws Failure {
        if (options.has("no-daemonize")) {
            return session(opening, options);
        }
        Optional<Path> named = options.value("pidfile").map(Path::of);
        Optional<Path> usual = named.isPresent() ? Optional.empty() : usualPidFile(options.settings(opening));
        Optional<Path> pidFile = named.or(() -> usual);
        Optional<Path> started = options.value(STARTED).map(Path::of);
        try {
            if (pidFile.isPresent() || started.isPresent()) {
                // What is wrong with settings or database is said while the terminal is still there.
                opening.store(options.settings(opening)).close();
            }
            if (named.isPresent()) {
                writePid(named.get());
            } else if (usual.isPresent()) {
                writePidIfPossible(usual.get());
            }
            if (started.isPresent()) {
                writePid(started.get());
            }
            return Main.commandLine(opening, "serve").setOut(out).setErr(err).execute(words(options));
        } catch (IOException e) {
            throw new Failure(Failure.UNAVAILABLE, "the process id cannot be written (" + e.getMessage() + ")", e);
        } finally {
            pidFile.ifPresent(Daemon::remove);
        }
    }

    /** As DBMail's own name theirs. */
    private Optional<Path> usualPidFile(Settings settings) {
        return DaemonSettings.from(settings).pidDirectory().map(folder -> folder.resolve(name + ".pid"));
    }

    private static void writePid(Path file) throws IOException {
        Files.writeString(file, ProcessHandle.current().pid() + "\n");
    }

    /** A stock dbmail.conf names a folder that only root may write to. */
    private void writePidIfPossible(Path file) {
        try {
            if (!isOfAnother(file)) {
                writePid(file);
            }
        } catch (IOException e) {
            err.println(name + ": the process id cannot be written to " + file + " ("
                    + e.getClass().getSimpleName() + "); mend pid_directory");
        }
    }

    private String[] words(CommonOptions options) {
        List<String> words = new ArrayList<>(List.of("serve", service));
        options.value("config").ifPresent(file -> words.addAll(List.of("-f", file)));
        options.value("db").ifPresent(url -> words.addAll(List.of("--db", url)));
        return words.toArray(String[]::new);
    }

    /** Whether a daemon that runs has left its number there: this one will find the port taken, and that one is to be found still. */
    private static boolean isOfAnother(Path file) throws IOException {
        Optional<String> java = ProcessHandle.current().info().command();
        return Files.exists(file)
                && pidIn(file)
                        .flatMap(ProcessHandle::of)
                        .filter(other -> other.isAlive() && !other.equals(ProcessHandle.current()))
                        .filter(other -> other.info().command().equals(java))
                        .isPresent();
    }

    private static Optional<Long> pidIn(Path file) throws IOException {
        String text = Files.readString(file).strip();
        return text.matches("[0-9]{1,18}") ? Optional.of(Long.parseLong(text)) : Optional.empty();
    }

    private static void remove(Path file) {
        try {
            if (Files.exists(file)
                    && pidIn(file).equals(Optional.of(ProcessHandle.current().pid()))) {
                Files.delete(file);
            }
        } catch (IOException e) {
            file.toFile().deleteOnExit(); // the folder may not be ours to write any more; nothing is lost by it
        }
    }

    /** A server of its own on a socket that nobody else can reach, and a session with it. */
    private int session(Opening opening, CommonOptions options) throws Failure {
        try {
            Path folder = Files.createTempDirectory("jdbmail-session"); // for this user only
            Path socket = folder.resolve("socket");
            try {
                if (service.equals(WEB)) {
                    int port = freePort();
                    session(
                            opening.with(Map.of("JDBMAIL_HTTP_PORT", "" + port, "JDBMAIL_HTTP_BINDIP", "127.0.0.1")),
                            options,
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                } else {
                    String prefix = "JDBMAIL_" + section() + "_";
                    session(
                            opening.with(Map.of(
                                    prefix + "SOCKET",
                                    socket.toString(),
                                    prefix + "PORT",
                                    "0",
                                    prefix + "TLS_PORT",
                                    "0")),
                            options,
                            UnixDomainSocketAddress.of(socket));
                }
            } finally {
                remove(socket);
                remove(folder);
            }
            return 0;
        } catch (IOException e) {
            throw new Failure(Failure.UNAVAILABLE, "the session ended (" + e.getMessage() + ")", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Failure.TEMPORARY;
        }
    }

    private void session(Opening opening, CommonOptions options, SocketAddress address)
            throws IOException, InterruptedException {
        Thread server = Thread.ofPlatform()
                .daemon()
                .name(name)
                .start(() -> Main.commandLine(opening, "serve").setErr(err).execute(words(options)));
        try (SocketChannel channel = connect(address, server)) {
            relay(channel);
        }
    }

    /** The web server knows no Unix sockets. */
    private static int freePort() throws IOException {
        try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return any.getLocalPort();
        }
    }

    private String section() {
        return service.equals("pop3") ? "POP" : service.toUpperCase(Locale.ROOT);
    }

    private static SocketChannel connect(SocketAddress address, Thread server)
            throws IOException, InterruptedException {
        for (int waited = 0; waited < PATIENCE_MILLIS && server.isAlive(); waited += 20) {
            try {
                return address instanceof UnixDomainSocketAddress ? unix(address) : SocketChannel.open(address);
            } catch (IOException e) {
                server.join(20); // nobody listens yet
            }
        }
        throw new IOException("the server did not start");
    }

    private static SocketChannel unix(SocketAddress address) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.connect(address);
            return channel;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private static void relay(SocketChannel channel) throws IOException, InterruptedException {
        OutputStream toServer = Channels.newOutputStream(channel);
        InputStream fromServer = Channels.newInputStream(channel);
        Thread.ofPlatform().daemon().name("input").start(() -> {
            try {
                copy(System.in, toServer);
                channel.shutdownOutput();
            } catch (IOException e) {
                Thread.currentThread().interrupt(); // the session is over; whoever reads below sees its end
            }
        });
        copy(fromServer, System.out);
    }

    private static void copy(InputStream from, OutputStream to) throws IOException {
        byte[] buffer = new byte[8192];
        for (int count = from.read(buffer); count >= 0; count = from.read(buffer)) {
            to.write(buffer, 0, count);
            to.flush();
        }
    }
}
