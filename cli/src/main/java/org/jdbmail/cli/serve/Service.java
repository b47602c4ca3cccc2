package org.jdbmail.cli.serve;

import java.util.Optional;
import java.util.OptionalInt;
import org.jdbmail.core.settings.NetworkSettings;
import org.jdbmail.core.settings.Settings;

/** What can be served. */
enum Service {
    IMAP("imap", 143, OptionalInt.of(993)),
    POP3("pop3", 110, OptionalInt.of(995)),
    LMTP("lmtp", 24, OptionalInt.empty());

    private final String word;
    private final int port;
    private final OptionalInt tlsPort;

    Service(String word, int port, OptionalInt tlsPort) {
        this.word = word;
        this.port = port;
        this.tlsPort = tlsPort;
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

    /** Where the settings want it. */
    NetworkSettings network(Settings settings) {
        return switch (this) {
            case IMAP -> NetworkSettings.imap(settings);
            case POP3 -> NetworkSettings.pop(settings);
            case LMTP -> NetworkSettings.lmtp(settings);
        };
    }
}
