package org.jdbmail.core.delivery;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.smtp.DotDecoder;
import org.jdbmail.mime.bytes.MessageBytes;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds one message while it comes: in one array as long as it is small and memory is left, then in a file. It never
 * refuses what is written, since a peer has to be heard out before it can be told anything; once the message is too big, or
 * the disk is full, it forgets everything and {@link #bytes()} says why. Used by one thread.
 */
public final class Spool implements DotDecoder.Sink, AutoCloseable {
    /** What is gathered before it goes to the file. */
    static final int BUFFER = 64 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(Spool.class);
    private static final int FIRST = 4 * 1024;
    private static final byte[] NONE = new byte[0];

    private final Spools spools;
    private final long limit;
    private byte[] memory = NONE;
    /** Octets in memory; of the message's end if there is a file. */
    private int length;
    /** Octets taken from what all spools share. */
    private int reserved;

    private @Nullable FileChannel file;
    private long size;
    private @Nullable Refusal trouble;

    Spool(Spools spools, long expected, long limit) {
        this.spools = spools;
        this.limit = Math.min(limit, Integer.MAX_VALUE - 64);
        int first = Math.clamp(expected, FIRST, spools.memoryForOne());
        if (spools.reserve(first)) {
            reserved = first;
            memory = new byte[first];
        }
    }

    /** Octets that came, also those that were thrown away. */
    public long size() {
        return size;
    }

    /** Whether the message passed its limit. */
    public boolean isTooBig() {
        return size > limit;
    }

    /** Adds a part of an array. */
    public void write(byte[] octets, int from, int count) {
        take(ByteBuffer.wrap(octets), from, from + count);
    }

    /** Adds all of an array. */
    public void write(byte[] octets) {
        take(ByteBuffer.wrap(octets), 0, octets.length);
    }

    @Override
    public void take(ByteBuffer buffer, int from, int to) {
        size += to - from;
        if (trouble != null) {
            return;
        }
        if (size > limit) {
            fail(new Refusal(Reason.TOO_BIG, "the message is larger than " + limit + " octets"));
            return;
        }
        try {
            int at = from;
            while (at < to) {
                int count = Math.min(to - at, room(to - at));
                buffer.get(at, memory, length, count);
                length += count;
                at += count;
            }
        } catch (IOException e) {
            LOG.warn("the spool cannot be written", e);
            fail(new Refusal(Reason.UNAVAILABLE, "the message cannot be held here now", e));
        }
    }

    /**
     * The message; valid until the spool is closed. Nothing may be written after this.
     *
     * @throws Refusal TOO_BIG if more came than the limit; UNAVAILABLE if there is trouble with the disk
     */
    public MessageBytes bytes() {
        if (trouble != null) {
            throw trouble;
        }
        FileChannel channel = file;
        if (channel == null) {
            return MessageBytes.of(memory, length);
        }
        try {
            empty(channel);
            return MessageBytes.of(channel);
        } catch (IOException e) {
            LOG.warn("the spool cannot be written", e);
            Refusal refusal = new Refusal(Reason.UNAVAILABLE, "the message cannot be held here now", e);
            fail(refusal);
            throw refusal;
        }
    }

    /** Makes room for at least one octet, better for as many as wanted; how many there is room for. */
    private int room(int wanted) throws IOException {
        FileChannel channel = file;
        if (channel == null && length + wanted > memory.length && !grow(length + wanted)) {
            channel = spools.openFile();
            file = channel;
            empty(channel);
            useBuffer();
        } else if (channel != null && length == memory.length) {
            empty(channel);
        }
        return memory.length - length;
    }

    private boolean grow(int needed) {
        if (needed > spools.memoryForOne()) {
            return false;
        }
        int larger = Math.min(spools.memoryForOne(), Math.max(needed, Math.max(FIRST, memory.length * 2)));
        if (!spools.reserve(larger - reserved)) {
            return false;
        }
        reserved = larger;
        memory = Arrays.copyOf(memory, larger);
        return true;
    }

    private void empty(FileChannel channel) throws IOException {
        ByteBuffer rest = ByteBuffer.wrap(memory, 0, length);
        while (rest.hasRemaining()) {
            channel.write(rest);
        }
        length = 0;
    }

    /** Keeps only the buffer for writing the file. It is not counted: a message must be taken also where nothing is left. */
    private void useBuffer() {
        spools.release(reserved);
        reserved = 0;
        memory = new byte[BUFFER];
    }

    private void fail(Refusal refusal) {
        close();
        trouble = refusal;
    }

    /** Gives back memory and file; closing twice does no harm. */
    @Override
    public void close() {
        spools.release(reserved);
        reserved = 0;
        memory = NONE;
        length = 0;
        FileChannel channel = file;
        file = null;
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                LOG.warn("a spool file did not close", e);
            }
        }
        if (trouble == null) {
            trouble = new Refusal(Reason.UNAVAILABLE, "the message is gone");
        }
    }
}
