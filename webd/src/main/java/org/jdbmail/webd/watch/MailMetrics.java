package org.jdbmail.webd.watch;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbmail.core.count.Tally;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.store.Store;
import org.jdbmail.core.store.Totals;
import org.jdbmail.webd.watch.Metrics.Family;
import org.jdbmail.webd.watch.Metrics.Kind;
import org.jdbmail.webd.watch.Metrics.Sample;

/** What is measured of mail. Counters are those of this process; what is asked of the database is asked {@link Beside} the scrape. */
public final class MailMetrics {
    private final Beside<Totals> totals;

    private MailMetrics(Store store, InstantSource clock) {
        this.totals = new Beside<>(clock, () -> ask(store));
    }

    /**
     * The families.
     *
     * @param deliveries recipients by result
     * @param logins logins by protocol and result
     */
    public static List<Family> families(Store store, Tally deliveries, Tally logins, InstantSource clock) {
        MailMetrics metrics = new MailMetrics(store, clock);
        return List.of(
                new Family(
                        "jdbmail_deliveries",
                        Kind.COUNTER,
                        "Recipients of messages that came, by what became of them: delivered, or the reason why not.",
                        () -> results(deliveries)),
                new Family("jdbmail_logins", Kind.COUNTER, "Logins, by protocol and result.", () -> logins(logins)),
                new Family(
                        "jdbmail_queue_messages",
                        Kind.GAUGE,
                        "Messages that wait to be sent.",
                        () -> metrics.of(Totals::queued)),
                new Family(
                        "jdbmail_queue_held_recipients",
                        Kind.GAUGE,
                        "Recipients in the queue that an administrator holds.",
                        () -> metrics.of(Totals::held)),
                new Family(
                        "jdbmail_queue_oldest_age_seconds",
                        Kind.GAUGE,
                        "How long the oldest message has waited.",
                        () -> metrics.of(found -> found.oldest()
                                .map(oldest -> Math.max(
                                        0,
                                        Duration.between(oldest, clock.instant())
                                                .toSeconds()))
                                .orElse(0L))),
                new Family("jdbmail_accounts", Kind.GAUGE, "Accounts.", () -> metrics.of(Totals::accounts)),
                new Family(
                        "jdbmail_accounts_nearly_full",
                        Kind.GAUGE,
                        "Accounts that have used nine tenths of what they may keep, or more.",
                        () -> metrics.of(Totals::overQuota)),
                new Family(
                        "jdbmail_mail_bytes",
                        Kind.GAUGE,
                        "Octets that accounts keep, as they are charged.",
                        () -> metrics.of(Totals::octets)));
    }

    private static List<Sample> results(Tally tally) {
        List<Sample> samples = new ArrayList<>();
        tally.read().forEach((key, count) -> samples.add(new Sample(Map.of("result", key.get(1)), count)));
        return samples;
    }

    private static List<Sample> logins(Tally tally) {
        List<Sample> samples = new ArrayList<>();
        tally.read()
                .forEach((key, count) ->
                        samples.add(new Sample(Map.of("protocol", key.get(0), "result", key.get(1)), count)));
        return samples;
    }

    /** One of the sums. */
    @FunctionalInterface
    private interface Sum {
        long of(Totals totals);
    }

    private List<Sample> of(Sum sum) {
        return totals.last()
                .map(found -> List.of(Sample.of((double) sum.of(found))))
                .orElse(List.of());
    }

    private static Optional<Totals> ask(Store store) {
        try {
            return Optional.of(store.maintenance().totals());
        } catch (Refusal trouble) {
            return Optional.empty();
        }
    }
}
