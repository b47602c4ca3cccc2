package org.jdbmail.core.moving.intake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jdbmail.core.content.PreparedMessage;
import org.jdbmail.core.mail.FlagSet;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.moving.intake.Importer.Outcome;
import org.jdbmail.core.moving.source.AboutMessage;
import org.jdbmail.core.moving.source.SourceMessage;
import org.jdbmail.core.store.BulkIntake;
import org.jdbmail.core.store.Store;

/** Brings messages into one mailbox, some hundred in a transaction; while these are stored, the next are read and taken apart. */
final class Batches {
    /** Messages in a transaction at most. */
    private static final int COUNT = 250;

    /** Octets in a transaction, about; a single message may have more. */
    private static final long OCTETS = 8L << 20;

    /** Transactions whose messages are read while one is stored: so the database never waits for the readers, nor they for it. */
    private static final int AHEAD = 2;

    /** Octets that are read and not yet stored, about; a single transaction may have more. */
    private static final long OCTETS_AHEAD = (1 + AHEAD) * OCTETS;

    private static final int LONGEST_KEYWORD = 64;

    private final Store store;
    private final long mailboxId;
    private final long chargedUserId;
    private final Consumer<String> complaints;
    private final LongConsumer progress;
    private final Instant now;

    /** @param now when they come into the mailbox (RFC 8514) */
    Batches(
            Store store,
            long mailboxId,
            long chargedUserId,
            Consumer<String> complaints,
            LongConsumer progress,
            Instant now) {
        this.store = store;
        this.mailboxId = mailboxId;
        this.chargedUserId = chargedUserId;
        this.complaints = complaints;
        this.progress = progress;
        this.now = now;
    }

    /**
     * Brings them in their order.
     *
     * @param isNumbered whether they keep their UIDs
     */
    Outcome bring(List<SourceMessage> messages, boolean isNumbered) {
        if (messages.isEmpty()) {
            return Outcome.NOTHING;
        }
        Deque<Started> started = new ArrayDeque<>();
        try (ExecutorService readers =
                Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
            try {
                return bring(cut(messages), isNumbered, readers, started);
            } finally {
                // After a failure nobody waits for what was not read until then.
                started.forEach(each -> each.items().forEach(item -> item.cancel(false)));
            }
        }
    }

    /** Messages of a transaction that are being read. */
    private record Started(List<SourceMessage> batch, List<Future<BulkIntake.Item>> items) {}

    /** @param started those that are begun and not yet stored */
    private Outcome bring(
            List<List<SourceMessage>> batches, boolean isNumbered, ExecutorService readers, Deque<Started> started) {
        long brought = 0;
        long failed = 0;
        long octets = 0;
        Iterator<List<SourceMessage>> all = batches.iterator();
        List<SourceMessage> next = all.next();
        while (next != null || !started.isEmpty()) {
            while (next != null
                    && started.size() <= AHEAD
                    && (started.isEmpty() || octets + octets(next) <= OCTETS_AHEAD)) {
                octets += octets(next);
                started.addLast(new Started(next, start(readers, next, isNumbered)));
                next = all.hasNext() ? all.next() : null;
            }
            Started current = started.getFirst();
            List<BulkIntake.Item> items = new ArrayList<>();
            for (int i = 0; i < current.batch().size(); i++) {
                await(current.items().get(i), current.batch().get(i)).ifPresent(items::add);
            }
            store.takeIn(new BulkIntake(mailboxId, chargedUserId, items));
            started.removeFirst();
            octets -= octets(current.batch());
            brought += items.size();
            failed += current.batch().size() - items.size();
            progress.accept(current.batch().size());
        }
        return new Outcome(0, 0, brought, 0, failed);
    }

    private static long octets(List<SourceMessage> batch) {
        return batch.stream().mapToLong(message -> message.about().size()).sum();
    }

    private static List<List<SourceMessage>> cut(List<SourceMessage> messages) {
        List<List<SourceMessage>> batches = new ArrayList<>();
        List<SourceMessage> batch = new ArrayList<>();
        long octets = 0;
        for (SourceMessage message : messages) {
            if (!batch.isEmpty()
                    && (batch.size() == COUNT || octets + message.about().size() > OCTETS)) {
                batches.add(batch);
                batch = new ArrayList<>();
                octets = 0;
            }
            batch.add(message);
            octets += message.about().size();
        }
        batches.add(batch);
        return batches;
    }

    private List<Future<BulkIntake.Item>> start(
            ExecutorService readers, List<SourceMessage> batch, boolean isNumbered) {
        List<Future<BulkIntake.Item>> started = new ArrayList<>(batch.size());
        batch.forEach(message -> started.add(readers.submit(() -> item(message, isNumbered))));
        return started;
    }

    private BulkIntake.Item item(SourceMessage message, boolean isNumbered) throws IOException {
        AboutMessage about = message.about();
        PreparedMessage prepared = PreparedMessage.prepare(message.read());
        // Found out here, and remembered, while the messages before are stored.
        prepared.summary();
        return new BulkIntake.Item(
                new BulkIntake.Fresh(prepared, about.received(), 0),
                possible(about.flags()),
                about.recent(),
                now,
                isNumbered ? about.uid() : 0,
                about.uniqueId(),
                about.origin());
    }

    /** Without keywords that have no room here. */
    private static FlagSet possible(FlagSet flags) {
        Set<String> keywords = new TreeSet<>(flags.keywords());
        keywords.removeIf(keyword -> keyword.length() > LONGEST_KEYWORD || !FlagSet.isKeyword(keyword));
        return FlagSet.of(flags.system(), keywords);
    }

    private Optional<BulkIntake.Item> await(Future<BulkIntake.Item> read, SourceMessage message) {
        try {
            return Optional.of(read.get());
        } catch (ExecutionException e) {
            return switch (e.getCause()) {
                case IOException trouble -> complain(message, trouble);
                case UncheckedIOException trouble -> complain(message, trouble);
                case RuntimeException exception -> throw exception;
                case null, default -> throw new IllegalStateException("a message can't be read", e);
            };
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Refusal(Reason.UNAVAILABLE, "the import was broken off", e);
        }
    }

    private Optional<BulkIntake.Item> complain(SourceMessage message, Exception trouble) {
        complaints.accept(message.about().place() + ": " + trouble.getMessage());
        return Optional.empty();
    }
}
