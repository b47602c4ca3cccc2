package org.jdbmail.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.stream.Collectors;
import org.jdbmail.testkit.net.FreePort;
import org.jdbmail.testkit.net.LineClient;

/**
 * A Postfix of our own: Debian's programs with configuration, queue and log in a folder, listening on the loopback
 * address only. Hands mail for the domain {@code example.com} to an LMTP server, after asking a map for the recipient.
 * Needs root, as Postfix does.
 */
final class Postfix implements AutoCloseable {
    private final Path folder;
    private final int port;

    private Postfix(Path folder, int port) {
        this.folder = folder;
        this.port = port;
    }

    /**
     * Starts one.
     *
     * @param folder an empty folder for all its files
     * @param lmtpPort where mail goes
     * @param map tells it which recipients there are
     */
    static Postfix start(Path folder, int lmtpPort, RecipientMap map) throws Exception {
        return start(folder, FreePort.next(), lmtpPort, map, "", "");
    }

    /**
     * Starts one that differs.
     *
     * @param port where it takes mail
     * @param main what main.cf has beside, or in place of the usual
     * @param master more services
     */
    static Postfix start(Path folder, int port, int lmtpPort, RecipientMap map, String main, String master)
            throws Exception {
        configure(Files.createDirectories(folder.resolve("config")).resolve("recipients.cf"), map.text());
        return start(folder, port, mainCf(folder, lmtpPort, map.type()) + main, master);
    }

    /** Starts one with further lines of main.cf, which takes no mail but from whoever is let in by them. */
    static Postfix startForSubmission(Path folder, String lines) throws Exception {
        return start(folder, FreePort.next(), COMMON.formatted(folder) + lines, "");
    }

    private static Postfix start(Path folder, int port, String main, String master) throws Exception {
        // The daemons run as the user postfix, and have to get at what they need.
        Path each = folder;
        while (each != null && Files.isWritable(each) && each.getNameCount() > 1) {
            Files.setPosixFilePermissions(each, PosixFilePermissions.fromString("rwxr-xr-x"));
            each = each.getParent();
        }
        Path config = Files.createDirectories(folder.resolve("config"));
        Files.createDirectories(folder.resolve("queue"));
        Files.createDirectories(folder.resolve("data"));
        chown("postfix", folder.resolve("data"));
        configure(config.resolve("main.cf"), main);
        configure(config.resolve("master.cf"), masterCf("127.0.0.1", port) + master);
        Postfix postfix = new Postfix(folder, port);
        PostfixControl.start(folder, postfix::greets);
        return postfix;
    }

    /**
     * Writes a configuration file. Each of Postfix's programs waits two seconds for a file that was written just now, in case
     * it is still being written; ours says that it is older.
     */
    static void configure(Path file, String text) throws IOException {
        Files.writeString(file, text);
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(60)));
    }

    private static final String COMMON = """
            compatibility_level = 3.6
            queue_directory = %1$s/queue
            data_directory = %1$s/data
            maillog_file = %1$s/maillog
            maillog_file_prefixes = %1$s
            inet_interfaces = loopback-only
            inet_protocols = ipv4
            myhostname = mx.example.com
            mydestination =
            alias_maps =
            """;

    private static String mainCf(Path folder, int lmtpPort, String mapType) {
        return (COMMON + """
                mynetworks = 127.0.0.0/8
                smtp_host_lookup = native
                disable_dns_lookups = yes
                smtpd_peername_lookup = no
                header_size_limit = 1048576
                smtpd_relay_restrictions = permit_mynetworks, reject_unauth_destination
                # the part that docs/admin/postfix.md shows
                %2$s
                """)
                .formatted(
                        folder,
                        Snippet.only("ini main.cf")
                                .text()
                                .replace(
                                        "proxy:pgsql:/etc/postfix/jdbmail.cf",
                                        "proxy:" + mapType + ":" + folder + "/config/recipients.cf")
                                .replace("inet:127.0.0.1:24\n", "inet:127.0.0.1:" + lmtpPort + "\n"));
    }

    /** The services of a private Postfix that listens there. */
    static String masterCf(String address, int port) {
        return """
                %s:%d inet n - n - - smtpd
                pickup unix n - n 60 1 pickup
                cleanup unix n - n - 0 cleanup
                qmgr unix n - n 300 1 qmgr
                rewrite unix - - n - - trivial-rewrite
                bounce unix - - n - 0 bounce
                defer unix - - n - 0 bounce
                trace unix - - n - 0 bounce
                verify unix - - n - 1 verify
                flush unix n - n 1000? 0 flush
                proxymap unix - - n - - proxymap
                smtp unix - - n - - smtp
                showq unix n - n - - showq
                error unix - - n - - error
                retry unix - - n - - error
                discard unix - - n - - discard
                lmtp unix - - n - - lmtp
                anvil unix - - n - 1 anvil
                scache unix - - n - 1 scache
                tlsmgr unix - - n 1000? 1 tlsmgr
                postlog unix-dgram n - n - 1 postlogd
                """.formatted(address, port);
    }

    /** Where it takes mail by SMTP. */
    int port() {
        return port;
    }

    /** What it logged: for the message of a failing test. */
    String log() throws IOException {
        return PostfixControl.log(folder);
    }

    /**
     * How many deliveries the LMTP server has acknowledged.
     *
     * @throws AssertionError when Postfix had to give one up, or to put it off
     */
    long delivered() throws IOException {
        String log = log();
        if (log.contains("status=bounced") || log.contains("status=deferred")) {
            throw new AssertionError("Postfix could not deliver:\n"
                    + log.lines()
                            .filter(line -> line.contains("status=bounced") || line.contains("status=deferred"))
                            .limit(10)
                            .collect(Collectors.joining("\n")));
        }
        return log.lines().filter(line -> line.contains("status=sent")).count();
    }

    private boolean greets() {
        try (LineClient client = LineClient.connect(port)) {
            return client.readLine().startsWith("220");
        } catch (IOException e) {
            return false;
        }
    }

    /** Gives a file to a user. */
    static void chown(String user, Path path) throws IOException {
        var lookup = path.getFileSystem().getUserPrincipalLookupService();
        Files.setOwner(path, lookup.lookupPrincipalByName(user));
    }

    @Override
    public void close() throws IOException {
        PostfixControl.stop(folder);
    }
}
