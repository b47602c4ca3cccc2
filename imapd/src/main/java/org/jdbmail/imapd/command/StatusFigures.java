package org.jdbmail.imapd.command;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbmail.core.index.MailboxIndexes;
import org.jdbmail.core.store.MailboxAccess;
import org.jdbmail.core.store.MailboxStatus;
import org.jdbmail.core.work.Progress;
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
    private final Map<Long, Long> octets;
    private final Map<Long, Long> deleted;
    private final long appendLimit;

    private StatusFigures(Set<Status.Item> items, Map<Long, Long> octets, Map<Long, Long> deleted, long appendLimit) {
        this.items = items;
        this.octets = octets;
        this.deleted = deleted;
        this.appendLimit = appendLimit;
    }

    static StatusFigures of(Session session, Set<Status.Item> items, List<MailboxAccess> mailboxes, Progress progress) {
        List<Long> all = mailboxes.stream().map(access -> access.mailbox().id()).toList();
        StatusFigures figures = new StatusFigures(
                items,
                octets(session, progress, items.contains(Status.Item.SIZE) ? all : List.of(), false),
                octets(session, progress, items.contains(Status.Item.DELETED_STORAGE) ? all : List.of(), true),
                session.shared().options().limits().message());
        for (MailboxAccess access : mailboxes) {
            long id = access.mailbox().id();
            // What is recent here may have been claimed by another process, of which no seq tells: that is counted.
            long seer = session.seer(access.mailbox());
            MailboxIndexes indexes = session.shared().indexes();
            // What is unseen by one is counted nowhere else.
            (seer == 0 ? indexes.status(id, access.seq()) : indexes.status(id, seer, access.seq()))
                    .filter(at -> seer != 0 || at.recent() == 0 || !items.contains(Status.Item.RECENT))
                    .ifPresent(status -> figures.statuses.put(id, status));
        }
        List<Long> others =
                all.stream().filter(id -> !figures.statuses.containsKey(id)).toList();
        if (!others.isEmpty()) {
            figures.statuses.putAll(
                    session.work().look(progress, tx -> session.mailboxes().count(tx, others)));
        }
        return figures;
    }

    private static Map<Long, Long> octets(Session session, Progress progress, List<Long> mailboxes, boolean deleted) {
        return mailboxes.isEmpty()
                ? Map.of()
                : session.work().look(progress, tx -> session.mailboxes().octets(tx, mailboxes, deleted));
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
            case UIDVALIDITY, MAILBOXID -> mailboxId;
            case UNSEEN -> status.unseen();
            case DELETED -> status.deleted();
            case HIGHESTMODSEQ -> status.highestModseq();
            case SIZE -> octets.getOrDefault(mailboxId, 0L);
            case APPENDLIMIT -> appendLimit;
            case DELETED_STORAGE -> deleted.getOrDefault(mailboxId, 0L);
        };
    }
}
