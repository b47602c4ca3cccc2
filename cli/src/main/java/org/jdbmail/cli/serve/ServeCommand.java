package org.jdbmail.cli.serve;

import java.util.concurrent.Callable;
import org.jdbmail.cli.start.Failure;
import org.jdbmail.cli.start.Opening;
import org.jdbmail.cli.trace.Tracing;
import org.jdbmail.core.settings.Settings;
import org.jdbmail.core.store.Store;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code jdbmail serve}: the servers of a site, as its settings file says. */
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        description = "Serves mail until SIGTERM or Ctrl-C. SIGHUP opens the log anew and reads the certificate again.")
public final class ServeCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(ServeCommand.class);

    private final Opening opening;

    @Mixin
    private ServeOptions options = new ServeOptions();

    /** @param opening opens settings and store */
    public ServeCommand(Opening opening) {
        this.opening = opening;
    }

    @Override
    public Integer call() throws Failure {
        Signals signals = new Signals();
        options.check();
        Settings settings = opening.settings(options.config(), options.database());
        options.check(settings);
        Serving.begin(settings);
        Serving.warnOfOpenFiles(settings, opening.file(options.config()));
        Store store = opening.store(settings);
        try (Tracing tracing = Tracing.of(System.getenv());
                Servers servers = Servers.start(
                        settings, store, options.services(), options.ports(), options.web(), tracing.tracer())) {
            Serving.obeyHangUps(signals, servers, opening, options);
            servers.open()
                    .forEach(one -> LOG.info(
                            "{} listens on {}",
                            one.listener().name(),
                            one.listener().addresses()));
            servers.web().ifPresent(web -> LOG.info("http listens on {}", web.addresses()));
            signals.await();
        }
        return 0;
    }
}
