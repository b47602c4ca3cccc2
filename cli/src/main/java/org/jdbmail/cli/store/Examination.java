package org.jdbmail.cli.store;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jdbmail.cli.start.Failure;
import org.jdbmail.cli.start.Opening;
import org.jdbmail.core.settings.BadSettings;
import org.jdbmail.core.settings.HttpSettings;
import org.jdbmail.core.settings.NetworkSettings;
import org.jdbmail.core.settings.Settings;
import org.jdbmail.core.settings.TlsFiles;
import org.jdbmail.sql.schema.Schema;
import org.jdbmail.sql.schema.Schema.Status;

/** Looks at all that a server needs, and says what to do about what is not right; changes nothing. */
public final class Examination {
    private static final Duration CERTIFICATE_SOON = Duration.ofDays(21);
    private static final Duration CLOCK = Duration.ofSeconds(5);
    private static final double ROOM = 0.05;

    /** What was found out about something. */
    public record Finding(String what, boolean isWell, String text) {}

    private final Opening opening;
    private final Settings settings;
    private final List<Finding> findings = new ArrayList<>();

    private Examination(Opening opening, Settings settings) {
        this.opening = opening;
        this.settings = settings;
    }

    /** Looks at the permissions of the settings file, if there is one. */
    static List<Finding> ofFile(Opening opening, Settings settings, Optional<Path> file) {
        Examination looking = new Examination(opening, settings);
        looking.settings(file);
        return List.copyOf(looking.findings);
    }

    /** Looks at everything else. */
    public static List<Finding> of(Opening opening, Settings settings) throws Failure {
        Examination looking = new Examination(opening, settings);
        if (settings.unknown().isEmpty()) {
            looking.well("settings", "every name is known");
        } else {
            settings.unknown().forEach(line -> looking.ill("settings", line));
        }
        looking.database();
        looking.services();
        looking.certificate();
        looking.files();
        return List.copyOf(looking.findings);
    }

    private void well(String what, String finding) {
        findings.add(new Finding(what, true, finding));
    }

    private void ill(String what, String finding) {
        findings.add(new Finding(what, false, finding));
    }

    /** The file may hold the database's password. */
    private void settings(Optional<Path> file) {
        if (file.isEmpty()) {
            well("settings file", "there is none: the command line or the environment names the database");
        } else if (isOpen(file.get())) {
            ill("settings file", file.get() + " can be read by everybody; chmod o-r " + file.get());
        } else {
            well("settings file", file.get() + " can be read by its owner and group only");
        }
    }

    private void database() {
        try {
            Instant before = Instant.now();
            Status status = opening.ask(settings, Schema::look);
            well(
                    "database",
                    "answers within " + Duration.between(before, Instant.now()).toMillis() + " ms");
            if (status.outcome() != Schema.Outcome.READY) {
                ill("schema", "not as this program needs it; see jdbmail db status, and run jdbmail db upgrade");
            } else if (status.missing().isEmpty()) {
                well("schema", "version " + status.version() + ", and no table or column is missing");
            } else {
                ill("schema", "missing: " + String.join(", ", status.missing()) + "; restore them from a backup");
            }
            keys();
            Duration off = opening.ask(settings, Schema::clockOffset).abs();
            if (off.compareTo(CLOCK) > 0) {
                ill("clock", "differs from the database's by " + off.toSeconds() + " s; let NTP set both");
            } else {
                well("clock", "agrees with the database's");
            }
        } catch (Failure failure) {
            ill("database", String.valueOf(failure.getMessage()));
        }
    }

    private void keys() throws Failure {
        Schema.Keys keys = opening.ask(settings, Schema::keys);
        if (keys.indexes().isEmpty()) {
            well("indexes", "every column by which rows are looked for has one");
        }
        for (String missing : keys.indexes()) {
            ill(
                    "indexes",
                    "none begins with this column: CREATE INDEX ON " + missing + " (MySQL wants a name for it, too)");
        }
        well(
                "primary keys",
                keys.withoutPrimaryKey().isEmpty()
                        ? "every table has one"
                        : "DBMail makes these without one, which only clusters such as Galera mind: "
                                + String.join(", ", keys.withoutPrimaryKey()));
    }

    private void services() {
        ports("imap", NetworkSettings.imap(settings));
        ports("pop3", NetworkSettings.pop(settings));
        NetworkSettings lmtp = NetworkSettings.lmtp(settings);
        ports("lmtp", lmtp);
        if (lmtp.port().isPresent() || lmtp.tlsPort().isPresent()) {
            lmtp.addresses().stream()
                    .filter(address -> !address.isLoopbackAddress())
                    .forEach(address -> ill(
                            "lmtp",
                            "takes mail without a password on " + address.getHostAddress()
                                    + "; keep it on 127.0.0.1 or behind a firewall"));
        }
        ports("sieve", NetworkSettings.sieve(settings));
        ports("smtp", NetworkSettings.smtp(settings));
        ports("submission", NetworkSettings.submission(settings));
        ports("auth", NetworkSettings.auth(settings));
        HttpSettings http = HttpSettings.from(settings);
        ports("http", http.addresses(), http.port(), http.tlsPort());
    }

