package org.jdbmail.sql.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbmail.core.mail.Flag;
import org.jdbmail.core.mail.FlagSet;
import org.jdbmail.core.mail.NumberSet;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.store.Messages;
import org.jdbmail.sql.SqlStore;
import org.jdbmail.sql.SqlStoreOptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What was expunged can be had back for a while. */
final class RecoveryTest extends StoreContract {
    @Override
    SqlStoreOptions options() {
        return SqlStoreOptions.DEFAULT.with(new SqlStoreOptions.Keeping(Duration.ofDays(1), Duration.ofDays(7)));
    }

    private static List<Messages.Expunged> lost(SqlStore store, Account account) {
        return store.read(
                tx -> tx.messages().expunged(account.inbox(), Instant.now().minus(Duration.ofHours(1))));
    }

    private static List<Messages.Copied> back(SqlStore store, Account account, long... uids) {
        return store.write(tx -> tx.messages()
                .bringBack(
                        account.inbox(), NumberSet.of(uids), Instant.now().minus(Duration.ofHours(1)), account.user()));
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aMessageComesBackOnceWithAllThatItHad(String name) {
        SqlStore store = store(name);
        Account account = account(store);
        FlagSet flags =
                FlagSet.of(FlagSet.of(Flag.SEEN, Flag.FLAGGED, Flag.DELETED).system(), Set.of("Todo"));
        long uid = deliver(store, account, flags);
        long other = deliver(store, account);
        long stays = deliver(store, account);
        long before = used(store, account);
        Map<Long, String> ids = store.read(tx -> tx.messages().uniqueIds(account.inbox(), all()));
        store.write(tx -> tx.messages().expunge(account.inbox(), NumberSet.of(uid, other), false));
        List<Messages.Expunged> lost = lost(store, account);
        assertEquals(
                List.of(uid, other), lost.stream().map(Messages.Expunged::uid).toList());
        assertEquals("number 1", lost.getFirst().subject());
        assertEquals(DATE, lost.getFirst().received());

        Messages.Copied copied = back(store, account, uid, stays, 999_999_999).getFirst();
        assertEquals(uid, copied.sourceUid());
        assertEquals(List.of(stays, copied.uid()), uids(store, account.inbox()));
        Seen seen = changes(store, account.inbox(), 0).get(copied.uid());
        assertEquals(FlagSet.of(Flag.SEEN, Flag.FLAGGED).system(), seen.flags());
        assertEquals(Set.of("Todo"), seen.keywords());
        assertEquals(DATE.getEpochSecond(), seen.date());
        assertEquals(
                ids.get(uid),
                store.read(tx -> tx.messages().uniqueIds(account.inbox(), NumberSet.of(copied.uid())))
                        .get(copied.uid()));
        assertEquals(before * 2 / 3, used(store, account));
        assertEquals(
                List.of(other),
                lost(store, account).stream().map(Messages.Expunged::uid).toList());
        assertEquals(List.of(), back(store, account, uid));
        // For whoever looks for changes it is a new message, and the old one stays expunged.
        assertEquals(NumberSet.of(uid, other), store.read(tx -> tx.messages().expungedSince(account.inbox(), 0)));
    }

    @ParameterizedTest
    @MethodSource("databases")
    void whatWasMovedIsNotLostAndAQuotaIsHeeded(String name) {
        SqlStore store = store(name);
        Account account = account(store, 150);
        Account other = account(store);
        long uid = deliver(store, account);
        store.write(tx -> tx.messages().move(account.inbox(), NumberSet.of(uid), other.inbox(), other.user()));
        assertEquals(List.of(), lost(store, account));
        long first = deliver(store, account);
        store.write(tx -> tx.messages().expunge(account.inbox(), NumberSet.of(first), false));
        deliver(store, account);
        deliver(store, account);
        Refusal refusal = assertThrows(Refusal.class, () -> back(store, account, first));
        assertEquals(Reason.OVER_QUOTA, refusal.reason());
        assertEquals(1, lost(store, account).size());
    }

    @ParameterizedTest
    @MethodSource("databases")
    void nobodyTakesItAwayBeforeItsTime(String name) {
        SqlStore store = store(name);
        Account account = account(store);
        long uid = deliver(store, account);
        store.write(tx -> tx.messages().expunge(account.inbox(), NumberSet.of(uid), false));
        store.tombstones().run();
        store.tombstones().run();
        store.collector(Duration.ZERO).run(Instant.now());
        assertEquals(1, back(store, account, uid).size());

        SqlStore impatient = SqlStore.open(
                config(opened(name).database()),
                SqlStoreOptions.DEFAULT.with(new SqlStoreOptions.Keeping(Duration.ofDays(1), Duration.ofSeconds(-5))));
        try (impatient) {
            long now = uids(store, account.inbox()).getFirst();
            store.write(tx -> tx.messages().expunge(account.inbox(), NumberSet.of(now), false));
            impatient.tombstones().run();
            impatient.tombstones().run();
            assertEquals(List.of(), lost(store, account));
            assertEquals(List.of(), back(store, account, now));
        }
    }
}
