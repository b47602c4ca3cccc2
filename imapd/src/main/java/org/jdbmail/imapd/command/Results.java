package org.jdbmail.imapd.command;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jdbmail.core.index.MailboxSnapshot;
import org.jdbmail.core.mail.NumberSet;
import org.jdbmail.imapd.proto.PartialRange;
import org.jdbmail.imapd.proto.ReturnOptions;
import org.jdbmail.imapd.proto.ReturnOptions.Item;
import org.jdbmail.imapd.proto.Untagged;
import org.jspecify.annotations.Nullable;

/**
 * What a search or sort has found, and what of it is to be told and saved.
 *
 * @param told the mailbox as the client knows it
 * @param places in the order of the answer
 * @param numbers the sequence numbers or UIDs of those
 * @param scores how well each matches, where that is asked for
 * @param tellsModseq whether MODSEQ was searched for, so that it is told
 */
@SuppressWarnings("ArrayRecordComponent") // made once and never compared
record Results(MailboxSnapshot told, int[] places, long[] numbers, int[] scores, boolean tellsModseq) {
    /** RFC 4731 §3.2; of a sort, MIN and MAX are the first and the last (RFC 5267 §3.1). */
    Untagged.Extended response(ReturnOptions options, String tag, boolean uid) {
        Map<String, String> items = new LinkedHashMap<>();
        if (numbers.length > 0) {
            if (options.has(Item.MIN)) {
                items.put("MIN", Long.toString(numbers[0]));
            }
            if (options.has(Item.MAX)) {
                items.put("MAX", Long.toString(numbers[numbers.length - 1]));
            }
            if (options.has(Item.ALL)) {
                items.put("ALL", Untagged.set(numbers));
            }
        }
        if (options.has(Item.COUNT)) {
            items.put("COUNT", Integer.toString(numbers.length));
        }
        @Nullable PartialRange partial = options.partial();
        if (partial != null) {
            long[] some = Arrays.copyOfRange(numbers, partial.from(numbers.length), partial.to(numbers.length));
            // RFC 9394 §3.1: NIL where nothing is in that range.
            items.put(
                    "PARTIAL", "(" + partial.imapText() + " " + (some.length == 0 ? "NIL" : Untagged.set(some)) + ")");
        }
        if (options.has(Item.RELEVANCY)) {
            // RFC 6203 §4: in the order of the messages.
            items.put(
                    "RELEVANCY",
                    IntStream.of(scores).mapToObj(Integer::toString).collect(Collectors.joining(" ", "(", ")")));
        }
        long modseq = tellsModseq ? highest(meant(options)) : 0;
        if (modseq > 0) {
            items.put("MODSEQ", Long.toString(modseq));
        }
        return new Untagged.Extended(tag, uid, items);
    }

    /** The highest MODSEQ of all that was found (RFC 7162 §3.1.5); 0 where it is not to be told. */
    long modseq() {
        return tellsModseq ? highest(places) : 0;
    }

    private long highest(int[] some) {
        return IntStream.of(some).mapToLong(told::modseq).max().orElse(0);
    }

    /** The UIDs to remember (RFC 5182 §2.4, RFC 9394 §3.2): all, or, where less was asked for, only that. */
    NumberSet toSave(ReturnOptions options) {
        int[] sorted = meant(options);
        Arrays.sort(sorted);
        NumberSet.Builder uids = new NumberSet.Builder();
        for (int i = 0; i < sorted.length; i++) {
            if (i == 0 || sorted[i] != sorted[i - 1]) {
                uids.add(told.uid(sorted[i]));
            }
        }
        return uids.build();
    }

    /** What the options single out; its MODSEQ is the one that is told (RFC 4731 §3.2). Some may be there twice. */
    private int[] meant(ReturnOptions options) {
        if (options.savesAll()) {
            return places.clone();
        }
        int[] some = new int[places.length + 2];
        int n = 0;
        if (places.length > 0) {
            @Nullable PartialRange partial = options.partial();
            n = partial == null ? n : add(some, n, partial.from(places.length), partial.to(places.length));
            n = options.has(Item.MIN) ? add(some, n, 0, 1) : n;
            n = options.has(Item.MAX) ? add(some, n, places.length - 1, places.length) : n;
        }
        return Arrays.copyOf(some, n);
    }

    private int add(int[] some, int n, int from, int to) {
        System.arraycopy(places, from, some, n, to - from);
        return n + to - from;
    }
}
