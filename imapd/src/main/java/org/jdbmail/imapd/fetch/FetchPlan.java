package org.jdbmail.imapd.fetch;

import java.util.List;
import org.jdbmail.core.reading.Source;
import org.jdbmail.imapd.proto.FetchItem;
import org.jdbmail.imapd.proto.FetchItem.Attribute;
import org.jdbmail.mime.structure.Sections.What;

/**
 * What the items of a FETCH need beside the mailbox's index.
 *
 * @param items in the order in which they are written
 * @param summaries whether ENVELOPE, BODY or BODYSTRUCTURE are asked for
 * @param source where sections are cut from
 * @param setsSeen whether asking marks the messages as seen (RFC 3501 §6.4.5)
 * @param extras whether something is asked for that {@link Extras} reads
 */
record FetchPlan(List<FetchItem> items, boolean summaries, Source source, boolean setsSeen, boolean extras) {
    static FetchPlan of(List<FetchItem> items) {
        boolean summaries = false;
        boolean seen = false;
        boolean extras = false;
        Source source = Source.NOTHING;
        for (FetchItem item : items) {
            switch (item) {
                case Attribute attribute -> {
                    summaries |= needsSummary(attribute);
                    extras |= attribute == Attribute.SAVEDATE || attribute == Attribute.THREADID;
                }
                case FetchItem.Preview preview -> extras = true;
                case FetchItem.Binary binary -> {
                    seen |= !binary.peek();
                    source = Source.ALL;
                }
                case FetchItem.BinarySize size -> source = Source.ALL;
                case FetchItem.Bytes bytes -> {
                    seen |= !bytes.peek();
                    Source needed = isOfHead(bytes) ? Source.HEAD : Source.ALL;
                    source = needed.compareTo(source) > 0 ? needed : source;
                }
            }
        }
        return new FetchPlan(items, summaries, source, seen, extras);
    }

    private static boolean needsSummary(Attribute attribute) {
        return switch (attribute) {
            case ENVELOPE, BODY, BODYSTRUCTURE -> true;
            case FLAGS, INTERNALDATE, MODSEQ, SIZE, UID, SAVEDATE, EMAILID, THREADID -> false;
        };
    }

    private static boolean isOfHead(FetchItem.Bytes bytes) {
        What text = bytes.section().text();
        return bytes.section().part().isEmpty()
                && (text == What.HEADER || text == What.FIELDS || text == What.FIELDS_NOT);
    }

    /** Whether the size of messages is asked for. */
    boolean wants(Attribute attribute) {
        return items.contains(attribute);
    }
}
