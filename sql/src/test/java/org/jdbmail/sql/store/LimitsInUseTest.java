package org.jdbmail.sql.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.store.Domains;
import org.jdbmail.core.store.Quotas;
import org.jdbmail.sql.SqlStore;
import org.jdbmail.sql.SqlStoreOptions;
import org.jdbmail.testkit.database.StatementCounter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Where nobody has a limit of messages, nobody's messages wait for that to be found out; where one is set, it counts at once. */
final class LimitsInUseTest extends StoreContract {
    private final StatementCounter counter = new StatementCounter();

    @Override
    SqlStoreOptions options() {
        return SqlStoreOptions.DEFAULT.withConnections(counter::around);
    }

    private static boolean hasRoom(SqlStore store, Account account) {
        return store.look(tx -> {
            tx.quotas().requireRoomForMessages(account.user(), 1);
            return true;
        });
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aLimitCountsAsSoonAsItIsSet(String name) {
        SqlStore store = store(name);
        Account limited = account(store);
        Account other = account(store);
        deliver(store, limited, 2);
        hasRoom(store, other);
        counter.clear();
        hasRoom(store, limited);
        hasRoom(store, other);
        assertEquals(0, counter.statements().size());
        store.write(tx -> {
            tx.quotas().limit(limited.user(), new Quotas.Limits(0, 2, 0));
            return true;
        });
        assertEquals(
                Reason.OVER_QUOTA,
                assertThrows(Refusal.class, () -> hasRoom(store, limited)).reason());
        assertEquals(true, hasRoom(store, other));
        store.write(tx -> {
            tx.quotas().limit(limited.user(), new Quotas.Limits(0, 0, 0));
            return true;
        });
        assertEquals(true, hasRoom(store, limited));
        counter.clear();
        assertEquals(true, hasRoom(store, limited));
        assertEquals(0, counter.statements().size());
    }

    @ParameterizedTest
    @MethodSource("databases")
    void domainsWithQuotasAreSummedUpTogether(String name) {
        SqlStore store = store(name);
        Account account = account(store, "one@quota-1.test", 0);
        store.write(tx -> {
            for (int i = 0; i < 5; i++) {
                tx.domains().put(new Domains.Domain("quota-" + i + ".test", "", 0, 0, 1_000_000));
            }
            return true;
        });
        counter.clear();
        hasRoom(store, account);
        assertEquals(3, counter.statements().size(), counter.statements().toString());
        hasRoom(store, account);
        assertEquals(3, counter.statements().size(), "and they are known for a while");
    }
}
