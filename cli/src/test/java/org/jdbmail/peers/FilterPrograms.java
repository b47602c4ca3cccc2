package org.jdbmail.peers;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jdbmail.e2e.Snippet;

/**
 * Debian's rspamd, ClamAV, clamsmtp and SpamAssassin, set up as docs/admin/filters.md says, in a folder of the test. They know what was written for
 * the test: two signatures of viruses, and a subject that is spam.
 */
final class FilterPrograms {
    /** A line that is a virus to ClamAV. */
    static final String VIRUS = "THIS-LINE-IS-A-VIRUS-TO-THE-TESTS-OF-JDBMAIL";

    /** The file by which those who look for viruses are tried. */
    static final String EICAR = "X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + "EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*";

    /** The line by which those who look for spam are tried. */
    static final String GTUBE = "XJS*C4JDBQADN1.NSBN3*2IDNEN*" + "GTUBE-STANDARD-ANTI-UBE-TEST-EMAIL*C.34X";

    private static final int RSPAMD = 11332;
    private static final int CLAMD = 3310;
    private static final int CLAMAV_MILTER = 7357;
    private static final int CLAMSMTP = 10025;
    private static final int SPAMD = 783;

    private final Path folder;

    /** @param folder one that the programs' users may look into, as all above it */
    FilterPrograms(Path folder) {
        this.folder = folder;
    }

    /** rspamd as a milter, to which a subject with a casino is worth eight of the fifteen points of a refusal. */
    Daemon rspamd() throws Exception {
        Path home = Files.createDirectories(folder.resolve("rspamd"));
        Path local = Files.createDirectories(home.resolve("local.d"));
        for (String name : List.of("worker-proxy.inc", "milter_headers.conf")) {
            Files.writeString(
                    local.resolve(name), Snippet.only("text rspamd " + name).text());
        }
        Files.writeString(local.resolve("worker-proxy.inc"), "count = 1;\n", StandardOpenOption.APPEND);
        for (String other : List.of("normal", "controller", "fuzzy")) {
            Files.writeString(local.resolve("worker-" + other + ".inc"), "enabled = false;\n");
        }
        Files.writeString(local.resolve("logging.inc"), "type = console;\nlevel = warning;\n");
        Files.writeString(
                local.resolve("options.inc"),
                // Its faster way to match patterns takes minutes to begin.
                "pidfile = \"" + home + "/pid\";\ndisable_hyperscan = true;\nmax_message = 100M;\n"
                        + "dns { nameserver = [\"127.0.0.1:5300\"]; timeout = 0.1s; retransmits = 1; }\n");
        Files.writeString(
                local.resolve("multimap.conf"),
                "CASINO { type = \"header\"; header = \"subject\"; regexp = true; map = \"" + home
                        + "/casino.map\"; score = 8.0; }\n");
        Files.writeString(home.resolve("casino.map"), "/casino/i\n");
        own("_rspamd", home);
        return Daemon.start(
                folder.resolve("rspamd.log"),
                RSPAMD,
                List.of(
                        "/usr/bin/rspamd",
                        "-f",
                        "-c",
                        "/etc/rspamd/rspamd.conf",
                        "-u",
                        "_rspamd",
                        "-g",
                        "_rspamd",
                        "--var",
                        "LOCAL_CONFDIR=" + home,
                        "--var",
                        "DBDIR=" + home,
                        "--var",
                        "RUNDIR=" + home));
    }

    /** clamd with signatures written by hand, and no others. */
    Daemon clamd() throws Exception {
        Path home = Files.createDirectories(folder.resolve("clamd"));
        Path signatures = Files.createDirectories(home.resolve("db"));
        Files.writeString(
                signatures.resolve("test.ndb"),
                "Test.Line:0:*:" + HexFormat.of().formatHex(VIRUS.getBytes(US_ASCII)) + "\n");
        byte[] eicar = EICAR.getBytes(US_ASCII);
        String digest =
                HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(eicar));
        Files.writeString(signatures.resolve("test.hdb"), digest + ":" + eicar.length + ":Test.Eicar\n");
        Path config = Files.writeString(home.resolve("clamd.conf"), """
                DatabaseDirectory %1$s/db
                TCPSocket %2$d
                TCPAddr 127.0.0.1
                Foreground yes
                TemporaryDirectory %1$s
                StreamMaxLength 100M
                MaxFileSize 100M
                MaxScanSize 100M
                User clamav
                """.formatted(home, CLAMD));
        own("clamav", home);
        return Daemon.start(folder.resolve("clamd.log"), CLAMD, List.of("/usr/sbin/clamd", "--config-file=" + config));
    }

    /** clamav-milter, which tells clamd's verdict; with {@code Reject} it refuses what is infected. */
    Daemon clamavMilter(String infected) throws Exception {
        Path config = Files.writeString(
                folder.resolve("clamav-milter.conf"),
                Snippet.only("text clamav-milter.conf").text().replace("OnInfected Accept", "OnInfected " + infected)
                        + "ClamdSocket tcp:127.0.0.1:" + CLAMD + "\nForeground yes\nUser clamav\n");
        return Daemon.start(
                folder.resolve("clamav-milter.log"),
                CLAMAV_MILTER,
                List.of("/usr/sbin/clamav-milter", "--config-file=" + config));
    }

    /** clamsmtp, which gives mail to clamd on its way there and back. */
    Daemon clamsmtp() throws Exception {
        Path home = Files.createDirectories(folder.resolve("clamsmtp"));
        Path config = Files.writeString(
                folder.resolve("clamsmtpd.conf"),
                Snippet.only("text clamsmtpd.conf").text() + "ClamAddress: 127.0.0.1:" + CLAMD + "\nTempDirectory: "
                        + home + "\nUser: clamav\n");
        own("clamav", home);
        return Daemon.start(
                folder.resolve("clamsmtp.log"),
                CLAMSMTP,
                List.of("/usr/sbin/clamsmtpd", "-d", "1", "-f", config.toString()));
    }

    /** SpamAssassin's spamd with the rules of its package, which asks nobody. */
    Daemon spamd() throws Exception {
        Path home = Files.createDirectories(folder.resolve("spamd"));
        Files.writeString(
                home.resolve("local.cf"),
                Snippet.only("text spamassassin local.cf").text() + "use_bayes 0\ndns_available no\n");
        try (var plugins = Files.newDirectoryStream(Path.of("/etc/spamassassin"), "*.pre")) {
            for (Path each : plugins) {
                Files.copy(each, home.resolve(each.getFileName()));
            }
        }
        own("nobody", home);
        return Daemon.start(
                folder.resolve("spamd.log"),
                SPAMD,
                List.of(
                        "/usr/sbin/spamd",
                        "-L",
                        "-x",
                        "-u",
                        "nobody",
                        "-m",
                        "1",
                        "-i",
                        "127.0.0.1",
                        "-p",
                        String.valueOf(SPAMD),
                        "--siteconfigpath=" + home,
                        "-H",
                        home.toString(),
                        "-s",
                        "stderr"));
    }

    private static void own(String user, Path path) throws IOException, InterruptedException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
        Process process = new ProcessBuilder("chown", "-R", user, path.toString()).start();
        if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IOException("there is no user " + user);
        }
    }
}
