package org.jdbmail.bench;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jdbmail.core.content.PreparedMessage;
import org.jdbmail.core.store.Destination;
import org.jdbmail.mime.bytes.MessageBytes;
import org.jdbmail.sql.SqlStore;

/** Delivers to an account of its own, and looks at its mailbox, over and over, and knows the longest that one of these took. */
final class GrowthBystander implements AutoCloseable {
    private final SqlStore store;
    private final long user;
    private final long mailbox;
    private final AtomicLong longest = new AtomicLong();
    private final List<Thread> threads;
    private volatile boolean ended;

    GrowthBystander(SqlStore store, long user, long mailbox) {
        this.store = store;
        this.user = user;
        this.mailbox = mailbox;
        PreparedMessage message = PreparedMessage.prepare(
                MessageBytes.of("Subject: beside\r\n\r\nAnd so on.\r\n".getBytes(StandardCharsets.US_ASCII)));
        this.threads = List.of(
                Thread.ofPlatform()
                        .start(() -> repeat(() -> store.deliver(
                                message, Instant.now(), List.of(Destination.plain(this.mailbox, this.user))))),
                Thread.ofPlatform()
                        .start(() ->
                                repeat(() -> this.store.look(tx -> tx.messages().seq(this.mailbox)))));
    }

    private void repeat(Runnable work) {
        while (!ended) {
            long start = System.nanoTime();
            work.run();
            longest.accumulateAndGet(System.nanoTime() - start, Math::max);
        }
    }

    /** Ends, and gives the longest in milliseconds, of what was under way too. */
    double end() {
        close();
        return longest.get() / 1e6;
    }

    @Override
    public void close() {
        ended = true;
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
