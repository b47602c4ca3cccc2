package org.jdbmail.imapd.command;

import java.io.IOException;
import java.util.List;
import org.jdbmail.core.index.MailboxSnapshot;
import org.jdbmail.core.mail.Right;
import org.jdbmail.core.search.ObjectIds;
import org.jdbmail.core.store.Mailbox;
import org.jdbmail.core.store.MailboxAccess;
import org.jdbmail.imapd.proto.Extension;
import org.jdbmail.imapd.proto.ResponseCode;
import org.jdbmail.imapd.proto.ResponseWriter;
import org.jdbmail.imapd.proto.Select;
import org.jdbmail.imapd.proto.Untagged;
import org.jdbmail.imapd.session.Reply;
import org.jdbmail.imapd.session.Selected;
import org.jdbmail.imapd.session.Session;
import org.jdbmail.imapd.session.Targets;
import org.jdbmail.imapd.session.Teller;
import org.jspecify.annotations.Nullable;

/** SELECT and EXAMINE (RFC 3501 §6.3.1, §6.3.2). */
final class SelectHandler {
    private SelectHandler() {}

    /** RFC 3501 §6.3.1: nothing is selected if this fails, whether at the start or in the midst of what is told. */
    static Reply run(Session session, Select command) throws IOException {
        Selected before = session.deselect();
        boolean done = false;
        try {
            Reply reply = run(session, command, before);
            done = true;
            return reply;
        } finally {
            if (!done) {
                session.unselect();
            }
        }
    }

    private static Reply run(Session session, Select command, @Nullable Selected before) throws IOException {
        boolean rev2 = session.isOn(Extension.IMAP4REV2);
        List<String> attributes;
        Selected selected;
        try {
            if (before != null && (rev2 || session.isOn(Extension.QRESYNC))) {
                // RFC 7162 §3.2.11, RFC 9051 §6.3.2: what follows is of the new mailbox.
                ok(session.out(), ResponseCode.Plain.CLOSED, "The other mailbox is closed");
            }
            MailboxAccess access = find(session, command);
            // Before anything is told: that may be refused, since it goes through all mailboxes.
            attributes = rev2 ? attributes(session, access.mailbox()) : List.of();
            selected = session.select(access, command.readOnly());
        } finally {
            // Only now: it is often the same mailbox, whose index then stays open.
            session.release(before);
        }
        if (command.resync() != null) {
            selected.view().rememberKeywords();
        }
        tell(session, selected);
        if (rev2) {
            tellName(session, selected, attributes, command.given());
        }
        if (command.condstore() || command.resync() != null) {
            session.enable(Extension.CONDSTORE);
        }
        if (command.resync() != null) {
            Resynchronizing.run(session, command.resync());
        }
        return selected.readOnly()
                ? Reply.ok(ResponseCode.Plain.READ_ONLY, "Selected, read-only")
                : Reply.ok(ResponseCode.Plain.READ_WRITE, "Selected");
    }

    /** With a single statement if the mailbox's snapshot is at hand and nothing has changed. */
    private static MailboxAccess find(Session session, Select command) {
        return session.store().look(tx -> session.mailboxes().findWith(tx, command.mailbox(), Right.READ));
    }

    private static List<String> attributes(Session session, Mailbox mailbox) {
        String name = session.mailboxes().names().nameOf(mailbox);
        return session.work()
                .overMailboxes(
                        (all, progress) -> ListedNames.plain(session, all).attributes(name));
    }

    /** RFC 9051 §6.3.2: a LIST response, with the mailbox's own name and, where the client calls it otherwise, that. */
    private static void tellName(Session session, Selected selected, List<String> attributes, String given)
            throws IOException {
        String name = session.mailboxes().names().nameOf(selected.mailbox());
        session.out()
                .untagged(new Untagged.Mailbox(false, attributes, name, List.of(), given.equals(name) ? null : given));
    }

    private static void tell(Session session, Selected selected) throws IOException {
        ResponseWriter out = session.out();
        boolean rev2 = session.isOn(Extension.IMAP4REV2);
        MailboxSnapshot told = selected.view().told();
        Teller.flagsInUse(out, selected, selected.view().keywordsTold());
        out.untagged(new Untagged.Exists(told.size()));
        int unseen = told.firstUnseen();
        if (!rev2) {
            out.untagged(new Untagged.Recent(selected.view().recentCount()));
        }
        if (unseen >= 0 && !rev2) {
            ok(out, new ResponseCode.Figure("UNSEEN", unseen + 1L), "The first unseen message");
        }
        ok(out, new ResponseCode.Figure("UIDVALIDITY", selected.mailbox().id()), "UIDs are valid");
        ok(out, new ResponseCode.MailboxId(ObjectIds.mailbox(selected.mailbox().id())), "Whatever it is called");
        ok(out, Targets.highestModseq(told), "The highest MODSEQ");
        // RFC 4467 §8
        ok(out, ResponseCode.Plain.URLMECH, "Links can be signed");
        ok(out, new ResponseCode.Figure("UIDNEXT", told.state().uidNext()), "The next UID");
    }

    private static void ok(ResponseWriter out, ResponseCode code, String text) throws IOException {
        out.untagged(new Untagged.Message(Untagged.Kind.OK, code, text));
    }
}
