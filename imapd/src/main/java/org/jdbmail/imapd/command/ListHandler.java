package org.jdbmail.imapd.command;

import java.io.IOException;
import java.util.List;
import org.jdbmail.core.mailbox.Names;
import org.jdbmail.imapd.proto.ListMailboxes;
import org.jdbmail.imapd.proto.Status;
import org.jdbmail.imapd.proto.Untagged;
import org.jdbmail.imapd.session.Reply;
import org.jdbmail.imapd.session.Session;

/**
 * LIST and LSUB (RFC 3501 §6.3.8, §6.3.9, RFC 5258), with what LIST may tell beside the names: figures (RFC 5819), rights (RFC 8440)
 * and annotations (RFC 9590). Which names it are is {@link ListedNames}'s affair.
 */
final class ListHandler {
    private ListHandler() {}

    static Reply run(Session session, ListMailboxes command) throws IOException {
        boolean root = command.patterns().equals(List.of("")) && !command.lsub();
        if (root && command.criteria().isEmpty()) {
            // RFC 3501 §6.3.8: an empty pattern asks for the separator and the root of the reference.
            session.out()
                    .untagged(new Untagged.Mailbox(false, List.of("\\Noselect"), root(command.reference()), List.of()));
            return Reply.ok("Listed");
        }
        if (command.figures().contains(Status.Item.HIGHESTMODSEQ)) {
            EnableHandler.condstore(session);
        }
        ListResponses responses = session.work()
                .overMailboxes((all, progress) -> new ListResponses(session, command, all, progress).spell(progress));
        session.out().spelled(responses.spelled());
        while (!responses.isOver()) {
            session.out().spelled(session.work().briefly(responses::spell).spelled());
        }
        return Reply.ok("Listed");
    }

    private static String root(String reference) {
        for (String prefix : List.of(Names.USERS + "/", Names.PUBLIC + "/")) {
            if (reference.startsWith(prefix)) {
                return prefix;
            }
        }
        return "";
    }
}
