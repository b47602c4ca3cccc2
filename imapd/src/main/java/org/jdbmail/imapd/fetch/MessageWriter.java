package org.jdbmail.imapd.fetch;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Objects;
import org.jdbmail.core.index.MailboxSnapshot;
import org.jdbmail.core.mail.NumberSet;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.reading.Source;
import org.jdbmail.imapd.proto.Extension;
import org.jdbmail.imapd.proto.FetchItem;
import org.jdbmail.imapd.proto.FetchItem.Attribute;
import org.jdbmail.imapd.proto.FetchResponse;
import org.jdbmail.imapd.proto.SectionSpec;
import org.jdbmail.imapd.session.Session;
import org.jdbmail.mime.bytes.MessageBytes;
import org.jdbmail.mime.listing.BodyStructure;
import org.jdbmail.mime.listing.MessageSummary;
import org.jdbmail.mime.structure.MimePart;
import org.jdbmail.mime.structure.SectionContent;
import org.jdbmail.mime.structure.Sections;
import org.jspecify.annotations.Nullable;

/**
 * Writes the FETCH responses (RFC 3501 §7.4.2) of one command, message by message. Each item that was asked for is a small
 * object of its own, so that what is compiled when it gets hot is that item and not all that FETCH can do.
 */
final class MessageWriter {
    /** Writes one item of the message that {@link #write} is at. */
    @FunctionalInterface
    private interface Item {
        void write() throws IOException;
    }

    private final Session session;
    private final FetchPlan plan;
    private final MailboxSnapshot told;
    private final NumberSet newlySeen;
    private final long seenModseq;
    private final FetchResponse out;
    private final List<Item> items;

    private int place;
    private @Nullable MessageSummary summary;
    private @Nullable MessageBytes message;
    private @Nullable MimePart root;

    /**
     * @param told the messages as the client knows them
     * @param newlySeen UIDs of those that this command marks as seen
     * @param seenModseq the MODSEQ that these have now
     */
    MessageWriter(Session session, FetchPlan plan, MailboxSnapshot told, NumberSet newlySeen, long seenModseq) {
        this.seenModseq = seenModseq;
        this.session = session;
        this.plan = plan;
        this.told = told;
        this.newlySeen = newlySeen;
        this.out = session.out().fetch();
        this.items = plan.items().stream().map(this::item).toList();
    }

    private Item item(FetchItem item) {
        return switch (item) {
            case Attribute attribute ->
                switch (attribute) {
                    case FLAGS -> this::flags;
                    case UID -> () -> out.uid(told.uid(place));
                    case INTERNALDATE -> () -> out.internalDate(told.internalDate(place));
                    case MODSEQ -> this::modseq;
                    case SIZE -> this::size;
                    case ENVELOPE -> () -> ready(attribute, summary().envelope());
                    case BODYSTRUCTURE ->
                        () -> ready(attribute, BodyStructure.form(summary().bodyStructure(), true, false));
                    case BODY ->
                        () -> ready(attribute, BodyStructure.form(summary().bodyStructure(), false, false));
                };
            case FetchItem.Bytes bytes ->
                bytes.section().equals(SectionSpec.WHOLE) ? () -> whole(bytes) : () -> section(bytes);
        };
    }

    /**
     * Writes the response of one message.
     *
     * @param at its place
     * @param read its summary, if that was to be read
     * @param content what of it was to be read
     * @return false, with nothing written, if something that was to be read is not there any more
     */
    boolean write(int at, @Nullable MessageSummary read, @Nullable MessageBytes content) throws IOException {
        boolean unknownSize = plan.wants(Attribute.SIZE) && told.octets(at) < 0;
        if ((plan.summaries() || unknownSize) && read == null || plan.source() != Source.NOTHING && content == null) {
            return false;
        }
        place = at;
        summary = read;
        message = content;
        root = null;
        out.begin(at + 1, told.uid(at));
        for (Item item : items) {
            item.write();
        }
        if (newlySeen.contains(told.uid(at))) {
            tellSeen();
        }
        out.end();
        return true;
    }

    private MessageSummary summary() {
        return Objects.requireNonNull(summary);
    }

    private MessageBytes message() {
        return Objects.requireNonNull(message);
    }

    private void flags() throws IOException {
        out.flags(
                told.systemFlags(place),
                told.keywords(place),
                session.selected().view().isRecent(place) && !session.isOn(Extension.IMAP4REV2));
    }

    /** What the command has changed is told, asked or not. */
    private void tellSeen() throws IOException {
        if (!plan.wants(Attribute.FLAGS)) {
            flags();
        }
        if (session.isOn(Extension.CONDSTORE) && !plan.wants(Attribute.MODSEQ)) {
            modseq();
        }
    }

    private void modseq() throws IOException {
        out.modseq(newlySeen.contains(told.uid(place)) ? seenModseq : told.modseq(place));
    }

    private void size() throws IOException {
        long octets = told.octets(place);
        out.size(octets < 0 ? summary().size() : octets);
    }

    private void ready(Attribute attribute, byte[] value) throws IOException {
        out.ready(attribute.imapName(), value);
    }

    private void whole(FetchItem.Bytes item) throws IOException {
        MessageBytes bytes = message();
        int from = start(item, bytes.size());
        int to = end(item, from, bytes.size());
        OutputStream literal = out.literal(item, to - from);
        try {
            bytes.writeTo(literal, from, to);
        } catch (Refusal refusal) {
            throw broken(refusal);
        }
    }

    private void section(FetchItem.Bytes item) throws IOException {
        MessageBytes bytes = message();
        MimePart structure = root;
        if (structure == null) {
            structure = session.shared().readings().structures().of(told.physId(place), bytes);
            root = structure;
        }
        SectionSpec spec = item.section();
        try {
            SectionContent content = Sections.find(bytes, structure, spec.partNumbers(), spec.text(), spec.fields());
            int from = start(item, content.size());
            int to = end(item, from, content.size());
            content.writeTo(out.literal(item, to - from), from, to);
        } catch (Refusal refusal) {
            throw broken(refusal);
        }
    }

    /** The client waits for the rest of a literal that can't be had: nothing can be said any more. */
    private IOException broken(Refusal refusal) {
        session.connection().abort();
        return new IOException("a message could not be read to its end", refusal);
    }

    private static int start(FetchItem.Bytes item, int size) {
        return item.isPartial() ? (int) Math.min(item.from(), size) : 0;
    }

    private static int end(FetchItem.Bytes item, int from, int size) {
        return item.isPartial() ? (int) Math.min(from + Math.min(item.count(), size), size) : size;
    }
}
