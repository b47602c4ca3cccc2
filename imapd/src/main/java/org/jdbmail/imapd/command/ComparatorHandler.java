package org.jdbmail.imapd.command;

import java.io.IOException;
import java.util.Locale;
import org.jdbmail.imapd.proto.Comparator;
import org.jdbmail.imapd.proto.ResponseCode;
import org.jdbmail.imapd.proto.Untagged;
import org.jdbmail.imapd.session.Reply;
import org.jdbmail.imapd.session.Session;

/** COMPARATOR (RFC 5255 §4.7): there is one, by which all searches and sorts compare (RFC 5051). */
final class ComparatorHandler {
    private static final String ONLY = "i;unicode-casemap";

    private ComparatorHandler() {}

    static Reply run(Session session, Comparator command) throws IOException {
        if (!command.wanted().isEmpty() && command.wanted().stream().noneMatch(ComparatorHandler::fits)) {
            return Reply.no(ResponseCode.Plain.BADCOMPARATOR, "No comparator is like that");
        }
        session.out().untagged(new Untagged.Comparing(ONLY));
        return Reply.ok("So it is compared");
    }

    /** RFC 4790 §3.1: a name, in which a star stands for anything; or the default. */
    private static boolean fits(String wanted) {
        return wanted.equalsIgnoreCase("default")
                || new Wildcards(wanted.toLowerCase(Locale.ROOT).replace('%', '?')).matches(ONLY);
    }
}
