package org.jdbmail.sql.delivery;

import static org.jdbmail.sql.jooq.Tables.DBMAIL_MAILBOXES;
import static org.jdbmail.sql.jooq.Tables.DBMAIL_MESSAGES;
import static org.jdbmail.sql.jooq.Tables.JDBMAIL_QUOTA;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.store.Delivery;
import org.jdbmail.core.store.Portion;
import org.jdbmail.core.store.PortionOutcome;
import org.jdbmail.sql.account.LimitsInUse;
import org.jdbmail.sql.account.SqlDomains;
import org.jdbmail.sql.transaction.Transactions;
import org.jooq.impl.DSL;

/**
 * Keeps deliveries away from accounts that have as many messages as they may (RFC 9208 §5.2), and from those whose domain keeps as many
 * octets as it may. Almost nobody has such a limit: whether any has is known for a few seconds, and where none has nothing is asked. Those
 * that come at the same time are not counted against each other, so a limit may be passed by as many; which domains are full is known for a
 * few seconds, too.
 */
public final class MessageLimits {
    /** Rows of {@code dbmail_messages} with a higher status are tombstones. */
    private static final short VISIBLE = 2;

    private final Transactions transactions;
    private final LimitsInUse inUse;

    /** @param inUse which limits there are at all */
    public MessageLimits(Transactions transactions, LimitsInUse inUse) {
        this.transactions = transactions;
        this.inUse = inUse;
    }

    /** Carries out a delivery but for the portions of those who have no room. */
    public List<PortionOutcome> heed(Delivery delivery, Deliveries deliveries) {
        Map<Long, String> full = full(delivery);
        if (full.isEmpty()) {
            return deliveries.deliver(delivery);
        }
        List<Portion> others = delivery.portions().stream()
                .filter(portion -> why(portion, full).isEmpty())
                .toList();
        List<PortionOutcome> done = others.isEmpty() ? List.of() : deliveries.deliver(delivery.withPortions(others));
        List<PortionOutcome> all = new ArrayList<>();
        Iterator<PortionOutcome> next = done.iterator();
        for (Portion portion : delivery.portions()) {
            all.add(why(portion, full)
                    .<PortionOutcome>map(text -> new PortionOutcome.Refused(new Refusal(Reason.OVER_QUOTA, text)))
                    .orElseGet(next::next));
        }
        return all;
    }

    /** Accounts that have no room, and why. */
    private Map<Long, String> full(Delivery delivery) {
        Map<Long, String> full = new HashMap<>();
        LimitsInUse.Known limits = inUse.recent().orElseGet(() -> transactions.look(inUse::ask));
        List<String> domains = limits.fullDomains();
        if (!domains.isEmpty()) {
            transactions
                    .look(db -> new SqlDomains(db).accountsOf(domains, accounts(delivery)))
                    .forEach(account -> full.put(account, "the account's domain is full"));
        }
        if (limits.messages()) {
            withAllTheirMessages(delivery)
                    .forEach(account -> full.put(account, "there are as many messages as there may be"));
        }
        return full;
    }

    private static Optional<String> why(Portion portion, Map<Long, String> full) {
        return portion.places().stream()
                .map(place -> full.get(place.destination().chargedUserId()))
                .filter(Objects::nonNull)
                .findFirst();
    }

    private static Set<Long> accounts(Delivery delivery) {
        Set<Long> accounts = new HashSet<>();
        for (Portion portion : delivery.portions()) {
            portion.places().forEach(place -> accounts.add(place.destination().chargedUserId()));
        }
        return accounts;
    }

    private Set<Long> withAllTheirMessages(Delivery delivery) {
        Set<Long> accounts = accounts(delivery);
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
