package org.jdbmail.core.moving.copy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import org.jdbmail.core.delivery.Spools;
import org.jdbmail.core.imapclient.ImapRefusal;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;

/** Copies the mailboxes of one account, several at a time; a connection that is lost is made anew as long as that leads anywhere. */
public final class AccountCopy {
    /** How often it is tried again without a message more. */
    private static final int TRIES = 3;

    private final CopyJob job;
    private final CopyJob.Wish wish;
    private final Predicate<String> wanted;
    private final Spools spools;
    private final Consumer<String> complaints;
    private final LongConsumer progress;

    /**
     * @param wanted which mailboxes, by their names with levels separated by slashes
     * @param complaints told of what can't be copied; by several threads
     * @param progress told how many messages more are dealt with; by several threads
     */
    public AccountCopy(
            CopyJob job,
            CopyJob.Wish wish,
            Predicate<String> wanted,
            Spools spools,
            Consumer<String> complaints,
            LongConsumer progress) {
        this.job = job;
        this.wish = wish;
        this.wanted = wanted;
        this.spools = spools;
        this.complaints = complaints;
        this.progress = progress;
    }

    /**
     * Copies all of it.
     *
     * @throws IOException if one of the servers can't be reached, or refuses the login
     */
    public CopyJob.Outcome run() throws IOException {
        List<RemoteBox> boxes = new ArrayList<>();
        Set<String> there = new HashSet<>();
        try (Pair pair = Pair.open(job, spools)) {
            List<RemoteBox> all = RemoteBox.list(pair.from(), pair.fromNaming());
            for (RemoteBox box : all) {
                if (box.isVirtual() && !wish.withVirtual() && box.hasUnlabelled(pair.from())) {
                    if (wanted.test(box.name())) {
                        boxes.add(box.asArchive(all));
                    }
                } else if (box.isVirtual() && !wish.withVirtual()) {
                    complaints.accept("mailbox " + box.name()
                            + " shows messages of other mailboxes and is left out; --virtual copies it, too");
                } else if (wanted.test(box.name())) {
                    boxes.add(box);
                }
            }
            RemoteBox.list(pair.to(), pair.toNaming()).forEach(box -> there.add(box.wire()));
        }
        // Levels come before what is below them.
        boxes.sort((one, other) -> one.name().compareTo(other.name()));
        if (!wish.isTrial()) {
            makeAll(boxes, there);
        }
        ConcurrentLinkedQueue<RemoteBox> queue = new ConcurrentLinkedQueue<>(boxes);
        List<Callable<CopyJob.Outcome>> workers = new ArrayList<>();
        for (int i = 0; i < Math.clamp(boxes.size(), 1, Math.max(1, wish.connections())); i++) {
            workers.add(() -> work(queue, there));
        }
        CopyJob.Outcome outcome = CopyJob.Outcome.NOTHING;
        try (ExecutorService threads = Executors.newFixedThreadPool(workers.size())) {
            for (Future<CopyJob.Outcome> each : threads.invokeAll(workers)) {
                outcome = outcome.plus(each.get());
            }
            return outcome;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException trouble ? trouble : new IOException("a copy broke off", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Refusal(Reason.UNAVAILABLE, "the copy was broken off", e);
        }
    }

    /** Makes the mailboxes in their order, before several workers fill them. */
    private void makeAll(List<RemoteBox> boxes, Set<String> there) throws IOException {
        try (Pair pair = Pair.open(job, spools)) {
            BoxCopy making = new BoxCopy(pair, wish, complaints, progress);
            for (RemoteBox box : boxes) {
                try {
                    making.make(box, there);
                } catch (ImapRefusal refusal) {
                    complaints.accept("mailbox " + box.name() + ": " + refusal.getMessage());
                }
            }
            RemoteBox.list(pair.to(), pair.toNaming()).forEach(box -> there.add(box.wire()));
        }
    }

    private CopyJob.Outcome work(ConcurrentLinkedQueue<RemoteBox> queue, Set<String> there) throws IOException {
        CopyJob.Outcome outcome = CopyJob.Outcome.NOTHING;
        for (RemoteBox box = queue.poll(); box != null; box = queue.poll()) {
            outcome = outcome.plus(copy(box, there));
        }
        return outcome;
    }

    private CopyJob.Outcome copy(RemoteBox box, Set<String> there) throws IOException {
        int tries = 0;
        long before = 0;
        while (true) {
            AtomicLong moved = new AtomicLong();
            try (Pair pair = Pair.open(job, spools)) {
                CopyJob.Outcome outcome = new BoxCopy(pair, wish, complaints, count -> {
                            moved.addAndGet(count);
                            progress.accept(count);
                        })
                        .copy(box, there);
                return new CopyJob.Outcome(
                        outcome.mailboxes(),
                        outcome.copied() + before,
                        Math.max(0, outcome.present() - before),
                        outcome.flagged(),
                        outcome.failed());
            } catch (ImapRefusal refusal) {
                complaints.accept("mailbox " + box.name() + ": " + refusal.getMessage());
                return new CopyJob.Outcome(1, before, 0, 0, 1);
            } catch (IOException lost) {
                // What was present before is counted again with each try: only more than that leads anywhere.
                tries = moved.get() > before ? 0 : tries + 1;
                before = Math.max(before, moved.get());
                if (tries == TRIES) {
                    complaints.accept("mailbox " + box.name() + ": " + lost.getMessage() + "; run it again to go on");
                    return new CopyJob.Outcome(1, before, 0, 0, 1);
                }
            }
        }
    }
}
