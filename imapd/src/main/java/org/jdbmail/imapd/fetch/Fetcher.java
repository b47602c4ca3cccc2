package org.jdbmail.imapd.fetch;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import org.jdbmail.core.index.MailboxSnapshot;
import org.jdbmail.core.mail.Flag;
import org.jdbmail.core.mail.FlagSet;
import org.jdbmail.core.mail.NumberSet;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.mail.Right;
import org.jdbmail.core.mime.BodyStructure;
import org.jdbmail.core.mime.MessageBytes;
import org.jdbmail.core.mime.MessageSummary;
import org.jdbmail.core.mime.MimePart;
import org.jdbmail.core.mime.SectionContent;
import org.jdbmail.core.mime.Sections;
import org.jdbmail.core.store.Messages.FlagMode;
import org.jdbmail.imapd.proto.FetchItem;
import org.jdbmail.imapd.proto.FetchItem.Attribute;
import org.jdbmail.imapd.proto.FetchResponse;
import org.jdbmail.imapd.proto.SectionSpec;
import org.jdbmail.imapd.session.Selected;
import org.jdbmail.imapd.session.Session;
import org.jdbmail.imapd.session.Targets;
import org.jspecify.annotations.Nullable;

/** Carries out one FETCH (RFC 3501 §6.4.5): {@link FetchPlan}, then slices, then FETCH responses. */
public final class Fetcher {
    private final Session session;
    private final Selected selected;
    private final FetchPlan plan;
    private final FetchResponse out;
    private MailboxSnapshot told;
    private NumberSet newlySeen = NumberSet.EMPTY;
    private boolean missed;

    /** @param items what to tell of each message */
    public Fetcher(Session session, List<FetchItem> items) {
        this.session = session;
        this.selected = session.selected();
        this.plan = FetchPlan.of(items);
        this.out = session.out().fetch();
        this.told = selected.view().told();
    }

    /**
     * Tells of the messages at those places.
     *
     * @return false if some of them are gone, so that nothing could be told of them
     */
    public boolean run(int[] places) throws IOException {
        if (plan.setsSeen() && selected.may(Right.SEEN)) {
            markSeen(places);
        }
        boolean sizes = plan.wants(Attribute.SIZE);
        if (!plan.summaries() && plan.source() == FetchPlan.Source.NOTHING && !(sizes && lacksSize(places))) {
            for (int place : places) {
                write(place, null, null);
            }
            return true;
        }
        SliceReader reader = new SliceReader(
                session.shared(),
                told,
                places,
                place -> plan.summaries() || sizes && told.octets(place) < 0,
                plan.source());
        for (Slice slice = reader.next(); slice != null; slice = reader.next()) {
            for (int i = slice.from(); i < slice.to(); i++) {
                long physId = told.physId(places[i]);
                write(places[i], slice.summaries().get(physId), slice.contents().get(physId));
            }
        }
        return !missed;
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
    private void markSeen(int[] places) {
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
        NumberSet uids = Targets.uids(told, Arrays.copyOf(unseen, n));
        FlagSet seen = FlagSet.of(Flag.SEEN);
        session.store().write(tx -> tx.messages().store(selected.mailbox().id(), uids, FlagMode.ADD, seen, null));
        selected.view().index().changed();
        selected.view().assume(uids, FlagMode.ADD, seen);
        told = selected.view().told();
        newlySeen = uids;
    }

    private void write(int place, @Nullable MessageSummary summary, @Nullable MessageBytes message) throws IOException {
        boolean unknownSize = plan.wants(Attribute.SIZE) && told.octets(place) < 0;
        if ((plan.summaries() || unknownSize) && summary == null
                || plan.source() != FetchPlan.Source.NOTHING && message == null) {
            missed = true;
            return;
        }
        out.begin(place + 1);
        @Nullable MimePart root = null;
        for (FetchItem item : plan.items()) {
            switch (item) {
                case Attribute attribute -> attribute(attribute, place, summary);
                case FetchItem.Bytes bytes -> {
                    if (message != null) {
                        if (root == null && !bytes.section().equals(SectionSpec.WHOLE)) {
                            root = session.shared().structures().of(told.physId(place), message);
                        }
                        section(bytes, message, root);
                    }
                }
            }
        }
        if (newlySeen.contains(told.uid(place)) && !plan.wants(Attribute.FLAGS)) {
            flags(place);
        }
        out.end();
    }

    private void attribute(Attribute attribute, int place, @Nullable MessageSummary summary) throws IOException {
        switch (attribute) {
            case FLAGS -> flags(place);
            case UID -> out.uid(told.uid(place));
            case INTERNALDATE -> out.internalDate(told.internalDate(place));
            case SIZE -> {
                long octets = told.octets(place);
                out.size(octets < 0 && summary != null ? summary.size() : octets);
            }
            case ENVELOPE -> {
                if (summary != null) {
                    out.ready(attribute.imapName(), summary.envelope());
                }
            }
            case BODYSTRUCTURE -> {
                if (summary != null) {
                    out.ready(attribute.imapName(), summary.bodyStructure());
                }
            }
            case BODY -> {
                if (summary != null) {
                    out.ready(attribute.imapName(), BodyStructure.basicOf(summary.bodyStructure()));
                }
            }
        }
    }

    private void flags(int place) throws IOException {
        out.flags(told.systemFlags(place), told.keywords(place), selected.view().isRecent(place));
    }

    private void section(FetchItem.Bytes item, MessageBytes message, @Nullable MimePart root) throws IOException {
        try {
            if (root == null) {
                int from = start(item, message.size());
                int to = end(item, from, message.size());
                message.writeTo(out.literal(item, to - from), from, to);
            } else {
                SectionSpec spec = item.section();
                SectionContent content = Sections.find(message, root, spec.partNumbers(), spec.text(), spec.fields());
                int from = start(item, content.size());
                int to = end(item, from, content.size());
                OutputStream literal = out.literal(item, to - from);
                content.writeTo(literal, from, to);
            }
        } catch (Refusal refusal) {
            // The client waits for the rest of a literal that can't be had: nothing can be said any more.
            session.connection().abort();
            throw new IOException("a message could not be read to its end", refusal);
        }
    }

    private static int start(FetchItem.Bytes item, int size) {
        return item.isPartial() ? (int) Math.min(item.from(), size) : 0;
    }

    private static int end(FetchItem.Bytes item, int from, int size) {
        return item.isPartial() ? (int) Math.min(from + Math.min(item.count(), size), size) : size;
    }
}
