package org.jdbmail.authenticity.dkim;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jdbmail.mime.bytes.MessageBytes;

/** Hashes the body of a message in several forms while it is read once, in pieces, whatever its size. */
public final class BodyHashes {
    private static final int PIECE = 64 * 1024;

    private BodyHashes() {}

    /**
     * The hashes.
     *
     * @param body the offset of the body
     */
    public static Map<BodyForm, BodyHash> of(MessageBytes message, int body, Set<BodyForm> forms) {
        return of(message, body, forms, () -> {});
    }

    /**
     * The same.
     *
     * @param between run between two pieces; what it throws ends the work
     */
    public static Map<BodyForm, BodyHash> of(MessageBytes message, int body, Set<BodyForm> forms, Runnable between) {
        Map<BodyForm, BodyDigest> digests = new HashMap<>();
        forms.forEach(form -> digests.put(form, new BodyDigest(form)));
        if (!digests.isEmpty()) {
            byte[] piece = new byte[Math.min(PIECE, message.size() - body)];
            for (int at = body; at < message.size(); at += piece.length) {
                int count = Math.min(piece.length, message.size() - at);
                message.read(at, piece, 0, count);
                digests.values().forEach(each -> each.update(piece, 0, count));
                between.run();
            }
        }
        Map<BodyForm, BodyHash> hashes = new HashMap<>();
        digests.forEach((form, digest) -> hashes.put(form, digest.finish()));
        return Map.copyOf(hashes);
    }
}
