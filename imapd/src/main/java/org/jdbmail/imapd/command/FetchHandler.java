package org.jdbmail.imapd.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
        int[] places = Targets.places(session, command.set(), command.uid());
        PartialRange partial = command.modifiers().partial();
        if (partial != null) {
            places = Arrays.copyOfRange(places, partial.from(places.length), partial.to(places.length));
        }
        return switch (new Fetcher(session, items(command)).run(places)) {
            case COMPLETE -> Reply.ok("Fetched");
            case GONE -> Reply.no(ResponseCode.Plain.EXPUNGEISSUED, "Some of the messages are gone");
            case UNKNOWN_ENCODING ->
                Reply.no(ResponseCode.Plain.UNKNOWN_CTE, "A part is in an encoding that is unknown here");
        };
    }

    private static List<FetchItem> items(Fetch command) {
        // RFC 3501 §6.4.8: UID FETCH tells the UID, asked or not.
        if (!command.uid() || command.items().contains(Attribute.UID)) {
            return command.items();
        }
        List<FetchItem> items = new ArrayList<>();
        items.add(Attribute.UID);
        items.addAll(command.items());
        return items;
    }
}
