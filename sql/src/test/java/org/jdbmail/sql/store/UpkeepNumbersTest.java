package org.jdbmail.sql.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.jdbmail.core.content.PreparedMessage;
import org.jdbmail.core.mail.NumberSet;
import org.jdbmail.core.store.Maintenance.Sizes;
import org.jdbmail.core.store.Messages.State;
import org.jdbmail.mime.bytes.MessageBytes;
import org.jdbmail.sql.SqlStore;
import org.jdbmail.sql.upkeep.Collector;
import org.jdbmail.sql.upkeep.Tombstones;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How much upkeep takes away, how much it says it did, and what it leaves to be known afterwards. */
final class UpkeepNumbersTest extends StoreContract {
    private static PreparedMessage attached() {
        StringBuilder body = new StringBuilder("Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n"
                + "Content-Type: application/octet-stream\r\n\r\n");
        new Random(4).ints(6_000, 'a', 'z').forEach(c -> body.append((char) c));
        body.append("\r\n--b--\r\n");
        return PreparedMessage.prepare(MessageBytes.of(body.toString().getBytes(StandardCharsets.US_ASCII)));
    }

    /** Takes away what other tests left. */
    private static Tombstones cleared(SqlStore store) {
        Tombstones tombstones = store.tombstones();
        tombstones.run();
        tombstones.run();
        return tombstones;
    }

    @ParameterizedTest
    @MethodSource("databases")
    void asManyTombstonesGoAsAreAskedFor(String name) {
        SqlStore store = store(name);
        Tombstones tombstones = cleared(store);
        for (int i = 0; i < 2; i++) {
            Account account = account(store);
            deliver(store, account, 5);
            store.write(tx -> tx.messages().expunge(account.inbox(), all(), false));
        }
        AtomicLong told = new AtomicLong();
        assertEquals(0, tombstones.mark(0, told::addAndGet));
        assertEquals(0, tombstones.purge(10, told::addAndGet));
        assertEquals(0, told.get());
        assertEquals(7, tombstones.mark(7, told::addAndGet));
        assertEquals(7, told.getAndSet(0));
        assertEquals(0, tombstones.purge(0, told::addAndGet));
        assertEquals(6, tombstones.purge(6, told::addAndGet));
        assertEquals(6, told.getAndSet(0));
        assertEquals(1, tombstones.purge(6, told::addAndGet));
        assertEquals(3, tombstones.mark(7, told::addAndGet));
        assertEquals(3, tombstones.run());
        assertEquals(0, tombstones.run());
    }

    /** What was marked last may have been expunged first. */
    @ParameterizedTest
    @MethodSource("databases")
    void whatAMailboxRemembersNeverFalls(String name) throws Exception {
        SqlStore store = store(name);
        Tombstones tombstones = cleared(store);
        Account account = account(store);
        long box = account.inbox();
        long[] uids = deliver(store, account, 3);
        long[] seqs = new long[3];
        for (int i : new int[] {0, 2, 1}) {
            store.write(tx -> tx.messages().expunge(box, NumberSet.of(uids[i]), false));
            seqs[i] = state(store, box).seq();
        }
        State before = state(store, box);
        long purged = 0;
        for (int i : new int[] {2, 1, 0}) {
            opened(name).database().execute("UPDATE dbmail_messages SET status = 3 WHERE message_idnr = " + uids[i]);
            assertEquals(1, tombstones.purge(10, count -> {}));
            purged = Math.max(purged, seqs[i]);
            assertEquals(new State(before.seq(), uids[2] + 1, purged), state(store, box));
        }
        assertEquals(seqs[1], purged);
    }

    /** Rows that nothing refers to, at the ends of the windows in which they are looked for, and far away. */
    @ParameterizedTest
    @MethodSource("databases")
    void everyRowThatNothingRefersToIsCountedAndTakenAway(String name) throws Exception {
        SqlStore store = store(name);
        cleared(store);
        Collector collector = store.collector(Duration.ZERO);
        collector.run(DATE);
        assertEquals(0, collector.count("physmessage"));
        for (long id : new long[] {2_000, 2_001, 4_000, 4_001, 6_000, 700_000, 702_000}) {
            opened(name)
                    .database()
                    .execute("INSERT INTO dbmail_physmessage (id, messagesize, rfcsize) VALUES (" + id + ", 1, 1)");
        }
        Account account = account(store);
        deliver(store, account);
        assertEquals(7, collector.count("physmessage"));
        AtomicLong told = new AtomicLong();
        assertEquals(7, collector.removeNow("physmessage", told::addAndGet));
        assertEquals(7, told.get());
        assertEquals(0, collector.count("physmessage"));
        assertEquals(1, changes(store, account.inbox(), 0).size());
    }

    @ParameterizedTest
    @MethodSource("databases")
    void whatAStoreHoldsIsExact(String name) {
        SqlStore store = store(name);
        cleared(store);
        store.collector(Duration.ZERO).run(DATE);
        Sizes before = store.maintenance().sizes();
        Account account = account(store);
        Account other = account(store);
        long size = attached().size();
        long plain = message(1).size();
        store.deliver(attached(), DATE, List.of(account.destination(), other.destination()));
        store.deliver(attached(), DATE, List.of(account.destination()));
        long uid = deliver(store, account);
        store.write(tx -> tx.messages().expunge(account.inbox(), NumberSet.of(uid), false));
        Sizes after = store.maintenance().sizes();
        assertEquals(before.messages() + 3, after.messages());
        assertEquals(before.octets() + 3 * size, after.octets());
        assertEquals(before.expunged() + 1, after.expunged());
        assertEquals(before.contents() + 3, after.contents());
        assertEquals(before.contentOctets() + 2 * size + plain, after.contentOctets());
        assertEquals(before.shared() + 1, after.shared());
        assertEquals(before.uses() + 2, after.uses());
        long shared = after.sharedOctets() - before.sharedOctets();
        assertNotEquals(0, shared);
        assertEquals(before.useOctets() + 2 * shared, after.useOctets());
    }
}
