package org.jdbmail.core.reading;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import org.jdbmail.mime.bytes.MessageBytes;
import org.jdbmail.mime.structure.MimePart;
import org.jdbmail.mime.structure.MimeScanner;

/**
 * Where the parts of messages lie. Of large messages it is remembered for a while: clients fetch a large attachment in many
 * small pieces, and each would otherwise cost a scan of the whole message. Safe for any number of threads.
 */
public final class Structures {
    /** Messages from this size on are remembered. Their structures hold no bytes of theirs but header fields. */
    private static final int LARGE = 1 << 20;

    /** About what one part takes, in octets, with the fields that are kept of its header. */
    private static final int PART_OCTETS = 2_048;

    private final Cache<Long, MimePart> large;

    /** @param octets how much memory the structures may take */
    public Structures(long octets) {
        this.large = Caffeine.newBuilder()
                .maximumWeight(octets)
                .weigher((Long id, MimePart root) -> PART_OCTETS * parts(root))
                .build();
    }

    /** The structure of a physical message. */
    public MimePart of(long physId, MessageBytes message) {
        if (message.size() < LARGE) {
            return MimeScanner.scan(message);
        }
        MimePart known = large.getIfPresent(physId);
        if (known == null) {
            known = MimeScanner.scan(message);
            large.put(physId, known);
        }
        return known;
    }

    /** Recursive, but no deeper than the scanner looks. */
    private static int parts(MimePart part) {
        int parts = 1;
        for (MimePart child : part.children()) {
            parts += parts(child);
        }
        return parts;
    }
}
