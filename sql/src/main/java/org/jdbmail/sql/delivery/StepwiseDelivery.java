package org.jdbmail.sql.delivery;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jdbmail.core.content.PreparedMessage;
import org.jdbmail.core.mail.Flag;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.store.Delivered;
import org.jdbmail.core.store.Destination;
import org.jdbmail.sql.content.ContentLayout;
import org.jdbmail.sql.content.SummaryRows;
import org.jdbmail.sql.jdbc.Db;
import org.jdbmail.sql.message.KeywordLimit;
import org.jdbmail.sql.message.MailboxRow;
import org.jdbmail.sql.message.Quota;
import org.jspecify.annotations.Nullable;

/**
 * A delivery to any number of mailboxes, step by step in one transaction: shared blobs, the mailboxes' locks, the accounts'
 * charges, the content once, and a row for each mailbox that takes it.
 */
final class StepwiseDelivery {
    private static final String PHYSMESSAGE =
            "INSERT INTO {physmessage} (messagesize, rfcsize, internal_date) VALUES (?, ?, ?)";

    private static final String SUMMARY = "INSERT INTO {+summary} (physmessage_id, " + SummaryRows.COLUMNS
            + ") VALUES (?, " + SummaryRows.PARAMETERS + ")";

    private static final String MESSAGE = """
            INSERT INTO {messages} (mailbox_idnr, physmessage_id, seen_flag, answered_flag, flagged_flag, deleted_flag,
              draft_flag, recent_flag, unique_id, status, seq)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?)""";

    private final Db db;

    StepwiseDelivery(Db db) {
        this.db = db;
    }

    List<Delivered> deliver(
            PreparedMessage message,
            ContentLayout.Ready content,
            Instant internalDate,
            List<Destination> destinations) {
        content.writeShared(db);
        Map<Long, Long> seqs = lock(destinations);
        @Nullable Delivered[] outcomes = charge(message.size(), destinations, seqs);
        giveBackUnused(destinations, seqs, outcomes);
        long physId = 0;
        List<Delivered> answer = new ArrayList<>();
        for (int i = 0; i < outcomes.length; i++) {
            Delivered outcome = outcomes[i];
            if (outcome == null) {
                if (physId == 0) {
                    physId = writeContent(message, content, internalDate);
                }
                outcome = link(physId, destinations.get(i), seqs);
            }
            answer.add(outcome);
        }
        return answer;
    }

    /** Takes the locks in ascending order; the seq of each mailbox that is there. */
    private Map<Long, Long> lock(List<Destination> destinations) {
        Map<Long, Long> seqs = new HashMap<>();
        MailboxRow mailbox = new MailboxRow(db);
        Set<Long> ids = new TreeSet<>();
        destinations.forEach(destination -> ids.add(destination.mailboxId()));
        for (long id : ids) {
            mailbox.raiseIfThere(id).ifPresent(seq -> seqs.put(id, seq));
        }
        return seqs;
    }

    /** Charges the accounts in ascending order; what refuses has an outcome then, the others have none yet. */
    private @Nullable Delivered[] charge(long size, List<Destination> destinations, Map<Long, Long> seqs) {
        @Nullable Delivered[] outcomes = new Delivered[destinations.size()];
        Quota quota = new Quota(db);
        List<Integer> order = IntStream.range(0, destinations.size())
                .boxed()
                .sorted(Comparator.comparingLong(i -> destinations.get(i).chargedUserId()))
                .toList();
        for (int i : order) {
            Destination destination = destinations.get(i);
            try {
                KeywordLimit.check(destination.flags());
                if (!seqs.containsKey(destination.mailboxId())) {
                    outcomes[i] = Refusals.noMailbox();
                } else if (!quota.charge(destination.chargedUserId(), size)) {
                    outcomes[i] = Refusals.notCharged(db, destination.chargedUserId());
                }
            } catch (Refusal refusal) {
                outcomes[i] = Refusals.keyword(refusal);
            }
        }
        return outcomes;
    }

    /** A mailbox that gets nothing keeps its seq. */
    private void giveBackUnused(List<Destination> destinations, Map<Long, Long> seqs, @Nullable Delivered[] outcomes) {
        Set<Long> unused = new HashSet<>(seqs.keySet());
        for (int i = 0; i < outcomes.length; i++) {
            if (outcomes[i] == null) {
                unused.remove(destinations.get(i).mailboxId());
            }
        }
        unused.forEach(new MailboxRow(db)::lower);
    }

    private long writeContent(PreparedMessage message, ContentLayout.Ready content, Instant internalDate) {
        long size = message.size();
        long physId = db.insert(PHYSMESSAGE, "id", size, size, internalDate);
        content.write(db, physId);
        List<@Nullable Object> summary = SummaryRows.values(message.summary());
        summary.addFirst(physId);
        db.update(SUMMARY, summary.toArray());
        return physId;
    }

    private Delivered link(long physId, Destination destination, Map<Long, Long> seqs) {
        long seq = seqs.getOrDefault(destination.mailboxId(), 0L);
        List<@Nullable Object> values = new ArrayList<>(10);
        values.add(destination.mailboxId());
        values.add(physId);
        for (Flag flag : Flag.values()) {
            values.add(destination.flags().has(flag) ? 1 : 0);
        }
        values.add(destination.recent() ? 1 : 0);
        values.add(PlainDelivery.uniqueId());
        values.add(seq);
        long uid = db.insert(MESSAGE, "message_idnr", values.toArray());
        List<@Nullable Object[]> keywords = new ArrayList<>();
        destination.flags().keywords().forEach(keyword -> keywords.add(new @Nullable Object[] {uid, keyword}));
        db.batch("INSERT INTO {keywords} (message_idnr, keyword) VALUES (?, ?)", keywords);
        return new Delivered.Stored(uid, seq, physId);
    }
}
