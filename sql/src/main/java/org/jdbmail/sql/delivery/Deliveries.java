package org.jdbmail.sql.delivery;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbmail.core.content.PreparedMessage;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.store.Delivered;
import org.jdbmail.core.store.Destination;
import org.jdbmail.sql.content.CompactMessage;
import org.jdbmail.sql.content.CompactMessage.Piece;
import org.jdbmail.sql.content.ContentLayout;
import org.jdbmail.sql.jdbc.Dialect;
import org.jdbmail.sql.transaction.Transactions;
import org.jspecify.annotations.Nullable;

/** Delivers messages, each in a transaction of its own; on PostgreSQL and MariaDB the usual one in a single statement. */
public final class Deliveries implements AutoCloseable {
    private final Transactions transactions;
    private final boolean compoundStatements;
    private final ContentLayout layout;
    private final @Nullable PostgresDeliveries onPostgresql;

    /**
     * @param compoundStatements whether the database knows MariaDB's compound statements
     * @param layout how new messages are written
     */
    public Deliveries(Transactions transactions, Dialect dialect, boolean compoundStatements, ContentLayout layout) {
        this.transactions = transactions;
        this.compoundStatements = compoundStatements;
        this.layout = layout;
        this.onPostgresql = dialect == Dialect.POSTGRESQL
                ? new PostgresDeliveries(
                        transactions, Math.max(1, Runtime.getRuntime().availableProcessors() / 2))
                : null;
    }

    /** As {@link org.jdbmail.core.store.Store#deliver}. */
    public List<Delivered> deliver(PreparedMessage message, Instant internalDate, List<Destination> destinations) {
        if (destinations.isEmpty()) {
            throw new IllegalArgumentException("a delivery without a destination");
        }
        ContentLayout.Ready content = layout.prepare(message, internalDate);
        Destination first = destinations.getFirst();
        if (destinations.size() == 1
                && first.flags().keywords().isEmpty()
                && content instanceof CompactMessage compact) {
            Optional<Delivered> delivered = inOneStatement(new PlainDelivery(message, compact, internalDate, first));
            if (delivered.isPresent()) {
                return List.of(delivered.get());
            }
        }
        return transactions.write(db -> new StepwiseDelivery(db).deliver(message, content, internalDate, destinations));
    }

    /** The quick way; nothing if the database or this message has none. */
    private Optional<Delivered> inOneStatement(PlainDelivery delivery) {
        boolean shares = !delivery.message().plan().blobs().isEmpty();
        if (onPostgresql != null) {
            return shares ? withPieces(delivery) : Optional.of(onPostgresql.deliver(delivery));
        }
        return compoundStatements && !shares
                ? Optional.of(transactions.writeOnce(db -> new CompoundDelivery(db).deliver(delivery)))
                : Optional.empty();
    }

    private Optional<Delivered> withPieces(PlainDelivery delivery) {
        try {
            List<Piece> pieces = delivery.content().shareAhead(transactions);
            return Optional.of(transactions.writeOnce(db -> new OneStatementDelivery(db).deliver(delivery, pieces)));
        } catch (Refusal refusal) {
            // A blob that was there a moment ago is collected. Step by step it is brought back under the same
            // transaction.
            if (Refusals.isRowRefused(refusal)) {
                return Optional.empty();
            }
            throw refusal;
        }
    }

    /** Carries out what is under way; deliveries after it are refused. */
    @Override
    public void close() {
        if (onPostgresql != null) {
            onPostgresql.close();
        }
    }
}
