package org.jdbmail.imapd.fetch;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jdbmail.core.index.MailboxSnapshot;
import org.jdbmail.core.mail.NumberSet;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.reading.Source;
import org.jdbmail.core.reading.Structures;
import org.jdbmail.core.search.ObjectIds;
import org.jdbmail.imapd.proto.Extension;
import org.jdbmail.imapd.proto.FetchItem;
import org.jdbmail.imapd.proto.FetchItem.Attribute;
import org.jdbmail.imapd.proto.FetchResponse;
import org.jdbmail.imapd.proto.SectionSpec;
import org.jdbmail.imapd.session.Session;
import org.jdbmail.imapd.session.SessionWork;
import org.jdbmail.mime.Checkpoint;
import org.jdbmail.mime.bytes.MessageBytes;
import org.jdbmail.mime.listing.BodyStructure;
import org.jdbmail.mime.listing.Listing;
import org.jdbmail.mime.listing.SortKeys;
import org.jdbmail.mime.structure.MimePart;
import org.jdbmail.mime.structure.SectionContent;
import org.jdbmail.mime.structure.Sections;
import org.jdbmail.mime.text.DecodedPart;
import org.jspecify.annotations.Nullable;

/**
 * Writes the FETCH responses (RFC 3501 §7.4.2) of one command, message by message. Each item that was asked for is a small
 * object of its own, so that what is compiled when it gets hot is that item and not all that FETCH can do.
 */
final class MessageWriter {
    /** So many octets are decoded at a time. */
    private static final int PIECE = 256 * 1024;

    /** Writes one item of the message that {@link #write} is at. */
    @FunctionalInterface
    private interface Item {
        void write() throws IOException;
    }

    private final Session session;
    private final FetchPlan plan;
    private final MailboxSnapshot told;
    private final NumberSet newlySeen;
    private final FetchResponse out;
    private final List<Item> items;

    private boolean unknownEncoding;
    private Extras extras = Extras.NONE;
    private int place;
    private @Nullable Listing listing;
    private @Nullable MessageBytes message;
    private @Nullable MimePart root;

    /** The parts whose encoding is to be undone, by their numbers. */
    private final Map<List<Integer>, DecodedPart> decoded = new HashMap<>();

