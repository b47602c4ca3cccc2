package org.jdbmail.sql.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jdbmail.core.mail.NumberSet;
import org.jdbmail.core.store.Messages;
import org.jdbmail.sql.SqlStore;
import org.jdbmail.sql.SqlStoreOptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A message is expunged while it is copied, between the look at what is to be copied and the copy: it is not charged for. */
final class CopyRaceTest extends StoreContract {
    private static final Runnable NOTHING = () -> {};

    private final AtomicReference<Runnable> meanwhile = new AtomicReference<>(NOTHING);

    @Override
    SqlStoreOptions options() {
        return SqlStoreOptions.DEFAULT.withConnections(pool -> BeforeStatements.around(
                pool,
                sql -> sql.startsWith("INSERT INTO dbmail_messages") && sql.contains("SELECT"),
                () -> meanwhile.getAndSet(NOTHING).run()));
    }

    @ParameterizedTest
    @MethodSource("databases")
    void onlyWhatWasCopiedIsChargedFor(String name) throws Exception {
        SqlStore store = store(name);
        Account account = account(store);
        long archive = store.write(tx -> tx.mailboxes().create(account.user(), "Archive", null));
        long[] uids = deliver(store, account, 3);
        List<CompletableFuture<NumberSet>> expunging = new ArrayList<>();
        meanwhile.set(() -> {
            CompletableFuture<NumberSet> expunge = CompletableFuture.supplyAsync(() ->
                    store.write(tx -> tx.messages().expunge(account.inbox(), NumberSet.of(uids[1]), false)));
            expunging.add(expunge);
            if (!name.equals("sqlite")) {
                // There is one writer on SQLite, which is at this copy.
                expunge.join();
            }
        });
        List<Messages.Copied> copied =
                store.write(tx -> tx.messages().copy(account.inbox(), all(), archive, account.user()));
        assertFalse(expunging.isEmpty());
        expunging.getFirst().get(1, TimeUnit.MINUTES);
        int there = name.equals("sqlite") ? 3 : 2;
        assertEquals(there, copied.size());
        assertEquals(there, uids(store, archive).size());
        assertEquals((2L + there) * message(1).size(), used(store, account));
    }
}
