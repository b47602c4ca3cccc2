package org.jdbmail.core.index;

import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jdbmail.core.mail.FlagSet;
import org.jdbmail.core.mail.NumberSet;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.store.BulkIntake;
import org.jdbmail.core.store.Changes;
import org.jdbmail.core.store.Delivery;
import org.jdbmail.core.store.Maintenance;
import org.jdbmail.core.store.MessageSink;
import org.jdbmail.core.store.Messages;
import org.jdbmail.core.store.PortionOutcome;
import org.jdbmail.core.store.Store;
import org.jdbmail.core.store.Tx;
import org.jdbmail.core.store.Work;

/** A store with one mailbox in memory, as small as an index needs it, which counts how often it is asked. */
final class FakeMailbox implements Store, Changes, Messages {
    static final long ID = 5;

    /** A message, or its tombstone. */
    record Row(FlagSet flags, boolean recent, long modseq, boolean expunged) {}

    final TreeMap<Long, Row> rows = new TreeMap<>();
    final AtomicInteger reads = new AtomicInteger();
    final AtomicInteger rowsRead = new AtomicInteger();

    /** Called when a look has its answer and has not given it to anybody yet: here a test lets something come between. */
    volatile Runnable between = () -> {};

    /** Whether nothing can be written. */
    volatile boolean isFull;

    private final Set<Runnable> watchers = ConcurrentHashMap.newKeySet();
    private long seq = 1;
    private long uidNext = 1;
    private long purged;
    private boolean gone;

    @Override
    public Messages asSeenBy(long userId) {
        return this;
    }

    /** Adds a message. */
    synchronized long add(FlagSet flags) {
        return addAt(uidNext, flags);
    }

    /** Adds a message with a UID of its own, as no well-meaning program does. */
    synchronized long addAt(long uid, FlagSet flags) {
        seq++;
        rows.put(uid, new Row(flags, true, seq, false));
        uidNext = Math.max(uidNext, uid + 1);
        wake();
        return uid;
    }

    synchronized void flag(long uid, FlagSet flags) {
        seq++;
        rows.computeIfPresent(uid, (u, row) -> new Row(flags, row.recent, seq, row.expunged));
        wake();
    }

    synchronized void remove(long uid) {
        seq++;
        rows.computeIfPresent(uid, (u, row) -> new Row(row.flags, row.recent, seq, true));
        wake();
    }

    /** Forgets the tombstones. */
    synchronized void purge() {
        rows.values().removeIf(Row::expunged);
        purged = seq;
    }

    /** The database is again what it was when no message after that one had come. */
    synchronized void restore(long uid) {
        seq--;
        rows.tailMap(uid, false).clear();
        rows.replaceAll((u, row) -> new Row(row.flags, row.recent, Math.min(row.modseq, seq), row.expunged));
        uidNext = uid + 1;
        wake();
    }

    synchronized long seq() {
        return seq;
    }

    synchronized void drop() {
        gone = true;
        wake();
    }

    /** UIDs that are there, in order. */
    synchronized List<Long> uids() {
        List<Long> uids = new ArrayList<>();
        rows.forEach((uid, row) -> {
            if (!row.expunged) {
                uids.add(uid);
            }
        });
        return uids;
    }

    private void wake() {
        watchers.forEach(Runnable::run);
    }

    @Override
    public <T> T read(Work<T> work) {
        reads.incrementAndGet();
        T result;
        synchronized (this) {
            result = work.run(tx());
        }
        between.run();
        return result;
    }

    @Override
    public synchronized <T> T write(Work<T> work) {
        if (isFull) {
            throw new Refusal(Reason.UNAVAILABLE, "the disk is full");
        }
        return work.run(tx());
    }

    /** Only messages are asked for. */
    private Tx tx() {
        return (Tx)
                Proxy.newProxyInstance(Tx.class.getClassLoader(), new Class<?>[] {Tx.class}, (proxy, method, args) -> {
                    if (method.getName().equals("messages")) {
                        return this;
                    }
                    throw new AssertionError("an index has no business with " + method.getName());
                });
    }