    /**
     * @param told the messages as the client knows them
     * @param newlySeen UIDs of those that this command marks as seen
     */
    MessageWriter(Session session, FetchPlan plan, MailboxSnapshot told, NumberSet newlySeen) {
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
                    case SAVEDATE -> this::saveDate;
                    case EMAILID -> () -> out.objectId("EMAILID", ObjectIds.email(told.physId(place)));
                    case THREADID -> this::threadId;
                    case ENVELOPE -> () -> ready(attribute, listing().envelope());
                    case BODYSTRUCTURE -> () -> ready(attribute, structure(true));
                    case BODY -> () -> ready(attribute, structure(false));
                };
            case FetchItem.Preview preview ->
                () -> out.preview(extras.previews().get(told.physId(place)));
            case FetchItem.Binary binary -> () -> binary(binary);
            case FetchItem.BinarySize size -> () -> binarySize(size);
            case FetchItem.Bytes bytes ->
                bytes.section().equals(SectionSpec.WHOLE) ? () -> whole(bytes) : () -> section(bytes);
        };
    }

    /** RFC 9051 §7.5.2: message/global is what message/rfc822 is; clients of IMAP4rev1 don't know it. */
    private byte[] structure(boolean extensions) {
        return BodyStructure.form(listing().bodyStructure(), extensions, session.isOn(Extension.IMAP4REV2));
    }

    /** What of the next messages is to be told beside the usual. */
    void use(Extras some) {
        extras = some;
    }

    /** Whether a message had a part in an encoding that can't be undone (RFC 3516 §4.3); then it was passed over. */
    boolean sawUnknownEncoding() {
        return unknownEncoding;
    }

    /**
     * Writes the response of one message.
     *
     * @param at its place
     * @param read its summary, if that was to be read
     * @param content what of it was to be read
     * @return false, with nothing written, if something that was to be read is not there any more
     */
    boolean write(int at, @Nullable Listing read, @Nullable MessageBytes content) throws IOException {
        boolean unknownSize = plan.wants(Attribute.SIZE) && told.octets(at) < 0;
        if ((plan.summaries() || unknownSize) && read == null || plan.source() != Source.NOTHING && content == null) {
            return false;
        }
        place = at;
        listing = read;
        message = content;
        root = null;
        decoded.clear();
        if (content != null && isUndecodable()) {
            unknownEncoding = true;
            return true;
        }
        if (content != null) {
            prepare();
        }
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

    private Listing listing() {
        return Objects.requireNonNull(listing);
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
        if (session.alwaysTellsUid() && !plan.wants(Attribute.UID)) {
            out.uid(told.uid(place));
        }
        // RFC 7162 §3.2.4: also where a FETCH has set the flag by the way.
        if (session.isOn(Extension.CONDSTORE) && !plan.wants(Attribute.MODSEQ)) {
            modseq();
        }
    }

    private void modseq() throws IOException {
        out.modseq(told.modseq(place));
    }

    private void size() throws IOException {
        long octets = told.octets(place);
        out.size(octets < 0 ? listing().size() : octets);
    }

    private void saveDate() throws IOException {
        out.saveDate(extras.saveTimes().getOrDefault(told.uid(place), told.internalDate(place)));
    }

    private void threadId() throws IOException {
        SortKeys keys = extras.keys().get(told.physId(place));
        out.objectId("THREADID", keys == null ? null : keys.threadId());
    }

    private void ready(Attribute attribute, byte[] value) throws IOException {
        out.ready(attribute.imapName(), value);
    }

    private void whole(FetchItem.Bytes item) throws IOException {
        MessageBytes bytes = message();
        int from = start(item.from(), bytes.size());
        int to = end(item.from(), item.count(), from, bytes.size());
        OutputStream literal = out.literal(item, to - from);
        try {
            bytes.writeTo(literal, from, to);
        } catch (Refusal refusal) {
            throw broken(refusal);
        }
    }

    private MimePart structure(MessageBytes bytes) {
        Structures structures = session.shared().readings().structures();
        long physId = told.physId(place);
        return session.work().takeApart(bytes, message -> structures.of(physId, message));
    }

    /** What takes long, or may be refused, comes before the response begins. */
    private void prepare() {
        for (FetchItem item : plan.items()) {
            switch (item) {
                case FetchItem.Bytes bytes -> {
                    if (!bytes.section().equals(SectionSpec.WHOLE)) {
                        root(message());
                    }
                }
                case FetchItem.Binary binary -> measure(binary.part());
                case FetchItem.BinarySize size -> measure(size.part());
                case Attribute attribute -> {}
                case FetchItem.Preview preview -> {}
            }
        }
    }

    private void measure(List<Integer> numbers) {
        MimePart part = numbers.isEmpty() ? null : part(numbers);
        if (part != null && !decoded.containsKey(numbers)) {
            MessageBytes bytes = message();
            decoded.put(
                    numbers,
                    SessionWork.isLarge(part.bodyEnd() - part.bodyStart())
                            ? session.work().briefly(progress -> new DecodedPart(bytes, part, progress::check))
                            : new DecodedPart(bytes, part, Checkpoint.NONE));
        }
    }

    private void section(FetchItem.Bytes item) throws IOException {
        MessageBytes bytes = message();
        MimePart structure = root(bytes);
        SectionSpec spec = item.section();
        try {
            SectionContent content = Sections.find(bytes, structure, spec.partNumbers(), spec.text(), spec.fields());
            int from = start(item.from(), content.size());
            int to = end(item.from(), item.count(), from, content.size());
            content.writeTo(out.literal(item, to - from), from, to);
        } catch (Refusal refusal) {
            throw broken(refusal);
        }
    }

    private MimePart root(MessageBytes bytes) {
        MimePart known = root;
        if (known == null) {
            known = structure(bytes);
            root = known;
        }
        return known;
    }

    private @Nullable MimePart part(List<Integer> numbers) {
        return Sections.part(
                root(message()), numbers.stream().mapToInt(Integer::intValue).toArray());
    }

    /** RFC 3516 §4.2; a part that isn't there is empty, as it is for BODY. */
    private void binary(FetchItem.Binary item) throws IOException {
        DecodedPart part = decoded.get(item.part());
        if (part == null) {
            int size = item.part().isEmpty() ? message().size() : 0;
            int from = start(item.from(), size);
            int to = end(item.from(), item.count(), from, size);
            message().writeTo(out.binary(item, to - from, item.part().isEmpty()), from, to);
            return;
        }
        int size = Math.toIntExact(part.size());
        int from = start(item.from(), size);
        int to = end(item.from(), item.count(), from, size);
        OutputStream literal = out.binary(item, to - from, part.hasNul());
        try {
            write(part, from, to, literal);
        } catch (Refusal refusal) {
            throw broken(refusal);
        }
    }

    /** Decodes piece by piece, each as a piece of work where they are many, and writes each while nobody has to wait for it. */
    private void write(DecodedPart part, int from, int to, OutputStream literal) throws IOException {
        byte[] piece = new byte[Math.min(to - from, PIECE)];
        try (DecodedPart.Stretch stretch = part.stretch(from, to)) {
            for (int left = to - from; left > 0; ) {
                int n = next(part, stretch, piece);
                literal.write(piece, 0, n);
                left -= n;
            }
        }
    }

    private int next(DecodedPart part, DecodedPart.Stretch stretch, byte[] piece) throws IOException {
        if (!SessionWork.isLarge(part.size())) {
            return stretch.next(piece, Checkpoint.NONE);
        }
        try {
            return session.work().withinResponse(progress -> {
                try {
                    return stretch.next(piece, progress::check);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private void binarySize(FetchItem.BinarySize item) throws IOException {
        DecodedPart part = decoded.get(item.part());
        out.binarySize(item, item.part().isEmpty() ? message().size() : part == null ? 0 : part.size());
    }

    /** Whether a part is asked for whose encoding can't be undone (RFC 3516 §4.3). */
    private boolean isUndecodable() {
        for (FetchItem item : plan.items()) {
            List<Integer> numbers = switch (item) {
                case FetchItem.Binary binary -> binary.part();
                case FetchItem.BinarySize size -> size.part();
                case Attribute attribute -> List.of();
                case FetchItem.Bytes bytes -> List.of();
                case FetchItem.Preview preview -> List.of();
            };
            MimePart part = numbers.isEmpty() ? null : part(numbers);
            if (part != null && !DecodedPart.canDecode(part)) {
                return true;
            }
        }
        return false;
    }

    /** The client waits for the rest of a literal that can't be had: nothing can be said any more. */
    private IOException broken(Refusal refusal) {
        session.connection().abort();
        return new IOException("a message could not be read to its end", refusal);
    }

    /** @param wanted the first octet that is wanted; -1 for all */
    private static int start(long wanted, int size) {
        return wanted < 0 ? 0 : (int) Math.min(wanted, size);
    }

    private static int end(long wanted, long count, int from, int size) {
        return wanted < 0 ? size : (int) Math.min(from + Math.min(count, size), size);
    }
}
