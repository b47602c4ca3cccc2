package org.jdbmail.sql.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.jdbmail.core.store.Quotas;
import org.jdbmail.sql.SqlStore;
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
