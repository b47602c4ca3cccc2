package org.jdbmail.sql.message;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbmail.core.mail.NumberSet;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.store.Messages.Copied;
import org.jdbmail.sql.jdbc.Db;
import org.jdbmail.sql.jdbc.UidCondition;
import org.jspecify.annotations.Nullable;

/**
 * COPY and MOVE: new rows in the target that share the physical message. The target's fresh seq tells the new rows from all
 * others, and they come in the order of the old ones, so that reading them back pairs old with new.
 *
 * <p>By hand: COPY takes sets of UIDs of any form ({@link UidCondition}), which {@code ./x bench growth} measures.
 */
final class Copier {
    private final Db db;
    private final MailboxRow mailbox;
    private final Expunger expunger;
    private final Quota quota;

    Copier(Db db) {
        this.db = db;
        this.mailbox = new MailboxRow(db);
        this.expunger = new Expunger(db);
        this.quota = new Quota(db);
    }

    List<Copied> copy(long source, NumberSet uids, long target, long chargedUserId) {
        long targetSeq = mailbox.raise(target);
        Selection selection = Selection.load(db, source, uids, "");
        if (selection.isEmpty()) {
            mailbox.lower(target);
            return List.of();
        }
        List<Copied> copied = insert(source, target, targetSeq, selection);
        // For what was copied, and not for what was named: another session may have expunged some of that meanwhile.
        quota.chargeOrRefuse(chargedUserId, octets(target, targetSeq));
        return copied;
    }

    List<Copied> move(long source, NumberSet uids, long target, long chargedUserId) {
        // Both locks in ascending order, so that two moves in opposite directions don't wait for each other.
        long first = mailbox.raise(Math.min(source, target));
        long second = source == target ? first : mailbox.raise(Math.max(source, target));
        long sourceSeq = source <= target ? first : second;
        long targetSeq = source <= target ? second : first;
        Selection selection = Selection.load(db, source, uids, "");
        if (selection.isEmpty()) {
            mailbox.lower(source);
            if (source != target) {
                mailbox.lower(target);
            }
            return List.of();
        }
        long owner = quota.owner(source);
        if (owner != chargedUserId) {
            long octets = expunger.octets(source, selection);
            quota.adjust(Math.min(owner, chargedUserId), owner < chargedUserId ? -octets : octets);
            quota.adjust(Math.max(owner, chargedUserId), owner < chargedUserId ? octets : -octets);
        }
        List<Copied> moved = insert(source, target, targetSeq, selection);
        expunger.bury(source, sourceSeq, selection);
        return moved;
    }

    private long octets(long mailboxId, long seq) {
        return db.first(
                        "SELECT coalesce(sum(p.messagesize), 0) FROM {messages} m"
                                + " JOIN {physmessage} p ON p.id = m.physmessage_id"
                                + " WHERE m.mailbox_idnr = ? AND m.seq = ? AND m.status < 2",
                        row -> row.getLong(1),
                        mailboxId,
                        seq)
                .orElse(0L);
    }

    private List<Copied> insert(long source, long target, long seq, Selection selection) {
        String insert = "INSERT INTO {messages} (" + MessageRows.COLUMNS + ") SELECT "
                + MessageRows.copied(db.dialect().uniqueId())
                + " FROM {messages} m WHERE m.mailbox_idnr = ? AND m.status < 2 AND ";
        for (UidCondition condition : selection.conditions("m.message_idnr", selection.all())) {
            db.update(insert, condition, " ORDER BY m.message_idnr", target, seq, source);
        }
        List<Copied> copied = pair(target, seq, selection);
        new SaveTimes(db).noteNew(target, seq, Instant.now());
        copyKeywords(source, selection, copied);
        if (!copied.isEmpty()) {
            long first = copied.getFirst().uid();
            db.leaves(later -> isThere(later, target, first, seq));
        }
        return copied;
    }

    /** What became of a message since raises its seq. */
    private static boolean isThere(Db db, long mailboxId, long uid, long seq) {
        new MailboxRow(db).lock(mailboxId);
        return db.first(
                        "SELECT 1 FROM {messages} WHERE message_idnr = ? AND mailbox_idnr = ? AND seq >= ?",
                        row -> true,
                        uid,
                        mailboxId,
                        seq)
                .isPresent();
    }

    private record Copy(long uid, long physId) {}

    private List<Copied> pair(long target, long seq, Selection selection) {
        // Sorted here: asked for the order, MySQL without statistics walks the primary key of all mailboxes.
        List<Copy> copies = db.list(
                "SELECT message_idnr, physmessage_id FROM {messages}"
                        + " WHERE mailbox_idnr = ? AND seq = ? AND status < 2",
                row -> new Copy(row.getLong(1), row.getLong(2)),
                target,
                seq);
        List<Copied> copied = new ArrayList<>(copies.size());
        int i = 0;
        for (Copy copy :
                copies.stream().sorted(Comparator.comparingLong(Copy::uid)).toList()) {
            // A message that was expunged since the selection was read has no copy.
            while (i < selection.length() && selection.physId(i) != copy.physId) {
                i++;
            }
            if (i == selection.length()) {
                throw new Refusal(Reason.CORRUPT, "a copy could not be paired with its original");
            }
            copied.add(new Copied(selection.uid(i), copy.uid));
            i++;
        }
        return copied;
    }

    private void copyKeywords(long source, Selection selection, List<Copied> copied) {
        Map<Long, Long> targets = new HashMap<>();
        copied.forEach(pair -> targets.put(pair.sourceUid(), pair.uid()));
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (UidCondition condition : selection.conditions("m.message_idnr", selection.all())) {
            db.each(
                    "SELECT k.message_idnr, k.keyword FROM {messages} m JOIN {keywords} k"
                            + " ON k.message_idnr = m.message_idnr WHERE m.mailbox_idnr = ? AND m.status < 2 AND ",
                    condition,
                    "",
                    row -> {
                        Long uid = targets.get(row.getLong(1));
                        if (uid != null) {
                            rows.add(new @Nullable Object[] {uid, row.getString(2)});
                        }
                    },
                    source);
        }
        db.batch("INSERT INTO {keywords} (message_idnr, keyword) VALUES (?, ?)", rows);
    }
}
