package org.jdbmail.imapd.proto;

import java.util.List;
import org.jdbmail.core.mail.NumberSet;

/** What a status response says in square brackets, for the client's program (RFC 3501 §7.1, RFC 5530). */
public sealed interface ResponseCode {
    /** Codes without arguments. */
    enum Plain implements ResponseCode {
        READ_ONLY("READ-ONLY"),
        READ_WRITE("READ-WRITE"),
        TRYCREATE("TRYCREATE"),
        UNAVAILABLE("UNAVAILABLE"),
        AUTHENTICATIONFAILED("AUTHENTICATIONFAILED"),
        AUTHORIZATIONFAILED("AUTHORIZATIONFAILED"),
        PRIVACYREQUIRED("PRIVACYREQUIRED"),
        NOPERM("NOPERM"),
        INUSE("INUSE"),
        EXPUNGEISSUED("EXPUNGEISSUED"),
        SERVERBUG("SERVERBUG"),
        CLIENTBUG("CLIENTBUG"),
        CANNOT("CANNOT"),
        LIMIT("LIMIT"),
        OVERQUOTA("OVERQUOTA"),
        ALREADYEXISTS("ALREADYEXISTS"),
        NONEXISTENT("NONEXISTENT"),
        TOOBIG("TOOBIG"),
        /** RFC 6154 §3. */
        USEATTR("USEATTR"),
        UNKNOWN_CTE("UNKNOWN-CTE"),
        COMPRESSIONACTIVE("COMPRESSIONACTIVE"),
        /** RFC 7162 §3.2.11. */
        CLOSED("CLOSED"),
        /** RFC 9586 §3.5. */
        UIDREQUIRED("UIDREQUIRED"),
        /** RFC 10022 §3.1.3.2, §3.1.5. */
        TOOFEW("TOOFEW"),
        TOOMANY("TOOMANY"),
        /** RFC 5255 §4.9. */
        BADCOMPARATOR("BADCOMPARATOR"),
        /** RFC 5465 §5.8. */
        NOTIFICATIONOVERFLOW("NOTIFICATIONOVERFLOW"),
        /** RFC 4467 §8: how links are signed. */
        URLMECH("URLMECH INTERNAL");

        private final String imapName;

        Plain(String imapName) {
            this.imapName = imapName;
        }
    }

    /** UNSEEN, UIDNEXT, UIDVALIDITY: a word and a number. */
    record Figure(String name, long value) implements ResponseCode {}

    /** CAPABILITY. */
    record Capability(List<String> capabilities) implements ResponseCode {}

    /** METADATA, with what it says (RFC 5464 §4). */
    record Metadata(String text) implements ResponseCode {}

    /** PERMANENTFLAGS. */
    record PermanentFlags(List<String> flags) implements ResponseCode {}

    /** BADCHARSET. */
    record BadCharset(List<String> charsets) implements ResponseCode {}

    /** APPENDUID (RFC 4315 §3), of several messages in the order in which they came (RFC 3502). */
    @SuppressWarnings("ArrayRecordComponent") // written once and never compared
    record AppendUid(long uidValidity, long[] uids) implements ResponseCode {}

    /** MODIFIED (RFC 7162 §3.1.3): UIDs or sequence numbers of messages that a STORE left alone. */
    record Modified(NumberSet numbers) implements ResponseCode {}

    /** COPYUID (RFC 4315 §3): the messages' UIDs there and here, in the same order. */
    @SuppressWarnings("ArrayRecordComponent") // written once and never compared
    record CopyUid(long uidValidity, long[] from, long[] to) implements ResponseCode {}

    /**
     * MESSAGELIMIT (RFC 9738 §3.1).
     *
     * @param lowest the lowest UID that the command was about; 0 where it did nothing
     */
    record MessageLimit(int limit, long lowest) implements ResponseCode {}

    /**
     * INPROGRESS (RFC 9585).
     *
     * @param done how much is done, of {@code goal}; both -1 where that is not known
     */
    record InProgress(String tag, long done, long goal) implements ResponseCode {
        private String figures() {
            // RFC 9585: the goal is never told to be reached.
            return goal <= done || done < 0 ? " NIL NIL" : " " + done + " " + goal;
        }
    }

    /** NOUPDATE (RFC 5267 §4.3.1). */
    record NoUpdate(String tag) implements ResponseCode {}

    /** UNDEFINED-FILTER (RFC 5466 §3.1). */
    record UndefinedFilter(String name) implements ResponseCode {}

    /** BADURL (RFC 4469 §4.1), with the link as the client has written it. */
    record BadUrl(String url) implements ResponseCode {}

    /** BADEVENT (RFC 5465 §8): the events that there are. */
    record BadEvent(List<String> events) implements ResponseCode {}

    /** MAILBOXID (RFC 8474 §4). */
    record MailboxId(String id) implements ResponseCode {}

    /** The code as it is written, without brackets. */
    default String imapText() {
        return switch (this) {
            case Plain plain -> plain.imapName;
            case Figure figure -> figure.name + " " + figure.value;
            case Capability capability -> "CAPABILITY " + String.join(" ", capability.capabilities);
            case MessageLimit limit -> "MESSAGELIMIT " + limit.limit + (limit.lowest == 0 ? "" : " " + limit.lowest);
            case InProgress progress -> "INPROGRESS (" + quoted(progress.tag) + progress.figures() + ")";
            case NoUpdate update -> "NOUPDATE " + quoted(update.tag);
            case UndefinedFilter filter -> "UNDEFINED-FILTER " + filter.name;
            // What would end the code is no part of a link, but of who sends something else.
            case BadUrl bad -> "BADURL " + bad.url.replaceAll("[\\]\\r\\n\\x00]", "?");
            case BadEvent bad -> "BADEVENT (" + String.join(" ", bad.events) + ")";
            case MailboxId mailbox -> "MAILBOXID (" + mailbox.id + ")";
            case Metadata metadata -> "METADATA " + metadata.text;
            case PermanentFlags flags -> "PERMANENTFLAGS (" + String.join(" ", flags.flags) + ")";
            case BadCharset bad -> "BADCHARSET (" + String.join(" ", bad.charsets) + ")";
            case AppendUid append -> "APPENDUID " + append.uidValidity + " " + set(append.uids);
            case Modified modified -> "MODIFIED " + modified.numbers;
            case CopyUid copy -> "COPYUID " + copy.uidValidity + " " + set(copy.from) + " " + set(copy.to);
        };
    }

    private static String quoted(String tag) {
        // A tag has neither quotes nor backslashes (RFC 3501 §9); one with a bracket would end the code.
        return tag.indexOf(']') < 0 ? '"' + tag + '"' : "NIL";
    }

    /** Numbers in the order given, with runs as ranges. */
    static String set(long[] uids) {
        StringBuilder text = new StringBuilder();
        int i = 0;
        while (i < uids.length) {
            int end = i;
            while (end + 1 < uids.length && uids[end + 1] == uids[end] + 1) {
                end++;
            }
            text.append(text.isEmpty() ? "" : ",").append(uids[i]);
            if (end > i) {
                text.append(':').append(uids[end]);
            }
            i = end + 1;
        }
        return text.toString();
    }
}
