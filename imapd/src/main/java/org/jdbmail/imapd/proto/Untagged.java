package org.jdbmail.imapd.proto;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntToLongFunction;
import org.jdbmail.core.mail.NumberSet;
import org.jdbmail.core.sorting.MessageThread;
import org.jspecify.annotations.Nullable;

/** What a server says without a tag (RFC 3501 §7), but FETCH, which {@link FetchResponse} writes as it goes. */
public sealed interface Untagged {
    /** The three kinds of status response that can be sent without a tag, besides PREAUTH and BYE. */
    enum Kind {
        OK,
        NO,
        BAD,
        BYE
    }

    /** Some news, with a text for people. */
    record Message(Kind kind, @Nullable ResponseCode code, String text) implements Untagged {}

    /** The number of messages (RFC 3501 §7.3.1). */
    record Exists(int messages) implements Untagged {}

    /** How many of them are recent (RFC 3501 §7.3.2). */
    record Recent(int messages) implements Untagged {}

    /** A message is gone (RFC 3501 §7.4.1). */
    record Expunge(int sequence) implements Untagged {}

    /**
     * Messages are gone (RFC 7162 §3.2.10).
     *
     * @param earlier whether they were before the client could know of them
     */
    record Vanished(boolean earlier, NumberSet uids) implements Untagged {}

    /** The flags that are in use (RFC 3501 §7.2.6). */
    record Flags(List<String> flags) implements Untagged {}

    /** What the server can do (RFC 3501 §7.2.1). */
    record Capability(List<String> capabilities) implements Untagged {}

    /**
     * A mailbox (RFC 3501 §7.2.2, §7.2.3), named in Unicode.
     *
     * @param subscribed whether it answers LSUB
     * @param childInfo criteria that something below it meets (RFC 5258 §3.5)
     * @param oldName what the client has called it (RFC 9051 §6.3.9.7); null where that is its name
     */
    record Mailbox(
            boolean subscribed,
            List<String> attributes,
            String name,
            List<String> childInfo,
            @Nullable String oldName) implements Untagged {
        public Mailbox(boolean subscribed, List<String> attributes, String name, List<String> childInfo) {
            this(subscribed, attributes, name, childInfo, null);
        }
    }

    /**
     * Something about a mailbox: a word, the mailbox, and strings, octets as ISO 8859-1 (RFC 4314 §3.6 to §3.8, RFC 9208
     * §4.2.2).
     */
    record MailboxWords(String kind, String name, List<String> words) implements Untagged {}

    /** A quota, with its triplets of resource, usage and limit (RFC 9208 §4.2.1). */
    record Quota(String root, List<String> triplets) implements Untagged {}

    /**
     * An annotation.
     *
     * @param value null for none
     */
    @SuppressWarnings("ArrayRecordComponent") // written once and never compared
    record Note(String entry, byte @Nullable [] value) {}

    /** Annotations of a mailbox, or of the server where the name is empty (RFC 5464 §4.4.1). */
    record Metadata(String name, List<Note> notes) implements Untagged {}

    /** Links that are signed (RFC 4467 §8). */
    record Links(List<String> urls) implements Untagged {}

    /** A link that leads nowhere, or to nothing that may be read (RFC 4467 §8). */
    record DeadLink(String url) implements Untagged {}

    /** Which annotations have changed (RFC 5464 §4.4.2). */
    record MetadataChanged(String name, List<String> entries) implements Untagged {}

    /** A mailbox's figures (RFC 3501 §7.2.4), in the order of the map. */
    record Status(String name, Map<String, Long> figures) implements Untagged {}

    /**
     * Sequence numbers or UIDs of messages found (RFC 3501 §7.2.5).
     *
     * @param count how many numbers of the array count
     * @param modseq the highest MODSEQ of the messages (RFC 7162 §3.1.5); 0 where it is not asked for
     */
    @SuppressWarnings("ArrayRecordComponent") // written once and never compared
    record Search(long[] numbers, int count, long modseq) implements Untagged {}

    /** The same, in the order of a SORT (RFC 5256 §4, RFC 7162 §3.1.9). */
    @SuppressWarnings("ArrayRecordComponent") // written once and never compared
    record Sort(long[] numbers, long modseq) implements Untagged {}

    /**
     * Threads of messages (RFC 5256 §4).
     *
     * @param number the sequence number or UID of the message at a place
     */
    record Threads(List<MessageThread> threads, IntToLongFunction number) implements Untagged {}

    /**
     * What a search with RETURN has found (RFC 4731 §3.2), in the order of the map.
     *
     * @param tag of the command
     * @param searched the mailbox; null where it is the one selected
     */
    record Extended(String tag, @Nullable Searched searched, boolean uid, Map<String, String> items)
            implements Untagged {
        public Extended(String tag, boolean uid, Map<String, String> items) {
            this(tag, null, uid, items);
        }
    }

    /** The mailbox that was searched, where it might be another than the one selected (RFC 7377 §2.1). */
    record Searched(String name, long uidValidity) {}

    /**
     * Ranges of UIDs, the highest first (RFC 10022 §3.1.2).
     *
     * @param ranges as they are written
     */
    record Batches(String tag, List<String> ranges) implements Untagged {}

    /** The comparator that is used (RFC 5255 §4.8). */
    record Comparing(String name) implements Untagged {}

    /** Languages (RFC 5255 §3.3): one, which is spoken from now on, or all that there are. */
    record Languages(List<String> tags) implements Untagged {}

    /** Numbers in the order given, with runs as ranges. */
    static String set(long[] numbers) {
        return ResponseCode.set(numbers);
    }

    /** Prefixes of the personal, the other users' and the shared namespace (RFC 2342 §5). */
    record Namespace(String personal, String others, String shared) implements Untagged {}

    /** What the server is (RFC 2971 §3.2). */
    record Id(Map<String, String> fields) implements Untagged {}

    /** What ENABLE switched on (RFC 5161 §3.2). */
    record Enabled(Set<String> capabilities) implements Untagged {}
}
