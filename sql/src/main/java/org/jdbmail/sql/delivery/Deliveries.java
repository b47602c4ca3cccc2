package org.jdbmail.sql.delivery;

import java.util.List;
import java.util.Optional;
import org.jdbmail.core.store.Delivered;
import org.jdbmail.core.store.Delivery;
import org.jdbmail.core.store.Destination;
import org.jdbmail.core.store.Outgoing;
import org.jdbmail.core.store.Portion;
import org.jdbmail.core.store.PortionOutcome;
import org.jdbmail.core.store.Settlement;
import org.jdbmail.sql.content.CompactMessage;
import org.jdbmail.sql.content.ContentLayout;
import org.jdbmail.sql.transaction.Transactions;

/** Carries out deliveries, each in a transaction of its own: the usual one quickly, whatever asks for more step by step. */
public final class Deliveries implements AutoCloseable {
    private final Transactions transactions;
    private final AccountGate gate;
    private final QuickPath quick;
    private final ContentLayout layout;

    /**
     * @param gate what deliveries to an account go through
     * @param quick how this database does the usual delivery
     * @param layout how new messages are written
     */
    public Deliveries(Transactions transactions, AccountGate gate, QuickPath quick, ContentLayout layout) {
        this.transactions = transactions;
        this.gate = gate;
        this.quick = quick;
        this.layout = layout;
    }

    /** As {@link org.jdbmail.core.store.Store#deliver(Delivery)}. */
    public List<PortionOutcome> deliver(Delivery delivery) {
        List<ContentLayout.Ready> contents = delivery.contents().stream()
                .map(content -> layout.prepare(content.message(), content.internalDate()))
                .toList();
        // Here, and not in the transaction, for which others may wait.
        delivery.portions().stream()
                .flatMap(portion -> portion.places().stream())
                .forEach(place ->
                        delivery.contents().get(place.content()).message().summary());
        if (delivery.portions().size() == 1 && delivery.portions().getFirst().isPlain()) {
            Destination only =
                    delivery.portions().getFirst().places().getFirst().destination();
            if (only.flags().keywords().isEmpty() && contents.getFirst() instanceof CompactMessage compact) {
                Delivery.Content content = delivery.contents().getFirst();
                PlainDelivery plain = new PlainDelivery(content.message(), compact, content.internalDate(), only);
                Optional<Delivered> delivered = transactions.unlessDone(() -> quick.deliver(plain), db -> {
                    Optional<Delivered> done = plain.find(db);
                    return done.isPresent() ? Optional.of(done) : Optional.empty();
                });
                if (delivered.isPresent()) {
                    return List.of(outcome(delivered.get()));
                }
            }
        }
        if (isMail(delivery) && contents.getFirst() instanceof CompactMessage compact && isQueued(delivery, compact)) {
            return List.of(new PortionOutcome.Done(List.of(), 1));
        }
        Optional<Settlement> settled = settled(delivery);
        if (settled.isPresent() && quick.settle(settled.get())) {
            return List.of(new PortionOutcome.Done(List.of(), 0));
        }
        List<Long> accounts = delivery.portions().stream()
                .flatMap(portion -> portion.places().stream())
                .map(place -> place.destination().chargedUserId())
                .toList();
        return transactions.write(
                db -> new StepwiseDelivery(db, delivery, contents).run(), work -> gate.through(accounts, work));
    }

    /** Whether a delivery is one message for the queue, and nothing else. */
    private static boolean isMail(Delivery delivery) {
        if (delivery.portions().size() != 1 || delivery.contents().size() != 1) {
            return false;
        }
        Portion only = delivery.portions().getFirst();
        return only.places().isEmpty()
                && only.memories().isEmpty()
                && only.settlements().isEmpty()
                && only.replaced() == null
                && only.outgoing().size() == 1
                && only.outgoing().getFirst().once() == null
                && delivery.contents().getFirst().message().plan().blobs().isEmpty();
    }

    /** The one thing that came of sending, where that is all: a message for one, who has got it. */
    private static Optional<Settlement> settled(Delivery delivery) {
        if (delivery.portions().size() != 1 || !delivery.contents().isEmpty()) {
            return Optional.empty();
        }
        Portion only = delivery.portions().getFirst();
        boolean isAll = only.places().isEmpty()
                && only.outgoing().isEmpty()
                && only.memories().isEmpty()
                && only.replaced() == null
                && only.settlements().size() == 1
                && only.settlements().getFirst().result() instanceof Settlement.Over;
        return isAll ? Optional.of(only.settlements().getFirst()) : Optional.empty();
    }

    private boolean isQueued(Delivery delivery, CompactMessage compact) {
        Delivery.Content only = delivery.contents().getFirst();
        Outgoing mail = delivery.portions().getFirst().outgoing().getFirst();
        return quick.enqueue(compact, only.message().size(), only.internalDate(), mail);
    }

    private static PortionOutcome outcome(Delivered delivered) {
        return switch (delivered) {
            case Delivered.Stored stored -> new PortionOutcome.Done(List.of(stored), 0);
            case Delivered.Refused(var refusal) -> new PortionOutcome.Refused(refusal);
        };
    }

    /** Carries out what is under way; deliveries after it are refused. */
    @Override
    public void close() {
        quick.close();
    }
}
