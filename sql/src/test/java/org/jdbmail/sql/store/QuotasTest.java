package org.jdbmail.sql.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.store.Delivered;
import org.jdbmail.core.store.Quotas;
import org.jdbmail.sql.SqlStore;
import org.jdbmail.testkit.net.Eventually;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What an account uses, and the limits it has. */
final class QuotasTest extends StoreContract {
    private static Quotas.Usage usage(SqlStore store, Account account) {
        return store.read(tx -> tx.quotas().of(account.user()).orElseThrow());
    }

    @ParameterizedTest
    @MethodSource("databases")
    void everythingIsCounted(String name) {
        SqlStore store = store(name);
        Account account = account(store);
        deliver(store, account);
        long octets = usage(store, account).octets();
        deliver(store, account);
        store.write(tx -> tx.mailboxes().create(account.user(), "Second", null));
        Quotas.Usage usage = usage(store, account);
        assertEquals(2, usage.messages());
        assertEquals(2, usage.mailboxes());
        assertEquals(2 * octets, usage.octets());
        assertEquals(new Quotas.Limits(0, 0, 0), usage.limits());
    }

    @ParameterizedTest
    @MethodSource("databases")
    void nothingIsDeliveredToWhoHasAsManyMessagesAsAllowed(String name) throws Exception {
        SqlStore store = store(name);
        Account full = account(store);
        Account other = account(store);
        deliver(store, full);
        store.write(tx -> {
            tx.quotas().limit(full.user(), new Quotas.Limits(0, 1, 0));
            return true;
        });
        // That an account has a limit is noticed within a few seconds.
        Eventually.isTrue(Duration.ofSeconds(30), "the limit holds", () -> {
            List<Delivered> both = store.deliver(message(1), DATE, List.of(full.destination(), other.destination()));
            return both.getFirst() instanceof Delivered.Refused(Refusal refusal)
                    && refusal.reason() == Reason.OVER_QUOTA
                    && both.getLast() instanceof Delivered.Stored;
        });
        assertTrue(usage(store, other).messages() > 0);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void limitsAreSetAllAtOnce(String name) {
        SqlStore store = store(name);
        Account account = account(store);
        for (Quotas.Limits limits : new Quotas.Limits[] {
            new Quotas.Limits(1_000, 20, 30), new Quotas.Limits(0, 21, 0), new Quotas.Limits(5, 0, 0)
        }) {
            store.write(tx -> {
                tx.quotas().limit(account.user(), limits);
                return true;
            });
            assertEquals(limits, usage(store, account).limits());
        }
    }
}
