package org.jdbmail.cli.serve;

import java.util.Optional;
import java.util.OptionalInt;
import org.jdbmail.core.settings.NetworkSettings;
import org.jdbmail.core.settings.Settings;

/** What can be served. */
enum Service {
    IMAP("imap", 143, OptionalInt.of(993), 0),
    POP3("pop3", 110, OptionalInt.of(995), 0),
    LMTP("lmtp", 24, OptionalInt.empty(), 256),
    SIEVE("sieve", 4190, OptionalInt.empty(), 0),
    SMTP("smtp", 25, OptionalInt.empty(), 256),
    SUBMISSION("submission", 587, OptionalInt.of(465), 0);

    private final String word;
    private final int port;
    private final OptionalInt tlsPort;
    private final int platformThreads;

    Service(String word, int port, OptionalInt tlsPort, int platformThreads) {
        this.word = word;
        this.port = port;
        this.tlsPort = tlsPort;
        this.platformThreads = platformThreads;
    }

    /** The service of that name on the command line. */
    static Optional<Service> ofWord(String word) {
        for (Service service : values()) {
            if (service.word.equals(word)) {
                return Optional.of(service);
            }
        }
        return Optional.empty();
    }

    /** Its name on the command line, in logs and in the names of threads. */
    String word() {
        return word;
    }

    /** The registered port where sessions begin in the clear. */
    int port() {
        return port;
    }

    /** The registered port where TLS begins with the first byte. */
    OptionalInt tlsPort() {
        return tlsPort;
    }

    /** For how many of its sessions a thread of the system's is worth it; see {@link org.jdbmail.wire.ListenerConfig}. */
    int platformThreads() {
        return platformThreads;
    }

    /** Whether its sessions log in. */
    boolean logsIn() {
        return this != LMTP && this != SMTP;
    }

    /** Where the settings want it. */
    NetworkSettings network(Settings settings) {
        return switch (this) {
            case IMAP -> NetworkSettings.imap(settings);
            case POP3 -> NetworkSettings.pop(settings);
            case LMTP -> NetworkSettings.lmtp(settings);
            case SIEVE -> NetworkSettings.sieve(settings);
            case SMTP -> NetworkSettings.smtp(settings);
            case SUBMISSION -> NetworkSettings.submission(settings);
        };
    }
}
