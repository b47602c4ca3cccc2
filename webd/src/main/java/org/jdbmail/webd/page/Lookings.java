package org.jdbmail.webd.page;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.store.Maintenance;
import org.jdbmail.core.store.Store;
import org.jdbmail.core.store.Totals;
import org.jdbmail.webd.page.ServerFacts.Finding;
import org.jdbmail.webd.watch.Beside;

/**
 * What pages show that takes its time to be found: it is looked for {@link Beside} them, once for all who look, and they tell how old it is.
 *
 * @param doctor what is wrong
 * @param counted how much the store holds
 * @param totals of accounts and queue
 * @param patience how long a browser waits for what may be there in a moment
 */
public record Lookings(
        Beside<List<Finding>> doctor, Beside<Counted> counted, Beside<Totals> totals, Duration patience) {
    /** Half of what a page may take. */
    public static final Duration PATIENCE = Duration.ofMillis(100);

    /** What was counted of all messages. */
    public record Counted(Maintenance.Sizes sizes, Maintenance.Layouts layouts) {}

    /** Those of a server. */
    public static Lookings of(Store store, ServerFacts facts, InstantSource clock, Duration patience) {
        Maintenance maintenance = store.maintenance();
        return new Lookings(
                new Beside<>(clock, () -> Optional.of(facts.doctor().get())),
                new Beside<>(clock, () -> unlessRefused(() -> new Counted(maintenance.sizes(), maintenance.layouts()))),
                new Beside<>(clock, () -> unlessRefused(maintenance::totals)),
                patience);
    }

    private static <T> Optional<T> unlessRefused(Supplier<T> search) {
        try {
            return Optional.of(search.get());
        } catch (Refusal trouble) {
            return Optional.empty();
        }
    }
}
