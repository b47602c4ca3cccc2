package org.jdbmail.imapd.fetch;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.jdbmail.core.index.MailboxSnapshot;
import org.jdbmail.core.mail.Flag;
import org.jdbmail.core.mail.FlagSet;
import org.jdbmail.core.mail.NumberSet;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.mail.Right;
import org.jdbmail.core.reading.Readings;
import org.jdbmail.core.reading.Slice;
import org.jdbmail.core.reading.SliceReader;
import org.jdbmail.core.reading.Source;
import org.jdbmail.core.store.Messages;
import org.jdbmail.core.store.Messages.FlagMode;
import org.jdbmail.imapd.proto.FetchItem;
import org.jdbmail.imapd.proto.FetchItem.Attribute;
import org.jdbmail.imapd.proto.ResponseCode;
import org.jdbmail.imapd.proto.Untagged;
import org.jdbmail.imapd.session.Selected;
import org.jdbmail.imapd.session.Session;
import org.jdbmail.imapd.session.Targets;

/** Carries out one FETCH (RFC 3501 §6.4.5): {@link FetchPlan}, then slices, then FETCH responses ({@link MessageWriter}). */
public final class Fetcher {
    private final Session session;
    private Selected selected;
    private final FetchPlan plan;
    private MailboxSnapshot told;
    private NumberSet newlySeen = NumberSet.EMPTY;
    private final TreeSet<Long> without = new TreeSet<>();
    private boolean toldSome;

    /** @param items what to tell of each message */
    public Fetcher(Session session, List<FetchItem> items) {
        this.session = session;
        this.selected = session.selected();
        this.plan = FetchPlan.of(items);
        this.told = selected.view().told();
    }

    /** How a FETCH went. */
    public enum Outcome {
        /** All was told. */
        COMPLETE,
        /** Some of the messages are gone, so that nothing could be told of them. */
        GONE,
        /** Nothing was told: the contents of the messages, or of those that are still there, are damaged. */
        DAMAGED,
        /** Of some nothing was told, since a part is in an encoding that can't be undone (RFC 3516 §4.3). */
        UNKNOWN_ENCODING
    }

    /** Tells of the messages at those places. */
    public Outcome run(int[] places) throws IOException {
        if (plan.setsSeen() && selected.may(Right.SEEN)) {
            markSeen(places);
        }
        MessageWriter writer = new MessageWriter(session, plan, told, newlySeen);
        if (plan.extras()) {
            tellWithExtras(places, writer);
        } else {
            tell(places, writer);
        }
        if (writer.sawUnknownEncoding()) {
            return Outcome.UNKNOWN_ENCODING;
        }
        return outcome(NumberSet.of(without.stream().mapToLong(Long::longValue).toArray()));
    }

    /** Whether messages of which nothing could be told are gone, which shows when one looks again, or damaged. */
    private Outcome outcome(NumberSet silent) throws IOException {
        if (silent.isEmpty()) {
            return Outcome.COMPLETE;
        }
        NumberSet damaged = session.shared()
                .readings()
                .damaged()
                .among(silent, selected.mailbox().id(), selected.view().index().refresh());
        if (damaged.size() < silent.size()) {
            return Outcome.GONE;
        }
        if (!toldSome) {
            return Outcome.DAMAGED;
        }
        // RFC 3501 §7.1.2: a warning; the command can still complete, so that a client gets on with the others.
        session.out()
                .untagged(new Untagged.Message(
                        Untagged.Kind.NO,
                        ResponseCode.Plain.SERVERBUG,
                        "The content of UID " + damaged + " is damaged or missing"));
        return Outcome.COMPLETE;
    }

    private void tellWithExtras(int[] places, MessageWriter writer) throws IOException {
        Readings readings = session.work().readings();
        Extras extras = Extras.of(readings, plan, selected.mailbox().id());
        for (int from = 0; from < places.length; from += Extras.AT_ONCE) {
            int[] some = Arrays.copyOfRange(places, from, Math.min(places.length, from + Extras.AT_ONCE));
            writer.use(extras.with(readings, plan, told, some));
            tell(some, writer);
        }
    }

    private void tell(int[] places, MessageWriter writer) throws IOException {
        boolean sizes = plan.wants(Attribute.SIZE);
        if (!plan.summaries() && plan.source() == Source.NOTHING && !(sizes && lacksSize(places))) {
            for (int place : places) {
                writer.write(place, null, null);
            }
            return;
        }
        try (SliceReader reader = SliceReader.forClient(
                session.work().readings(),
                told,
                places,
                place -> plan.summaries() || sizes && told.octets(place) < 0,
                plan.source())) {
            for (Slice slice = reader.next(); slice != null; slice = reader.next()) {
                write(slice, places, writer);
            }
        }
    }

    private void write(Slice slice, int[] places, MessageWriter writer) throws IOException {
        for (int i = slice.from(); i < slice.to(); i++) {
            long physId = told.physId(places[i]);
            if (writer.write(
                    places[i], slice.summaries().get(physId), slice.contents().get(physId))) {
                toldSome = true;
            } else {
                without.add(told.uid(places[i]));
            }
        }
    }

    private boolean lacksSize(int[] places) {
        for (int place : places) {
            if (told.octets(place) < 0) {
                return true;
            }
        }
        return false;
    }

    /** Sets the flag for all at once, before their text is sent; their new flags are told with it. */
    private void markSeen(int[] places) throws IOException {
        int[] unseen = new int[places.length];
        int n = 0;
        for (int place : places) {
            if ((told.systemFlags(place) & Flag.SEEN.bit()) == 0) {
                unseen[n++] = place;
            }
        }
        if (n == 0) {
            return;
        }
        // Fetching changes nothing but this.
        boolean readable = session.renewRights(true);
        selected = session.selected();
        if (!readable || !selected.may(Right.SEEN)) {
            return;
        }
        int[] ascending = Arrays.copyOf(unseen, n);
        Arrays.sort(ascending);
        NumberSet uids = Targets.uids(told, ascending);
        FlagSet seen = FlagSet.of(Flag.SEEN);
        Messages.Stored stored;
        try {
            stored = session.store()
                    .write(tx -> selected.messages(tx).store(selected.mailbox().id(), uids, FlagMode.ADD, seen, null));
        } catch (Refusal refusal) {
            if (refusal.reason() == Reason.UNAVAILABLE) {
                // On a full disk mail can still be read; that it was stays unsaid.
                return;
            }
            throw refusal;
        }
        selected.view().index().changed();
        selected.view().assume(uids, FlagMode.ADD, seen);
        selected.view().caused(stored);
        told = selected.view().told();
        newlySeen = uids;
    }
}
