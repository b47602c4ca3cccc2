package org.jdbmail.frontkit;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.store.BulkIntake;
import org.jdbmail.core.store.Changes;
import org.jdbmail.core.store.Delivery;
import org.jdbmail.core.store.Maintenance;
import org.jdbmail.core.store.PortionOutcome;
import org.jdbmail.core.store.Store;
import org.jdbmail.core.store.Work;

/** A store that can be told to fail. */
public final class BreakableStore implements Store {
    /** How it fails. */
    public enum Trouble {
        /** Not at all. */
        NONE,
        /** As when the database is away. */
        AWAY,
        /** As when we have a bug. */
        BUG,
        /** Computing on the thread of who asks, as an embedded database does, until told otherwise. */
        BUSY
    }

    private final Store store;
    private final Queue<Thread> held = new ConcurrentLinkedQueue<>();
    private final AtomicInteger sound = new AtomicInteger();
    private volatile Trouble trouble = Trouble.NONE;

    /** As that one, for now. */
    public BreakableStore(Store store) {
        this.store = store;
    }

    /** How it fails from now on. */
    public void setTrouble(Trouble trouble) {
        setTrouble(trouble, 0);
    }

    /** How it fails when it was used so often from now on. */
    public void setTrouble(Trouble trouble, int after) {
        sound.set(after);
        this.trouble = trouble;
    }

    /** The threads that were kept busy so far. */
    public List<Thread> held() {
        return List.copyOf(held);
    }

    private Store sound() {
        if (trouble == Trouble.NONE || sound.getAndDecrement() > 0) {
            return store;
        }
        if (trouble == Trouble.BUSY) {
            held.add(Thread.currentThread());
        }
        while (trouble == Trouble.BUSY) {
            Thread.onSpinWait();
        }
        return switch (trouble) {
            case NONE, BUSY -> store;
            case AWAY -> throw new Refusal(Reason.UNAVAILABLE, "The database is away");
            case BUG -> throw new IllegalStateException("told to fail");
        };
    }

    @Override
    public <T> T read(Work<T> work) {
        return sound().read(work);
    }

    @Override
    public <T> T look(Work<T> work) {
        return sound().look(work);
    }

    @Override
    public <T> T write(Work<T> work) {
        return sound().write(work);
    }

    @Override
    public List<BulkIntake.Taken> takeIn(BulkIntake intake) {
        return sound().takeIn(intake);
    }

    @Override
    public Maintenance maintenance() {
        return sound().maintenance();
    }

    @Override
    public List<PortionOutcome> deliver(Delivery delivery) {
        return sound().deliver(delivery);
    }

    @Override
    public Changes changes() {
        return store.changes();
    }

    @Override
    public void close() {
        store.close();
    }
}
