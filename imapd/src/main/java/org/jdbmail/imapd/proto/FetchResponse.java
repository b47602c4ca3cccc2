package org.jdbmail.imapd.proto;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.jdbmail.core.mail.Flag;
import org.jspecify.annotations.Nullable;

/**
 * Writes FETCH responses (RFC 3501 §7.4.2), item by item, without an object for each message. Between {@link #begin} and
 * {@link #end} come the items in any order.
 */
public final class FetchResponse {
    private static final byte[] BEGIN = " FETCH (".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] BEGIN_BY_UID = " UIDFETCH (".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] FLAGS = "FLAGS (".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] UID = "UID ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END = ")\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[][] SYSTEM = systemFlags();

    private final OutputBuffer out;
    private boolean first;
    private boolean byUid;

    FetchResponse(OutputBuffer out) {
        this.out = out;
    }

    /** The names of all combinations of system flags, each separated by a space. */
    private static byte[][] systemFlags() {
        Flag[] flags = Flag.values();
        byte[][] texts = new byte[1 << flags.length][];
        for (int mask = 0; mask < texts.length; mask++) {
            StringBuilder text = new StringBuilder();
            for (Flag flag : flags) {
                if ((mask & flag.bit()) != 0) {
                    text.append(text.isEmpty() ? "" : " ").append(flag.imapName());
                }
            }
            texts[mask] = text.toString().getBytes(StandardCharsets.US_ASCII);
        }
        return texts;
    }

    /** From now on messages are named by their UIDs alone (RFC 9586 §3.3), or are so no more. */
    void nameByUid(boolean on) {
        byUid = on;
    }

    /** Begins the response for a message. */
    public void begin(int sequence, long uid) throws IOException {
        out.octet('*');
        out.octet(' ');
        out.number(byUid ? uid : sequence);
        out.octets(byUid ? BEGIN_BY_UID : BEGIN);
        first = true;
    }

    /** Ends it. */
    public void end() throws IOException {
        out.octets(END);
    }

    private void next() throws IOException {
        if (!first) {
            out.octet(' ');
        }
        first = false;
    }

    /** FLAGS. */
    public void flags(int system, List<String> keywords, boolean recent) throws IOException {
        next();
        out.octets(FLAGS);
        byte[] names = SYSTEM[system & SYSTEM.length - 1];
        out.octets(names);
        boolean some = names.length > 0;
        for (String keyword : keywords) {
            if (some) {
                out.octet(' ');
            }
            out.text(keyword);
            some = true;
        }
        if (recent) {
            out.text(some ? " \\Recent" : "\\Recent");
        }
        out.octet(')');
    }

    /** UID. */
    public void uid(long uid) throws IOException {
        if (byUid) {
            return;
        }
        next();
        out.octets(UID);
        out.number(uid);
    }

    /** MODSEQ (RFC 7162 §3.1.4.2). */
    public void modseq(long modseq) throws IOException {
        next();
        out.text("MODSEQ (");
        out.number(modseq);
        out.octet(')');
    }

    /** INTERNALDATE, in seconds since 1970-01-01T00:00:00Z. */
    public void internalDate(long epochSecond) throws IOException {
        next();
        out.text("INTERNALDATE ");
        out.moment(epochSecond);
    }

    /** RFC822.SIZE. */
    public void size(long octets) throws IOException {
        next();
        out.text("RFC822.SIZE ");
        out.number(octets);
    }

    /** SAVEDATE, in seconds since 1970-01-01T00:00:00Z. */
    public void saveDate(long epochSecond) throws IOException {
        next();
        out.text("SAVEDATE ");
        out.moment(epochSecond);
    }

    /** EMAILID or THREADID; NIL for null. */
    public void objectId(String name, @Nullable String id) throws IOException {
        next();
        out.text(name);
        out.text(id == null ? " NIL" : " (" + id + ")");
    }

    /** PREVIEW; NIL for null. */
    public void preview(@Nullable String text) throws IOException {
        next();
        out.text("PREVIEW ");
        if (text == null) {
            out.text("NIL");
        } else {
            // RFC 8970 §3.2: UTF-8
            out.string(new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
        }
    }

    /**
     * A part's decoded bytes: whoever asks writes exactly that many to the stream.
     *
     * @param nul whether one of them may be 0, which takes a literal8 (RFC 3516 §6)
     * @return where to write them
     */
    public OutputStream binary(FetchItem.Binary item, long size, boolean nul) throws IOException {
        next();
        out.text("BINARY[");
        out.text(numbers(item.part()));
        out.octet(']');
        if (item.isPartial()) {
            out.octet('<');
            out.number(item.from());
            out.octet('>');
        }
        out.text(nul ? " ~" : " ");
        out.literalSize(size);
        return out.direct();
    }

    /** BINARY.SIZE. */
    public void binarySize(FetchItem.BinarySize item, long octets) throws IOException {
        next();
        out.text("BINARY.SIZE[");
        out.text(numbers(item.part()));
        out.text("] ");
        out.number(octets);
    }

    private static String numbers(List<Integer> part) {
        return part.stream().map(String::valueOf).collect(Collectors.joining("."));
    }

    /** An item whose value is at hand as it is written: ENVELOPE, BODY, BODYSTRUCTURE. */
    public void ready(String name, byte[] value) throws IOException {
        next();
        out.text(name);
        out.octet(' ');
        out.octets(value);
    }

    /**
     * A section's bytes as a literal: whoever asks writes exactly that many to the stream.
     *
     * @return where to write them
     */
    public OutputStream literal(FetchItem.Bytes item, long size) throws IOException {
        next();
        label(item);
        out.literalSize(size);
        return out.direct();
    }

    private void label(FetchItem.Bytes item) throws IOException {
        out.text(item.label());
        if (item.isPartial()) {
            // RFC 3501 §7.4.2: the response tells where the partial begins, not how long it was to be.
            out.octet('<');
            out.number(item.from());
            out.octet('>');
        }
        out.octet(' ');
    }
}
