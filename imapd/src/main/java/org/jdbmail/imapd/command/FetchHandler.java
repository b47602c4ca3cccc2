package org.jdbmail.imapd.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jdbmail.core.index.MailboxSnapshot;
import org.jdbmail.core.index.SessionView;
import org.jdbmail.imapd.fetch.Fetcher;
import org.jdbmail.imapd.proto.Fetch;
import org.jdbmail.imapd.proto.FetchItem;
import org.jdbmail.imapd.proto.FetchItem.Attribute;
import org.jdbmail.imapd.proto.ImapSyntaxException;
import org.jdbmail.imapd.proto.PartialRange;
import org.jdbmail.imapd.proto.ResponseCode;
import org.jdbmail.imapd.session.Reply;
import org.jdbmail.imapd.session.Session;
import org.jdbmail.imapd.session.Targets;

/** FETCH and UID FETCH (RFC 3501 §6.4.5, §6.4.8). */
final class FetchHandler {
    private FetchHandler() {}

    static Reply run(Session session, Fetch command) throws IOException, ImapSyntaxException {
        MessageLimits.Some some = MessageLimits.of(session, Targets.places(session, command.set(), command.uid()));
        int[] places = some.places();
        // RFC 9394 §3.4: the range counts before what has not changed is left out.
        PartialRange partial = command.modifiers().partial();
        if (partial != null && some.code() != null) {
            // RFC 9738 §3.1: nothing is done then.
            int most = session.shared().options().bounds().messages();
            if (partial.last() - partial.first() >= most) {
                return Reply.no(new ResponseCode.MessageLimit(most, 0), "These are too many messages");
            }
            some = new MessageLimits.Some(Targets.places(session, command.set(), command.uid()), null);
            places = some.places();
        }
        if (partial != null) {
            places = Arrays.copyOfRange(places, partial.from(places.length), partial.to(places.length));
        }
        Long since = command.modifiers().changedSince();
        if (since != null || command.items().contains(Attribute.MODSEQ)) {
            EnableHandler.condstore(session);
        }
        if (since != null) {
            if (command.modifiers().vanished()) {
                Resynchronizing.tellVanished(session, since, command.set());
            }
            places = changed(session.selected().view(), places, since);
        }
        if (some.code() != null) {
            // RFC 9738 §3.1: from the highest to the lowest.
            places = reversed(places);
        }
        Reply reply = switch (new Fetcher(session, items(command)).run(places)) {
            case COMPLETE -> Reply.ok("Fetched");
            case GONE -> Reply.no(ResponseCode.Plain.EXPUNGEISSUED, "Some of the messages are gone");
            case DAMAGED -> Reply.no(ResponseCode.Plain.SERVERBUG, "The content of the messages is damaged or missing");
            case UNKNOWN_ENCODING ->
                Reply.no(ResponseCode.Plain.UNKNOWN_CTE, "A part is in an encoding that is unknown here");
        };
        return MessageLimits.with(session, reply, some.code());
    }

    private static int[] reversed(int[] places) {
        int[] reversed = new int[places.length];
        for (int i = 0; i < places.length; i++) {
            reversed[places.length - 1 - i] = places[i];
        }
        return reversed;
    }

    /** Those of the messages whose MODSEQ is greater now; what it was when they were told is not what counts. */
    private static int[] changed(SessionView view, int[] places, long since) {
        MailboxSnapshot told = view.told();
        MailboxSnapshot now = view.index().latest();
        return IntStream.of(places)
                .filter(place -> {
                    int at = now.placeOf(told.uid(place));
                    return at >= 0 && now.modseq(at) > since;
                })
                .toArray();
    }

    private static List<FetchItem> items(Fetch command) {
        List<FetchItem> items = new ArrayList<>(command.items());
        // RFC 3501 §6.4.8: UID FETCH tells the UID, asked or not.
        if (command.uid() && !items.contains(Attribute.UID)) {
            items.addFirst(Attribute.UID);
        }
        // RFC 7162 §3.1.4.1
        if (command.modifiers().changedSince() != null && !items.contains(Attribute.MODSEQ)) {
            items.add(Attribute.MODSEQ);
        }
        return items;
    }
}
