package org.jdbmail.lmtpd;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbmail.core.store.BulkIntake;
import org.jdbmail.core.store.Changes;
import org.jdbmail.core.store.Delivery;
import org.jdbmail.core.store.Maintenance;
import org.jdbmail.core.store.PortionOutcome;
import org.jdbmail.core.store.Store;
import org.jdbmail.core.store.Work;

/** A store that counts how often it is looked into. */
final class CountingStore implements Store {
    private final Store store;
    private final AtomicInteger looks = new AtomicInteger();

    CountingStore(Store store) {
        this.store = store;
    }

    int looks() {
        return looks.get();
    }

    @Override
    public <T> T read(Work<T> work) {
        looks.incrementAndGet();
        return store.read(work);
    }

    @Override
    public <T> T look(Work<T> work) {
        looks.incrementAndGet();
        return store.look(work);
    }

    @Override
    public <T> T write(Work<T> work) {
        return store.write(work);
    }

    @Override
    public List<BulkIntake.Taken> takeIn(BulkIntake intake) {
        return store.takeIn(intake);
    }

    @Override
    public Maintenance maintenance() {
        return store.maintenance();
    }

    @Override
    public List<PortionOutcome> deliver(Delivery delivery) {
        return store.deliver(delivery);
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
