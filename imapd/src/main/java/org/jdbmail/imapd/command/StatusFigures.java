package org.jdbmail.imapd.command;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbmail.core.store.MailboxAccess;
import org.jdbmail.core.store.MailboxStatus;
import org.jdbmail.imapd.proto.Status;
import org.jdbmail.imapd.proto.Untagged;
import org.jdbmail.imapd.session.Session;

/**
 * The figures of mailboxes for STATUS, and for LIST with STATUS (RFC 5819): from the index of who is open and unchanged, and for
 * all others in one statement.
 */
final class StatusFigures {
    private final Set<Status.Item> items;
    private final Map<Long, MailboxStatus> statuses = new HashMap<>();
    private final Map<Long, Long> deleted;

    private StatusFigures(Set<Status.Item> items, Map<Long, Long> deleted) {
        this.items = items;
        this.deleted = deleted;
    }

    static StatusFigures of(Session session, Set<Status.Item> items, List<MailboxAccess> mailboxes) {
        List<Long> all = mailboxes.stream().map(access -> access.mailbox().id()).toList();
        StatusFigures figures = new StatusFigures(
                items,
                items.contains(Status.Item.DELETED_STORAGE) && !all.isEmpty()
                        ? session.store().look(tx -> tx.mailboxes().deletedOctets(all))
                        : Map.of());
        for (MailboxAccess access : mailboxes) {
            long id = access.mailbox().id();
            // What is recent here may have been claimed by another process, of which no seq tells: that is counted.
            session.shared()
                    .indexes()
                    .status(id, access.seq())
                    .filter(at -> at.recent() == 0 || !items.contains(Status.Item.RECENT))
                    .ifPresent(status -> figures.statuses.put(id, status));
        }
        List<Long> others =
                all.stream().filter(id -> !figures.statuses.containsKey(id)).toList();
        if (!others.isEmpty()) {
            figures.statuses.putAll(
                    session.store().look(tx -> tx.mailboxes().status(others)));
        }
        return figures;
    }

    /** Whether a mailbox is still there. */
    boolean knows(MailboxAccess access) {
        return statuses.containsKey(access.mailbox().id());
    }

    /** The response for a mailbox that is still there. */
    Untagged response(String name, MailboxAccess access) {
        long id = access.mailbox().id();
        MailboxStatus status = statuses.get(id);
        if (status == null) {
            throw new IllegalArgumentException("not asked for");
        }
        Map<String, Long> figures = new LinkedHashMap<>();
        for (Status.Item item : items) {
            figures.put(item.imapName(), figure(item, status, id));
        }
        return new Untagged.Status(name, figures);
    }

    private long figure(Status.Item item, MailboxStatus status, long mailboxId) {
        return switch (item) {
            case MESSAGES -> status.messages();
            case RECENT -> status.recent();
            case UIDNEXT -> status.uidNext();
            case UIDVALIDITY -> mailboxId;
            case UNSEEN -> status.unseen();
            case DELETED -> status.deleted();
            case DELETED_STORAGE -> deleted.getOrDefault(mailboxId, 0L);
        };
    }
}