    private void ports(String service, NetworkSettings network) {
        ports(service, network.addresses(), network.port(), network.tlsPort());
        Optional<Path> folder = network.socket().map(Path::toAbsolutePath).map(Path::getParent);
        if (folder.isPresent() && !Files.isDirectory(folder.get())) {
            ill("socket", "there is no folder " + folder.get() + " for that of " + service + "; make it");
        }
    }

    private void ports(String service, List<InetAddress> addresses, OptionalInt port, OptionalInt tlsPort) {
        for (OptionalInt each : List.of(port, tlsPort)) {
            if (each.isPresent()) {
                addresses.forEach(address -> findings.add(PortCheck.of(service, address, each.getAsInt())));
            }
        }
    }

    private void certificate() {
        try {
            Optional<TlsFiles> files = TlsFiles.from(settings);
            if (files.isEmpty()) {
                ill("certificate", "there is none: passwords go in the clear; give tls_cert and tls_key");
                return;
            }
            for (TlsFiles.Pair pair : files.get().pairs()) {
                certificate(pair);
            }
        } catch (BadSettings | IOException | CertificateException e) {
            ill("certificate", "cannot be used: " + e.getMessage());
        }
    }

    private void certificate(TlsFiles.Pair pair) throws IOException, CertificateException {
        Path file = pair.certificate();
        try (InputStream in = Files.newInputStream(file)) {
            X509Certificate certificate =
                    (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
                            .findFirst()
                            .orElseThrow(() -> new CertificateException("it holds no certificate"));
            Instant end = certificate.getNotAfter().toInstant();
            if (end.isBefore(Instant.now().plus(CERTIFICATE_SOON))) {
                ill("certificate", file + " ends on " + end + "; renew it");
            } else {
                well("certificate", file + " is good until " + end);
            }
        }
        if (isOpen(pair.key())) {
            ill("key", pair.key() + " can be read by everybody; chmod o-r " + pair.key());
        } else {
            well("key", pair.key() + " can be read by its owner and group only");
        }
    }

    private static boolean isOpen(Path file) {
        try {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
            return permissions.contains(PosixFilePermission.OTHERS_READ);
        } catch (IOException | UnsupportedOperationException e) {
            return false; // not there, or not a system that knows such permissions: told elsewhere
        }
    }

    private static Optional<Path> databaseFile(Settings settings) throws Failure {
        try {
            return Opening.file(settings);
        } catch (BadSettings bad) {
            throw new Failure(Failure.CONFIGURATION, String.valueOf(bad.getMessage()), bad);
        }
    }

    private void files() throws Failure {
        room("temporary files", Path.of(System.getProperty("java.io.tmpdir")));
        Optional<Path> file = databaseFile(settings);
        if (file.isPresent() && Files.exists(file.get())) {
            room("database file", file.get());
            if (isOpen(file.get())) {
                ill("database file", file.get() + " can be read by everybody; chmod o-r " + file.get());
            }
        }
        long wanted = (long) NetworkSettings.imap(settings).maxSessions()
                + NetworkSettings.pop(settings).maxSessions();
        OptionalInt most = descriptors();
        if (most.isPresent() && most.getAsInt() < wanted) {
            ill(
                    "open files",
                    "this process may have " + most.getAsInt() + ", max_sessions asks for " + wanted
                            + "; LimitNOFILE= in the unit, or smaller limits");
        } else {
            well("open files", "enough for max_sessions");
        }
    }

    private void room(String what, Path folder) {
        try {
            double free = (double) Files.getFileStore(folder).getUsableSpace()
                    / Math.max(1, Files.getFileStore(folder).getTotalSpace());
            if (free < ROOM) {
                ill(what, "only " + Math.round(100 * free) + " % are free where " + folder + " is; make room");
            } else {
                well(what, Math.round(100 * free) + " % are free where " + folder + " is");
            }
        } catch (IOException e) {
            ill(what, folder + " cannot be looked at: " + e.getMessage());
        }
    }

    /** How many files this process may have open, where the system tells. */
    private static OptionalInt descriptors() {
        try {
            return Files.readAllLines(Path.of("/proc/self/limits")).stream()
                    .filter(line -> line.startsWith("Max open files"))
                    .map(line -> line.split("\\s+")[4]) // the hard limit, to which Java raises itself
                    .filter(number -> number.chars().allMatch(Character::isDigit))
                    .mapToInt(Integer::parseInt)
                    .findFirst();
        } catch (IOException | NumberFormatException e) {
            return OptionalInt.empty(); // not Linux
        }
    }
}
