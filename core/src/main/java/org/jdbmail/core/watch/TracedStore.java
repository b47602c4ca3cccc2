package org.jdbmail.core.watch;

import java.util.List;
import java.util.Map;
import org.jdbmail.core.store.BulkIntake;
import org.jdbmail.core.store.Changes;
import org.jdbmail.core.store.Delivery;
import org.jdbmail.core.store.Maintenance;
import org.jdbmail.core.store.PortionOutcome;
import org.jdbmail.core.store.Store;
import org.jdbmail.core.store.Work;

/** A store whose transactions are told of: how long the database takes for a command or a delivery. */
public final class TracedStore implements Store {
    private final Store store;
    private final Tracer tracer;

    public TracedStore(Store store, Tracer tracer) {
        this.store = store;
        this.tracer = tracer;
    }

    private <T> T in(String name, Tracer.Work<T, RuntimeException> work) {
        return tracer.in(name, Map.of(), work);
    }

    @Override
    public <T> T read(Work<T> work) {
        return in("store read", () -> store.read(work));
    }

    @Override
    public <T> T look(Work<T> work) {
        return in("store look", () -> store.look(work));
    }

    @Override
    public <T> T write(Work<T> work) {
        return in("store write", () -> store.write(work));
    }

    @Override
    public List<PortionOutcome> deliver(Delivery delivery) {
        return in("store deliver", () -> store.deliver(delivery));
    }

    @Override
    public List<BulkIntake.Taken> takeIn(BulkIntake intake) {
        return in("store take in", () -> store.takeIn(intake));
    }

    @Override
    public Changes changes() {
        return store.changes();
    }

    @Override
    public void startUpkeep() {
        store.startUpkeep();
    }

    @Override
    public Maintenance maintenance() {
        return store.maintenance();
    }

    @Override
    public void close() {
        store.close();
    }
}
