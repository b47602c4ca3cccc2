package org.jdbmail.sql.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.store.Alias;
import org.jdbmail.core.store.Credential;
import org.jdbmail.core.store.Domains;
import org.jdbmail.sql.SqlStore;
import org.jdbmail.sql.SqlStoreOptions;
import org.jdbmail.testkit.database.StatementCounter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A domain with a limit is not counted anew for each account that comes into it, and has no more than it may all the same. */
final class DomainCountsTest extends StoreContract {
    private static final int ADDED = 40;

    private final StatementCounter counter = new StatementCounter();

    @Override
    SqlStoreOptions options() {
        return SqlStoreOptions.DEFAULT.withConnections(counter::around);
    }

    private static void limit(SqlStore store, String domain, long accounts, long aliases) {
        store.write(tx -> {
            tx.domains().put(new Domains.Domain(domain, "", accounts, aliases, 0));
            return true;
        });
    }

    private static void alias(SqlStore store, String alias, Account to) {
        store.write(tx -> {
            tx.aliases().add(new Alias(alias, Long.toString(to.user()), 0));
            return true;
        });
    }

    private static void isFull(Runnable adding) {
        assertEquals(Reason.LIMIT, assertThrows(Refusal.class, adding::run).reason());
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aDomainIsNotCountedAnewForEachThatComesIntoIt(String name) {
        SqlStore store = store(name);
        limit(store, "grows.test", 1_000, 1_000);
        counter.clear();
        for (int i = 0; i < ADDED; i++) {
            alias(store, "alias-" + i + "@grows.test", account(store, "a-" + i + "@grows.test", 0));
        }
        // Once in five seconds for each table, and this machine may be slow.
        assertTrue(counted() >= 2 && counted() < ADDED, counted() + " times");
    }

    /** How often all of a domain was counted. */
    private long counted() {
        return counter.statements().stream()
                .filter(sql -> sql.contains("count(*)") && sql.contains("max("))
                .count();
    }

    @ParameterizedTest
    @MethodSource("databases")
    void norForEachOfOneTransaction(String name) {
        SqlStore store = store(name);
        limit(store, "batch.test", ADDED, 0);
        counter.clear();
        store.write(tx -> {
            for (int i = 0; i < ADDED; i++) {
                tx.users().create("a-" + i + "@batch.test", new Credential("", ""), 0, 0);
            }
            return true;
        });
        assertTrue(counted() >= 1 && counted() < ADDED / 2, counted() + " times");
        isFull(() -> account(store, "more@batch.test", 0));
    }

    @ParameterizedTest
    @MethodSource("databases")
    void whatAnotherProcessMakesCountsAtOnce(String name) {
        SqlStore here = store(name);
        try (SqlStore there = SqlStore.open(config(opened(name).database()), SqlStoreOptions.DEFAULT)) {
            limit(here, "both.test", 3, 2);
            Account one = account(here, "one@both.test", 0);
            alias(here, "first@both.test", one);
            account(there, "two@both.test", 0);
            Account three = account(there, "three@both.test", 0);
            alias(there, "second@both.test", three);
            isFull(() -> account(here, "four@Both.test", 0));
            isFull(() -> alias(here, "third@both.test", one));
            there.write(tx -> {
                tx.users().delete(three.user());
                return tx.aliases().remove("second@both.test", Long.toString(three.user()));
            });
            account(here, "four@both.test", 0);
            alias(here, "third@both.test", one);
            isFull(() -> account(there, "five@both.test", 0));
            isFull(() -> alias(there, "fourth@both.test", one));
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void whoIsRenamedIntoADomainCounts(String name) {
        SqlStore store = store(name);
        Account other = account(store, "other@elsewhere.test", 0);
        limit(store, "renamed.test", 2, 0);
        account(store, "one@renamed.test", 0);
        store.write(tx -> {
            tx.users().rename(other.user(), "two@renamed.test");
            return true;
        });
        isFull(() -> account(store, "three@renamed.test", 0));
    }

    @ParameterizedTest
    @MethodSource("databases")
    void whatWasNotCommittedDoesNotCount(String name) {
        SqlStore store = store(name);
        limit(store, "undone.test", 2, 0);
        account(store, "one@undone.test", 0);
        assertThrows(
                IllegalStateException.class,
                () -> store.write(tx -> {
                    tx.users()
                            .delete(tx.users()
                                    .find("one@undone.test")
                                    .orElseThrow()
                                    .id());
                    tx.users().create("two@undone.test", new Credential("", ""), 0, 0);
                    throw new IllegalStateException("after all not");
                }));
        account(store, "three@undone.test", 0);
        isFull(() -> account(store, "four@undone.test", 0));
    }
}
