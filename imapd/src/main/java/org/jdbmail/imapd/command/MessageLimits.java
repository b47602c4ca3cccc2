package org.jdbmail.imapd.command;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import org.jdbmail.core.index.MailboxSnapshot;
import org.jdbmail.core.mail.NumberSet;
import org.jdbmail.core.mail.SequenceSet;
import org.jdbmail.core.search.SearchKey;
import org.jdbmail.imapd.proto.ResponseCode;
import org.jdbmail.imapd.proto.ResponseWriter;
import org.jdbmail.imapd.proto.Untagged;
import org.jdbmail.imapd.session.Reply;
import org.jdbmail.imapd.session.Session;
import org.jspecify.annotations.Nullable;

/** How many messages one command may be about, where a setting limits that (RFC 9738). The newest ones count first. */
final class MessageLimits {
    private MessageLimits() {}

    /** Those of the messages that a command is about, ascending, and what is to be told where these are not all. */
    @SuppressWarnings("ArrayRecordComponent") // made once and never compared
    record Some(int[] places, @Nullable ResponseCode code) {}

    /** A search of no more messages than there may be, and what is to be told where these are not all. */
    record Search(SearchKey key, @Nullable ResponseCode code) {}

    static Some of(Session session, int[] places) {
        int most = session.shared().options().bounds().messages();
        if (most == 0 || places.length <= most) {
            return new Some(places, null);
        }
        int[] newest = Arrays.copyOfRange(places, places.length - most, places.length);
        return new Some(newest, code(session, most, newest[0]));
    }

    private static ResponseCode code(Session session, int most, int lowest) {
        return new ResponseCode.MessageLimit(
                most, session.selected().view().told().uid(lowest));
    }

    /**
     * Why so many can't be saved; null if they can. RFC 9738 §3.1: all or nothing.
     *
     * @param places of a COPY; none for messages that come
     */
    static @Nullable Reply refusal(Session session, int count, int[] places) {
        int saved = session.shared().options().bounds().saved();
        int messages = session.shared().options().bounds().messages();
        int most = saved == 0 ? messages : messages == 0 ? saved : Math.min(saved, messages);
        if (most == 0 || count <= most) {
            return null;
        }
        ResponseCode code = places.length == 0
                ? new ResponseCode.MessageLimit(most, 0)
                : code(session, most, places[places.length - most]);
        return Reply.no(code, "These are too many messages for one command");
    }

    /** What counts is what is looked at, not what is found. */
    static Search of(Session session, SearchKey key, NumberSet saved) {
        int most = session.shared().options().bounds().messages();
        MailboxSnapshot told = session.selected().view().told();
        if (most == 0 || told.size() <= most) {
            return new Search(key, null);
        }
        List<SearchKey> keys = key instanceof SearchKey.And and ? and.keys() : List.of(key);
        List<IntPredicate> all =
                keys.stream().map(one -> named(one, told, saved)).toList();
        int left = most;
        for (int place = told.size() - 1; place >= 0; place--) {
            if (isNamed(all, place) && left-- == 0) {
                long lowest = told.uid(firstNamedFrom(all, place + 1));
                SearchKey newest =
                        new SearchKey.Uid(new SequenceSet(List.of(SequenceSet.Range.between(lowest, told.lastUid()))));
                return new Search(new SearchKey.And(List.of(newest, key)), new ResponseCode.MessageLimit(most, lowest));
            }
        }
        return new Search(key, null);
    }

    private static int firstNamedFrom(List<IntPredicate> all, int from) {
        int place = from;
        while (!isNamed(all, place)) {
            place++;
        }
        return place;
    }

    /** Whether a message is among those whose numbers the search names. */
    private static boolean isNamed(List<IntPredicate> all, int place) {
        return all.stream().allMatch(one -> one.test(place));
    }

    /** The places that a key names by their numbers, of which there may be many thousands; all, if it is about something else. */
    private static IntPredicate named(SearchKey key, MailboxSnapshot told, NumberSet saved) {
        return switch (key) {
            case SearchKey.Uid uid -> {
                NumberSet uids = uid.set().isSaved() ? saved : uid.set().resolve(told.lastUid());
                yield place -> uids.contains(told.uid(place));
            }
            case SearchKey.Sequence sequence when sequence.set().isSaved() -> place -> saved.contains(told.uid(place));
            case SearchKey.Sequence sequence -> {
                NumberSet numbers = sequence.set().resolve(told.size());
                yield place -> numbers.contains(place + 1L);
            }
            default -> place -> true;
        };
    }

    /**
     * The reply with what is to be told of the limit; where it has a code already, that is told before it (RFC 9738 §3.1).
     */
    static Reply with(Session session, Reply reply, @Nullable ResponseCode code) throws IOException {
        if (code == null) {
            return reply;
        }
        if (reply.code() == null && reply.outcome() == ResponseWriter.Outcome.OK) {
            return Reply.ok(code, reply.text());
        }
        session.out().untagged(new Untagged.Message(Untagged.Kind.NO, code, "Only the newest of the messages"));
        return reply;
    }
}
