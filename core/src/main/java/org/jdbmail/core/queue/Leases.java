package org.jdbmail.core.queue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbmail.core.store.QueuedMail;
import org.jdbmail.core.store.QueuedRecipient;
import org.jdbmail.core.store.Store;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The recipients that this process has leases on, by the names under which it took them. Safe for any number of threads. */
final class Leases {
    private static final Logger LOG = LoggerFactory.getLogger(Leases.class);

    private final Store store;
    private final Map<String, Set<Long>> leased = new ConcurrentHashMap<>();

    Leases(Store store) {
        this.store = store;
    }

    private static List<Long> recipients(QueuedMail mail) {
        return mail.recipients().stream().map(QueuedRecipient::id).toList();
    }

    /** Messages were taken. */
    void taken(String owner, Collection<QueuedMail> mails) {
        Set<Long> ids = ConcurrentHashMap.newKeySet();
        mails.forEach(each -> ids.addAll(recipients(each)));
        leased.put(owner, ids);
    }

    /** A message is over for now. */
    void over(Pending.Entry entry) {
        leased.computeIfPresent(entry.owner(), (owner, ids) -> {
            recipients(entry.mail()).forEach(ids::remove);
            return ids.isEmpty() ? null : ids;
        });
    }

    /** Makes all last longer. */
    void renew(Instant until) {
        leased.forEach((owner, some) -> {
            try {
                List<Long> ids = List.copyOf(some);
                store.write(tx -> tx.queue().renew(owner, ids, until));
            } catch (RuntimeException e) {
                LOG.warn("leases of the queue could not be renewed", e);
            }
        });
    }

    /** Lets others have messages, or us later. */
    void giveBack(List<Pending.Entry> entries, Instant next) {
        if (entries.isEmpty()) {
            return;
        }
        Map<String, List<Long>> byOwner = new HashMap<>();
        entries.forEach(each -> byOwner.computeIfAbsent(each.owner(), owner -> new ArrayList<>())
                .addAll(recipients(each.mail())));
        try {
            store.write(tx -> {
                byOwner.forEach((owner, ids) -> tx.queue().giveBack(owner, ids, next));
                return true;
            });
        } catch (RuntimeException e) {
            LOG.debug("{} messages come again when their lease is over", entries.size(), e);
        }
        entries.forEach(this::over);
    }
}
