package org.jdbmail.cli.serve;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jdbmail.cli.start.Failure;
import org.jdbmail.cli.start.Logging;
import org.jdbmail.cli.start.Opening;
import org.jdbmail.core.settings.BadSettings;
import org.jdbmail.core.settings.DatabaseSettings;
import org.jdbmail.core.settings.LoggingSettings;
import org.jdbmail.core.settings.Settings;
import org.jdbmail.core.settings.TlsFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The life of a server process between its start and its end. */
final class Serving {
    private static final Logger LOG = LoggerFactory.getLogger(Serving.class);

    private Serving() {}

    /** Sets up the log as the settings say, and tells in it which of them have no effect. */
    static void begin(Settings settings) throws Failure {
        Logging.apply(LoggingSettings.from(settings));
        settings.notices().forEach(LOG::warn);
    }

    /**
     * From now on SIGHUP is obeyed: it opens the log anew, at the level that the settings file
     * now says, and reads the certificate again.
     */
    static void obeyHangUps(Signals signals, Servers servers, Opening opening, ServeOptions options) {
        signals.onHangUp(() -> reload(servers, opening, options));
    }

    /** Warns of files that others may read: the settings, the database, the key of the certificate. */
    static void warnOfOpenFiles(Settings settings, Optional<Path> file) throws Failure {
        try {
            file.flatMap(path -> StartChecks.ofFile("the settings file", path)).ifPresent(LOG::warn);
            Opening.file(settings)
                    .flatMap(path -> StartChecks.ofFile("the database", path))
                    .ifPresent(LOG::warn);
            Optional<TlsFiles> tls = TlsFiles.from(settings);
            for (TlsFiles.Pair pair : tls.map(TlsFiles::pairs).orElse(List.of())) {
                StartChecks.ofFile("the key of the certificate", pair.key()).ifPresent(LOG::warn);
            }
        } catch (BadSettings e) {
            throw new Failure(Failure.CONFIGURATION, String.valueOf(e.getMessage()), e);
        }
    }

    private static void reload(Servers servers, Opening opening, ServeOptions options) {
        try {
            Settings again = opening.settings(options.config(), options.database());
            Logging.apply(LoggingSettings.from(again));
            LOG.info("the log was opened anew");
        } catch (Failure failure) {
            LOG.error("the log stays as it is: {}", failure.getMessage());
        }
        servers.renewCertificate();
    }

    /** The database as it may be shown. */
    static String shown(Settings settings) throws Failure {
        try {
            String url = DatabaseSettings.from(settings).url();
            Optional<Integer> at = Optional.of(url.lastIndexOf('@')).filter(index -> index >= 0);
            String withoutLogin =
                    at.isPresent() ? url.substring(0, url.indexOf("//") + 2) + url.substring(at.get() + 1) : url;
            int parameters = withoutLogin.indexOf('?');
            return parameters < 0 ? withoutLogin : withoutLogin.substring(0, parameters);
        } catch (BadSettings e) {
            throw new Failure(Failure.CONFIGURATION, String.valueOf(e.getMessage()), e);
        }
    }
}
