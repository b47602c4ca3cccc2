package org.jdbmail.cli.serve;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jdbmail.cli.start.Failure;
import org.jdbmail.cli.start.Opening;
import org.jdbmail.cli.start.PrivateFiles;
import org.jdbmail.core.settings.BadSettings;
import org.jdbmail.core.settings.Settings;
import org.jdbmail.core.settings.TlsFiles;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code jdbmail tls}: makes a certificate to begin with, and looks at those that the settings name. */
@Command(
        name = "tls",
        mixinStandardHelpOptions = true,
        description = "Makes a certificate, or checks those of the settings.",
        synopsisSubcommandLabel = "COMMAND")
public final class TlsCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // filled in by picocli before run() is called
    private CommandSpec spec;

    /** With its subcommands. */
    public static CommandLine commandLine(Opening opening) {
        return new CommandLine(new TlsCommand()).addSubcommand(new SelfSigned()).addSubcommand(new Check(opening));
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "self-signed, or check?");
    }

    /** {@code jdbmail tls self-signed}. */
    @Command(
            name = "self-signed",
            mixinStandardHelpOptions = true,
            description = "Makes a key and a certificate that nobody vouches for: clients must be told to trust it.")
    static final class SelfSigned implements Callable<Integer> {
        @Option(
                names = "--cert",
                paramLabel = "FILE",
                required = true,
                description = "Where the certificate is written; there must be no such file.")
        private Path certificate = Path.of("");

        @Option(
                names = "--key",
                paramLabel = "FILE",
                required = true,
                description = "Where its key is written, for the owner alone; there must be no such file.")
        private Path key = Path.of("");

        @Option(
                names = "--days",
                paramLabel = "N",
                defaultValue = "3650",
                description = "How long it is valid (default: ${DEFAULT-VALUE}).")
        private int days = 3650;

        @Parameters(
                paramLabel = "HOST",
                arity = "0..*",
                description =
                        "Names and IP addresses by which clients know the server; by default the machine's own name.")
        private List<String> hosts = new ArrayList<>();

        @Spec
        @SuppressWarnings("NullAway.Init") // filled in by picocli before call() is called
        private CommandSpec spec;

        @Override
        public Integer call() throws Failure {
            try {
                List<String> names =
                        hosts.isEmpty() ? List.of(InetAddress.getLocalHost().getHostName()) : hosts;
                Certificate made = Certificate.selfSigned(names, Duration.ofDays(days), Instant.now());
                requireAbsent(key);
                requireAbsent(certificate);
                PrivateFiles.make(key);
                Files.writeString(key, made.key());
                Files.writeString(certificate, made.certificate());
                spec.commandLine()
                        .getOut()
                        .println("tls_cert = " + certificate.toAbsolutePath() + "\ntls_key = " + key.toAbsolutePath());
                return 0;
            } catch (IOException e) {
                throw new Failure(Failure.UNAVAILABLE, "no certificate was made: " + e, e);
            }
        }

        private static void requireAbsent(Path file) throws IOException {
            if (Files.exists(file)) {
                throw new FileAlreadyExistsException(file.toString());
            }
        }
    }

    /** {@code jdbmail tls check}. */
    @Command(
            name = "check",
            mixinStandardHelpOptions = true,
            description =
                    "Reads the certificates and keys that the settings name, as a server would, and tells whom they are for"
                            + " and until when. Ends with 0 if they can be served, and none ends within two weeks.")
    static final class Check implements Callable<Integer> {
        private static final Duration SOON = Duration.ofDays(14);

        private final Opening opening;

        @Option(names = "--config", paramLabel = "FILE", description = "The settings file.")
        private Optional<Path> config = Optional.empty();

        @Spec
        @SuppressWarnings("NullAway.Init") // filled in by picocli before call() is called
        private CommandSpec spec;

        Check(Opening opening) {
            this.opening = opening;
        }

        @Override
        public Integer call() throws Failure {
            Settings settings = opening.settings(config, Optional.empty());
            if (CertificateWatch.contexts(settings).isEmpty()) {
                throw new Failure(Failure.CONFIGURATION, "there is no certificate: set tls_cert and tls_key");
            }
            try {
                return tell(
                                TlsFiles.from(settings).orElseThrow(),
                                spec.commandLine().getOut())
                        ? 0
                        : Failure.CONFIGURATION;
            } catch (BadSettings | IOException | CertificateException e) {
                throw new Failure(Failure.CONFIGURATION, String.valueOf(e.getMessage()), e);
            }
        }

        private static boolean tell(TlsFiles files, PrintWriter out) throws IOException, CertificateException {
            boolean good = true;
            for (TlsFiles.Pair pair : files.pairs()) {
                try (var in = Files.newInputStream(pair.certificate())) {
                    var own = (X509Certificate) CertificateFactory.getInstance("X.509")
                            .generateCertificates(in)
                            .iterator()
                            .next();
                    Instant end = own.getNotAfter().toInstant();
                    out.println(pair.certificate() + ": "
                            + own.getSubjectX500Principal().getName() + ", " + names(own) + ", "
                            + own.getPublicKey().getAlgorithm() + ", valid until " + end);
                    if (end.isBefore(Instant.now().plus(SOON))) {
                        out.println(end.isBefore(Instant.now()) ? "  it has ended" : "  it ends soon: renew it");
                        good = false;
                    }
                    if (PrivateFiles.isOpenToOthers(pair.key())) {
                        out.println("  its key can be read by every user of this machine: chmod o= " + pair.key());
                        good = false;
                    }
                }
            }
            return good;
        }

        private static String names(X509Certificate own) throws CertificateException {
            var alternatives = own.getSubjectAlternativeNames();
            return alternatives == null
                    ? "for no name that clients would check"
                    : "for "
                            + String.join(
                                    ", ",
                                    alternatives.stream()
                                            .map(name -> String.valueOf(name.get(1)))
                                            .toList());
        }
    }
}
