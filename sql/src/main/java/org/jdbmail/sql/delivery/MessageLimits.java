package org.jdbmail.sql.delivery;

import static org.jdbmail.sql.jooq.Tables.DBMAIL_MAILBOXES;
import static org.jdbmail.sql.jooq.Tables.DBMAIL_MESSAGES;
import static org.jdbmail.sql.jooq.Tables.JDBMAIL_QUOTA;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.store.Delivery;
import org.jdbmail.core.store.Placement;
import org.jdbmail.core.store.Portion;
import org.jdbmail.core.store.PortionOutcome;
import org.jdbmail.sql.transaction.Transactions;
import org.jooq.impl.DSL;

/**
 * Keeps deliveries away from accounts that have as many messages as they may (RFC 9208 §5.2). Almost no account has such a limit: whether
 * any has is known for a few seconds, and where none has nothing is asked. Those that come at the same time are not counted
 * against each other, so a limit may be passed by as many.
 */
public final class MessageLimits {
    private static final long KEPT_NANOS = Duration.ofSeconds(5).toNanos();

    /** Rows of {@code dbmail_messages} with a higher status are tombstones. */
    private static final short VISIBLE = 2;

    private final Transactions transactions;
    private final AtomicLong unusedUntil = new AtomicLong(System.nanoTime());

    public MessageLimits(Transactions transactions) {
        this.transactions = transactions;
    }

    /** Carries out a delivery but for the portions of those who have no room. */
    public List<PortionOutcome> heed(Delivery delivery, Deliveries deliveries) {
        Set<Long> full = isUnused() ? Set.of() : full(delivery);
        if (full.isEmpty()) {
            return deliveries.deliver(delivery);
        }
        List<Portion> others = delivery.portions().stream()
                .filter(portion -> !isFor(portion, full))
                .toList();
        List<PortionOutcome> done = others.isEmpty() ? List.of() : deliveries.deliver(delivery.withPortions(others));
        List<PortionOutcome> all = new ArrayList<>();
        int next = 0;
        for (Portion portion : delivery.portions()) {
            all.add(
                    isFor(portion, full)
                            ? new PortionOutcome.Refused(
                                    new Refusal(Reason.OVER_QUOTA, "there are as many messages as there may be"))
                            : done.get(next++));
        }
        return all;
    }

    private boolean isUnused() {
        if (System.nanoTime() - unusedUntil.get() < 0) {
            return true;
        }
        boolean some = transactions.look(
                db -> db.dsl().fetchExists(DSL.selectOne().from(JDBMAIL_QUOTA).where(JDBMAIL_QUOTA.MESSAGES.gt(0L))));
        if (!some) {
            unusedUntil.set(System.nanoTime() + KEPT_NANOS);
        }
        return !some;
    }

    private static boolean isFor(Portion portion, Set<Long> accounts) {
        return portion.places().stream()
                .map(Placement::destination)
                .anyMatch(destination -> accounts.contains(destination.chargedUserId()));
    }

    private Set<Long> full(Delivery delivery) {
        Set<Long> accounts = new HashSet<>();
        for (Portion portion : delivery.portions()) {
            portion.places().forEach(place -> accounts.add(place.destination().chargedUserId()));
        }
        return transactions.look(db -> new HashSet<>(db.dsl()
                .select(JDBMAIL_QUOTA.USER_IDNR)
                .from(JDBMAIL_QUOTA)
                .where(JDBMAIL_QUOTA.USER_IDNR.in(accounts))
                .and(JDBMAIL_QUOTA.MESSAGES.gt(0L))
                .and(JDBMAIL_QUOTA.MESSAGES.le(DSL.field(DSL.select(DSL.count().cast(Long.class))
                        .from(DBMAIL_MESSAGES)
                        .join(DBMAIL_MAILBOXES)
                        .on(DBMAIL_MAILBOXES.MAILBOX_IDNR.eq(DBMAIL_MESSAGES.MAILBOX_IDNR))
                        .where(DBMAIL_MAILBOXES.OWNER_IDNR.eq(JDBMAIL_QUOTA.USER_IDNR))
                        .and(DBMAIL_MESSAGES.STATUS.lt(VISIBLE)))))
                .fetch(JDBMAIL_QUOTA.USER_IDNR)));
    }
}
