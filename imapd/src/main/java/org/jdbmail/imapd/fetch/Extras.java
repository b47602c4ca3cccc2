package org.jdbmail.imapd.fetch;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jdbmail.core.index.MailboxSnapshot;
import org.jdbmail.core.reading.Readings;
import org.jdbmail.imapd.proto.FetchItem;
import org.jdbmail.imapd.proto.FetchItem.Attribute;
import org.jdbmail.mime.Checkpoint;
import org.jdbmail.mime.listing.SortKeys;

/**
 * What is rarely asked for: save dates (RFC 8514), threads (RFC 8474) and previews (RFC 8970) of some messages.
 *
 * @param saveTimes of those whose internal date doesn't tell it, by UID
 * @param keys by physical message
 * @param previews by physical message; where they were asked for lazily, those at hand
 */
record Extras(Map<Long, Long> saveTimes, Map<Long, SortKeys> keys, Map<Long, String> previews) {
    /** How many messages are read at once. */
    static final int AT_ONCE = 500;

    static final Extras NONE = new Extras(Map.of(), Map.of(), Map.of());

    /** The save times of a whole mailbox, where they are asked for. */
    static Extras of(Readings readings, FetchPlan plan, long mailboxId) {
        return plan.wants(Attribute.SAVEDATE)
                ? new Extras(readings.store().look(tx -> tx.messages().saveTimes(mailboxId)), Map.of(), Map.of())
                : NONE;
    }

    /** The rest of what is asked for, of at most {@link #AT_ONCE} messages. */
    Extras with(Readings readings, FetchPlan plan, MailboxSnapshot told, int[] places) {
        List<Long> ids = new ArrayList<>(places.length);
        for (int place : places) {
            ids.add(told.physId(place));
        }
        Map<Long, SortKeys> threads =
                plan.wants(Attribute.THREADID) ? readings.summaries().sortKeys(ids, Checkpoint.NONE) : Map.of();
        boolean lazy = plan.items().contains(new FetchItem.Preview(true));
        boolean eager = plan.items().contains(new FetchItem.Preview(false));
        Map<Long, String> texts = lazy || eager ? readings.summaries().previews(ids, eager) : Map.of();
        return new Extras(saveTimes, threads, texts);
    }
}
