package org.jdbmail.cli.serve;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jdbmail.cli.start.Failure;
import org.jdbmail.cli.start.Opening;
import org.jdbmail.cli.trace.Tracing;
import org.jdbmail.core.settings.Settings;
import org.jdbmail.core.store.Store;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code jdbmail run}: every server, with whatever is needed to try it made on the first start. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = "Serves everything on loopback, with a database, a certificate and the account "
                + DemoAccount.LOGIN + " made on the first start.")
public final class RunCommand implements Callable<Integer> {
    private static final int BASE_PORT = 10_000;

    private final Opening opening;

    @Mixin
    private ServeOptions options = new ServeOptions();

    @Option(
            names = "--home",
            paramLabel = "DIR",
            defaultValue = "var",
            description =
                    "The folder for the database, the certificate and the settings file that are made where none is named"
                            + " by --config (default: ${DEFAULT-VALUE}).")
    private Path home = Path.of("var");

    @Spec
    @SuppressWarnings("NullAway.Init") // filled in by picocli before call() is called
    private CommandSpec spec;

    /** @param opening opens settings and store */
    public RunCommand(Opening opening) {
        this.opening = opening;
    }

    @Override
    public Integer call() throws Failure {
        Signals signals = new Signals();
        options.check();
        boolean isTrial = options.config().isEmpty();
        Home folder = new Home(home);
        if (isTrial) {
            folder.prepare(options.basePort().orElse(BASE_PORT));
        }
        Path file = options.config().orElseGet(folder::settings);
        Settings settings = opening.settings(Optional.of(file), options.database());
        options.check(settings);
        Serving.begin(settings);
        Serving.warnOfOpenFiles(settings, Optional.of(file));
        Store store = opening.store(settings);
        boolean hasDemo = isTrial && DemoAccount.prepare(store);
        try (Tracing tracing = Tracing.of(System.getenv());
                Servers servers = Servers.start(
                        settings, store, options.services(), options.ports(), options.web(), tracing.tracer())) {
            Serving.obeyHangUps(signals, servers, opening, options);
            PrintWriter out = spec.commandLine().getOut();
            Announcement.lines(
                            servers.open(),
                            servers.web()
                                    .flatMap(web -> web.addresses().stream().findFirst()),
                            Serving.shown(settings),
                            hasDemo)
                    .forEach(out::println);
            out.flush();
            signals.await();
        }
        return 0;
    }
}