    @Override
    public Optional<Long> seq(long mailboxId) {
        return gone ? Optional.empty() : Optional.of(seq);
    }

    @Override
    public Optional<State> changesSince(long mailboxId, long since, MessageSink sink) {
        if (gone) {
            return Optional.empty();
        }
        Predicate<Row> wanted = row -> since == 0 ? !row.expunged : row.modseq > since;
        for (Map.Entry<Long, Row> entry : rows.entrySet()) {
            Row row = entry.getValue();
            if (wanted.test(row)) {
                long uid = entry.getKey();
                rowsRead.incrementAndGet();
                row.flags.keywords().forEach(keyword -> sink.keyword(uid, keyword));
                sink.message(uid, uid + 1000, row.flags.system(), row.recent, row.modseq, 10 * uid, uid, row.expunged);
            }
        }
        return Optional.of(new State(seq, uidNext, purged));
    }

    /** Nothing can be written any more, but all be read. */
    void fill() {
        isFull = true;
    }

    @Override
    public void noteSaved(Collection<Long> uids, Instant when) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Map<Long, Long> saveTimes(long mailboxId) {
        throw new UnsupportedOperationException();
    }

    @Override
    public NumberSet claimRecent(long mailboxId, long fromUid) {
        if (isFull) {
            throw new Refusal(Reason.UNAVAILABLE, "the disk is full");
        }
        List<Long> claimed = new ArrayList<>();
        rows.replaceAll((uid, row) -> {
            if (!row.recent || row.expunged || uid < fromUid) {
                return row;
            }
            claimed.add(uid);
            return new Row(row.flags, false, row.modseq, false);
        });
        return NumberSet.of(claimed.stream().mapToLong(Long::longValue).toArray());
    }

    @Override
    public Watch watch(long mailboxId, Runnable wake) {
        watchers.add(wake);
        return () -> watchers.remove(wake);
    }

    @Override
    public Changes changes() {
        return this;
    }

    @Override
    public void close() {}

    @Override
    public List<BulkIntake.Taken> takeIn(BulkIntake intake) {
        throw new AssertionError("an index takes nothing in");
    }

    @Override
    public Maintenance maintenance() {
        throw new AssertionError("an index maintains nothing");
    }

    @Override
    public List<PortionOutcome> deliver(Delivery delivery) {
        throw new AssertionError("an index delivers nothing");
    }

    @Override
    public NumberSet expungedSince(long mailboxId, long since) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Stored store(long mailboxId, NumberSet uids, FlagMode mode, FlagSet flags, Long unchangedSince) {
        throw new AssertionError("an index changes no flags");
    }

    @Override
    public List<Copied> copy(long source, NumberSet uids, long target, long charged) {
        throw new AssertionError("an index copies nothing");
    }

    @Override
    public List<Copied> move(long source, NumberSet uids, long target, long charged) {
        throw new AssertionError("an index moves nothing");
    }

    @Override
    public NumberSet expunge(long mailboxId, NumberSet uids, boolean onlyDeleted) {
        throw new AssertionError("an index expunges nothing");
    }

    @Override
    public Map<Long, String> uniqueIds(long mailboxId, NumberSet uids) {
        throw new AssertionError("an index knows no unique ids");
    }

    @Override
    public long lastRetrieved(long mailboxId) {
        throw new AssertionError("an index is not for POP3");
    }

    @Override
    public void noteRetrieved(long mailboxId, NumberSet uids) {
        throw new AssertionError("an index is not for POP3");
    }

    @Override
    public List<PopMessage> popMessages(long mailboxId) {
        throw new AssertionError("an index is not for POP3");
    }

    @Override
    public Optional<Whereabouts> whereIs(long uid) {
        throw new AssertionError("an index knows its mailbox");
    }

    @Override
    public java.util.Map<String, Long> origins(long mailboxId) {
        return java.util.Map.of();
    }

    @Override
    public List<Expunged> expunged(long mailboxId, Instant since) {
        return List.of();
    }

    @Override
    public List<Copied> bringBack(long mailboxId, NumberSet uids, Instant since, long chargedUserId) {
        throw new AssertionError("an index brings nothing back");
    }
}
