package org.jdbmail.sql.delivery;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.store.Delivered;
import org.jdbmail.core.store.Outgoing;
import org.jdbmail.core.store.Settlement;
import org.jdbmail.sql.content.CompactMessage;
import org.jdbmail.sql.content.CompactMessage.Piece;
import org.jdbmail.sql.queue.QueueRows;
import org.jdbmail.sql.transaction.Transactions;
import org.jspecify.annotations.Nullable;

/** How a database does the usual delivery in a single round trip. */
public sealed interface QuickPath extends AutoCloseable {
    /** Delivers; nothing if this message has no quick path. When it returns something, that is committed. */
    Optional<Delivered> deliver(PlainDelivery delivery);

    /** Puts mail into the queue with content that shares no blobs; false if this database has no quick path. When it returns true, that is committed. */
    default boolean enqueue(CompactMessage content, long octets, Instant internalDate, Outgoing mail) {
        return false;
    }

    /** Takes a message out of the queue whose last recipient is over; false, and nothing is done, where that has to be done step by step. When it returns true, that is committed. */
    default boolean settle(Settlement last) {
        return false;
    }

    /** Carries out what is under way; deliveries after it are refused. */
    @Override
    default void close() {}

    /** PostgreSQL: one statement, or a group of deliveries in one pipeline. */
    final class OnPostgresql implements QuickPath {
        private final Transactions transactions;
        private final AccountGate gate;
        private final PhysicalIds ids;
        private final PostgresDeliveries deliveries;
        private final Groups<List<@Nullable Object>, Boolean> mails;
        private final Groups<Settlement, Boolean> settlements;

        /** Groups of mail for the queue, and of what leaves it, that are under way at a time. */
        private static final int TURNS = 2;

        private static final int MOST_SETTLED = 64;

        /**
         * @param transactions where deliveries are committed
         * @param gate what those go through that are not carried out in groups
         */
        public OnPostgresql(Transactions transactions, AccountGate gate) {
            this.transactions = transactions;
            this.gate = gate;
            this.ids = new PhysicalIds(transactions);
            this.deliveries = new PostgresDeliveries(
                    transactions, gate, ids, Math.max(1, Runtime.getRuntime().availableProcessors() / 2));
            this.mails = new Groups<>(TURNS, QueueRows.MOST_WHOLE, OnPostgresql::octets, this::enqueue);
            this.settlements = new Groups<>(TURNS, MOST_SETTLED, settlement -> 0, this::settle);
        }

        private static long octets(List<@Nullable Object> values) {
            return values.stream()
                    .mapToLong(value -> value instanceof byte[] bytes ? bytes.length : 0)
                    .sum();
        }

        private List<Boolean> enqueue(List<List<@Nullable Object>> messages) {
            return transactions.writeOnce(db -> {
                QueueRows.insertWhole(db, messages);
                return Collections.nCopies(messages.size(), true);
            });
        }

        private List<Boolean> settle(List<Settlement> all) {
            Set<Long> gone = transactions.writeOnce(db -> QueueRows.settleLast(db, all));
            return all.stream().map(each -> gone.contains(each.recipientId())).toList();
        }

        @Override
        public boolean settle(Settlement last) {
            return settlements.write(last);
        }

        @Override
        public Optional<Delivered> deliver(PlainDelivery delivery) {
            return delivery.sharesBlobs() ? withPieces(delivery) : Optional.of(deliveries.deliver(delivery));
        }

        @Override
        public boolean enqueue(CompactMessage content, long octets, Instant internalDate, Outgoing mail) {
            long physId = ids.take(1).getFirst();
            Instant now = Instant.now();
            List<@Nullable Object> values = new ArrayList<>(List.of(
                    physId,
                    octets,
                    octets,
                    internalDate,
                    content.head(),
                    content.rest().bytes(),
                    content.rest().packing().code()));
            // By the content, which outlasts the sending of the mail.
            return transactions.unlessDone(() -> mails.write(QueueRows.whole(values, mail, now)), db -> {
                QueueRows.awaitInserts(db);
                return content.isAt(db, physId) ? Optional.of(true) : Optional.empty();
            });
        }

        private Optional<Delivered> withPieces(PlainDelivery delivery) {
            try {
                List<Piece> pieces = delivery.content().shareAhead(transactions);
                return Optional.of(gate.through(
                        List.of(delivery.destination().chargedUserId()),
                        () -> transactions.writeOnce(db -> new OneStatementDelivery(db).deliver(delivery, pieces))));
            } catch (Refusal refusal) {
                // A blob that was there a moment ago is collected. Step by step it is brought back under the same
                // transaction.
                if (Refusals.isRowRefused(refusal)) {
                    return Optional.empty();
                }
                throw refusal;
            }
        }

        @Override
        public void close() {
            deliveries.close();
            mails.close();
            settlements.close();
        }
    }

    /**
     * MariaDB: a compound statement.
     *
     * @param transactions where deliveries are committed
     * @param gate what they go through
     */
    record OnMariadb(Transactions transactions, AccountGate gate) implements QuickPath {
        @Override
        public Optional<Delivered> deliver(PlainDelivery delivery) {
            return delivery.sharesBlobs()
                    ? Optional.empty()
                    : Optional.of(gate.through(
                            List.of(delivery.destination().chargedUserId()),
                            () -> transactions.writeOnce(db -> new CompoundDelivery(db).deliver(delivery))));
        }
    }

    /** SQLite, where a statement costs no round trip, and MySQL, which knows neither of these. */
    record None() implements QuickPath {
        @Override
        public Optional<Delivered> deliver(PlainDelivery delivery) {
            return Optional.empty();
        }
    }
}
