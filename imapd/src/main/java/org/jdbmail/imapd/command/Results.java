package org.jdbmail.imapd.command;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jdbmail.core.index.MailboxSnapshot;
import org.jdbmail.core.mail.NumberSet;
import org.jdbmail.imapd.proto.PartialRange;
import org.jdbmail.imapd.proto.ReturnOptions;
import org.jdbmail.imapd.proto.Untagged;
import org.jspecify.annotations.Nullable;

/**
 * What a search or sort has found, and what of it is to be told and saved.
 *
 * @param places in the order of the answer
 * @param numbers the sequence numbers or UIDs of those
 */
@SuppressWarnings("ArrayRecordComponent") // made once and never compared
record Results(int[] places, long[] numbers) {
    /** RFC 4731 §3.2; of a sort, MIN and MAX are the first and the last (RFC 5267 §3.1). */
    Untagged.Extended response(ReturnOptions options, String tag, boolean uid) {
        Map<String, String> items = new LinkedHashMap<>();
        if (numbers.length > 0) {
            if (options.min()) {
                items.put("MIN", Long.toString(numbers[0]));
            }
            if (options.max()) {
                items.put("MAX", Long.toString(numbers[numbers.length - 1]));
            }
            if (options.all()) {
                items.put("ALL", Untagged.set(numbers));
            }
        }
        if (options.count()) {
            items.put("COUNT", Integer.toString(numbers.length));
        }
        @Nullable PartialRange partial = options.partial();
        if (partial != null) {
            long[] some = Arrays.copyOfRange(numbers, partial.from(numbers.length), partial.to(numbers.length));
            // RFC 9394 §3.1: NIL where nothing is in that range.
            items.put(
                    "PARTIAL", "(" + partial.imapText() + " " + (some.length == 0 ? "NIL" : Untagged.set(some)) + ")");
        }
        return new Untagged.Extended(tag, uid, items);
    }

    /** The UIDs to remember (RFC 5182 §2.4, RFC 9394 §3.2): all, or, where less was asked for, only that. */
    NumberSet toSave(ReturnOptions options, MailboxSnapshot told) {
        int[] some = new int[places.length + 2];
        int n = 0;
        if (options.savesAll()) {
            n = add(some, n, 0, places.length);
        } else if (places.length > 0) {
            @Nullable PartialRange partial = options.partial();
            n = partial == null ? n : add(some, n, partial.from(places.length), partial.to(places.length));
            n = options.min() ? add(some, n, 0, 1) : n;
            n = options.max() ? add(some, n, places.length - 1, places.length) : n;
        }
        int[] sorted = Arrays.copyOf(some, n);
        Arrays.sort(sorted);
        NumberSet.Builder uids = new NumberSet.Builder();
        for (int i = 0; i < n; i++) {
            if (i == 0 || sorted[i] != sorted[i - 1]) {
                uids.add(told.uid(sorted[i]));
            }
        }
        return uids.build();
    }

    private int add(int[] some, int n, int from, int to) {
        System.arraycopy(places, from, some, n, to - from);
        return n + to - from;
    }
}
