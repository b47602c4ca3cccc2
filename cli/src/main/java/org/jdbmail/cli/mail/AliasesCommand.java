package org.jdbmail.cli.mail;

import java.io.PrintWriter;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jdbmail.cli.start.Failure;
import org.jdbmail.cli.start.Opening;
import org.jdbmail.core.delivery.AliasTree;
import org.jdbmail.core.settings.DeliverySettings;
import org.jdbmail.core.settings.OutgoingSettings;
import org.jdbmail.core.settings.Settings;
import org.jdbmail.core.smtp.EnvelopeAddress;
import org.jdbmail.core.store.Store;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code jdbmail aliases}: draws where an address leads. */
@Command(
        name = "aliases",
        mixinStandardHelpOptions = true,
        description =
                "Draws where mail for an address goes, step by step, with circles and dead ends. The status is 67 where it goes nowhere.")
public final class AliasesCommand implements Callable<Integer> {
    private static final int NO_USER = 67;

    private final Opening opening;

    @Mixin
    private StorePlace where = new StorePlace();

    @Spec
    private @Nullable CommandSpec spec; // filled in by picocli before call()

    @Parameters(paramLabel = "ADDRESS", arity = "1..*", description = "Addresses, or names of accounts.")
    private List<String> addresses = List.of();

    /** @param opening opens settings and store */
    public AliasesCommand(Opening opening) {
        this.opening = opening;
    }

    @Override
    public Integer call() throws Failure {
        Settings settings = where.settings(opening);
        int status = 0;
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        try (Store store = opening.existingStore(settings)) {
            AliasTree tree = new AliasTree(
                    store,
                    DeliverySettings.from(settings).subaddress(),
                    OutgoingSettings.from(settings).secrets());
            for (String address : addresses) {
                AliasTree.Drawing drawing = tree.draw(EnvelopeAddress.ofPlain(address));
                drawing.lines().forEach(out::println);
                status = drawing.isTaken() ? status : NO_USER;
            }
        }
        return status;
    }
}
