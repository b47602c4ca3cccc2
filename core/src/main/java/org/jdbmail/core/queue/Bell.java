package org.jdbmail.core.queue;

/** Wakes the queue's worker. It is there before the worker is, for those whose mail the worker sends and who also deliver for it. */
public final class Bell implements Runnable {
    private volatile Runnable worker = () -> {};

    /** Who hears it from now on. */
    public void hang(QueueRunner runner) {
        worker = runner::wake;
    }

    /** Says that something was put into the queue. Returns at once. */
    @Override
    public void run() {
        worker.run();
    }
}
