package org.jdbmail.imapd.session;

import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.jdbmail.core.index.MailboxSnapshot;
import org.jdbmail.core.mailbox.MailboxName;
import org.jdbmail.core.store.Changes;
import org.jdbmail.imapd.proto.FetchItem;
import org.jdbmail.imapd.proto.ResponseCode;
import org.jdbmail.imapd.proto.State;
import org.jdbmail.imapd.proto.Untagged;
import org.jspecify.annotations.Nullable;

/**
 * How a session's client hears what is new: in the mailbox that is selected, in the results of its searches (RFC 5267), and, where
 * it has asked for that, at any time and of any mailbox (RFC 5465).
 */
public final class News {
    private final Session session;
    private final Fetching fetching;
    private @Nullable Contexts contexts;
    private @Nullable Notices notices;
    private Changes.@Nullable Watch listening;

    News(Session session, Fetching fetching) {
        this.session = session;
        this.fetching = fetching;
    }

    /** The searches whose client wants to hear of changes. */
    public Contexts contexts() {
        Contexts known = contexts;
        if (known == null) {
            known = new Contexts(session);
            contexts = known;
        }
        return known;
    }

    /** What the client wants to hear at any time; null where it never said. */
    public @Nullable Notices notices() {
        return notices;
    }

    /** What the client wants to hear at any time, from now on. */
    public void wanted(Notices next) {
        Notices before = notices;
        if (before != null) {
            before.close();
        }
        notices = next;
        listen();
    }

    /** The client itself does something to the mailbox of that name: of that it need not hear (RFC 5465 §5). */
    public void own(MailboxName mailbox) {
        Notices now = notices;
        if (now != null) {
            now.own(mailbox.withoutTrailingSeparator().name());
        }
    }

    /** While no command is carried out: tells what the client wants to hear at any time. */
    public void speak() throws IOException {
        Notices now = notices;
        if (now == null) {
            return;
        }
        if (session.state() == State.SELECTED && now.selection().news()) {
            announce(!now.selection().delayed(), false, false);
        }
        now.tell();
    }

    /** Another mailbox is selected, or none. RFC 5267 §4.3: of one that is not selected no search tells any more. */
    void selectionChanged() {
        contexts = null;
        listen();
    }

    /** The connection is woken by news in the selected mailbox where the client wants to hear them at any time. */
    private void listen() {
        Changes.Watch before = listening;
        if (before != null) {
            before.close();
        }
        boolean selected = session.state() == State.SELECTED;
        listening = selected && notices != null
                ? session.selected().view().index().listen(session.connection()::wake)
                : null;
    }

    /**
     * Tells the client what is new in the selected mailbox, if there is one.
     *
     * @param mayExpunge whether sequence numbers may move now
     * @param withUid whether FETCH responses name the UID
     * @param own whether this client has just changed something there: of that it hears in any case
     */
    public void announce(boolean mayExpunge, boolean withUid, boolean own) throws IOException {
        if (session.state() != State.SELECTED) {
            return;
        }
        Notices now = notices;
        Notices.Selection selection = own || now == null ? Notices.Selection.ALL : now.selection();
        if (!selection.news()) {
            return;
        }
        if (session.selected().view().isLost()) {
            // RFC 2180 §3.3: better than an EXPUNGE for each of very many messages.
            session.out()
                    .untagged(new Untagged.Message(
                            Untagged.Kind.BYE, ResponseCode.Plain.UNAVAILABLE, "The mailbox was deleted"));
            session.end();
        } else if (session.renewRights(false)) {
            Selected selected = session.selected();
            MailboxSnapshot before = selected.view().told();
            // RFC 5465 §5.1: with the UID.
            boolean uid = withUid || session.alwaysTellsUid() || now != null;
            selected.view()
                    .update(
                            mayExpunge,
                            new Teller(
                                    session.out(),
                                    selected,
                                    uid,
                                    selection.flags(),
                                    // Each user's own \\Seen raises the MODSEQ for all: a line for each would be told
                                    // to everybody.
                                    !session.shared().options().ownSeen(),
                                    contexts,
                                    session.enabled()));
            if (now != null) {
                tellNew(selected, before, now.selection().items());
            }
            if (contexts != null) {
                contexts.refresh();
            }
        }
    }

    /** RFC 5465 §5.2: what the client wants to know of new messages, unless it has brought them itself. */
    private void tellNew(Selected selected, MailboxSnapshot before, List<FetchItem> items) throws IOException {
        MailboxSnapshot told = selected.view().told();
        if (items.isEmpty() || told == before) {
            return;
        }
        int[] places = IntStream.range(told.firstFrom(before.lastUid() + 1), told.size())
                .filter(place -> !selected.view().isOwn(told.uid(place)))
                .toArray();
        tell(items, places);
    }

    /** Tells of messages at those places. */
    void tell(List<FetchItem> items, int[] places) throws IOException {
        if (places.length > 0) {
            fetching.tell(session, items, places);
        }
    }

    /** Nothing is to be told any more. */
    void close() {
        Notices now = notices;
        if (now != null) {
            now.close();
        }
        notices = null;
        contexts = null;
        Changes.Watch watch = listening;
        if (watch != null) {
            watch.close();
        }
        listening = null;
    }
}
