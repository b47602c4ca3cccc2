package org.jdbmail.cli.serve;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jdbmail.cli.start.Failure;
import org.jdbmail.core.settings.Settings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The options that {@code serve} and {@code run} share. picocli fills them in. */
final class ServeOptions {
    /** The name of the web server among services. */
    private static final String WEB = "http";

    /** Where it is above a base port. */
    private static final int WEB_PORT = 80;

    /** Ports above this one would not fit. */
    private static final int MAX_BASE = 65_535 - 10_000;

    @Parameters(
            paramLabel = "SERVICE",
            arity = "0..*",
            description =
                    "What to serve: imap, pop3, lmtp, sieve, smtp, submission, auth, http. All of them where none is named; http"
                            + " then only if the settings give it a port.")
    private List<String> services = List.of();

    @Option(
            names = {"-f", "--config"},
            paramLabel = "FILE",
            description = "The settings file, in the form of a dbmail.conf.")
    private @Nullable Path config;

    @Option(
            names = "--db",
            paramLabel = "URL",
            description = "The database, before what the settings file says: jdbc:sqlite:FILE,"
                    + " jdbc:postgresql://HOST/DATABASE, jdbc:mariadb://HOST/DATABASE, jdbc:mysql://HOST/DATABASE.")
    private @Nullable String database;

    @Option(
            names = "--base-port",
            paramLabel = "N",
            description = "Listen on loopback only, at N + the standard port of each service.")
    private @Nullable Integer basePort;

    @Option(names = "--strict", description = "Don't start with a settings file that has names which nobody knows.")
    private boolean strict;

    /** Looks at the settings once more, where all names must be known. */
    void check(Settings settings) throws Failure {
        if (strict && !settings.unknown().isEmpty()) {
            throw new Failure(Failure.CONFIGURATION, String.join("\n", settings.unknown()));
        }
    }

    /** Looks at what was given, before anything is done. */
    void check() throws Failure {
        basePort();
        services();
    }

    /** The settings file that was named. */
    Optional<Path> config() {
        return Optional.ofNullable(config);
    }

    /** The database that was named. */
    Optional<String> database() {
        return Optional.ofNullable(database);
    }

    /** The base port that was named. */
    OptionalInt basePort() throws Failure {
        Integer number = basePort;
        if (number == null) {
            return OptionalInt.empty();
        }
        if (number < 0 || number > MAX_BASE) {
            throw new Failure(Failure.USAGE, "--base-port must be from 0 to " + MAX_BASE);
        }
        return OptionalInt.of(number);
    }

    /** The services that were named, or all. */
    Set<Service> services() throws Failure {
        Set<Service> chosen = EnumSet.noneOf(Service.class);
        for (String word : services) {
            if (word.equals(WEB)) {
                continue;
            }
            chosen.add(Service.ofWord(word)
                    .orElseThrow(() -> new Failure(
                            Failure.USAGE,
                            "there is no service \"" + word
                                    + "\"; there are imap, pop3, lmtp, sieve, smtp, submission, auth and http")));
        }
        return services.isEmpty() ? EnumSet.allOf(Service.class) : chosen;
    }

    /** Whether there is a web server, and where. */
    WebServing.Wish web() throws Failure {
        OptionalInt base = basePort();
        return new WebServing.Wish(
                services.isEmpty()
                        ? WebServing.Choice.AS_SET
                        : services.contains(WEB) ? WebServing.Choice.ALWAYS : WebServing.Choice.NEVER,
                base.isPresent() ? OptionalInt.of(base.getAsInt() + WEB_PORT) : OptionalInt.empty());
    }

    /** Where services listen: as configured, or above the base port. */
    Servers.Ports ports() throws Failure {
        OptionalInt base = basePort();
        if (base.isEmpty()) {
            return (service, configured) -> configured;
        }
        int number = base.getAsInt();
        return (service, configured) -> configured.at(
                InetAddress.getLoopbackAddress(),
                service.port() == 0 ? OptionalInt.empty() : OptionalInt.of(number + service.port()),
                service.tlsPort().isPresent()
                        ? OptionalInt.of(number + service.tlsPort().getAsInt())
                        : OptionalInt.empty());
    }
}
