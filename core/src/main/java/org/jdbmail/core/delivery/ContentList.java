package org.jdbmail.core.delivery;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbmail.core.content.PreparedMessage;
import org.jdbmail.core.digest.TextDigest;
import org.jdbmail.core.store.Delivery;
import org.jdbmail.mime.bytes.MessageBytes;

/** The contents of one delivery: the message first, then versions of it and letters, each different one once. */
final class ContentList {
    private final Instant received;
    private final List<Delivery.Content> all = new ArrayList<>();
    private final Map<String, Integer> byDigest = new HashMap<>();

    ContentList(PreparedMessage message, Instant received) {
        this.received = received;
        all.add(new Delivery.Content(message, received));
    }

    /** Which content a version is. */
    int of(Version version) {
        return switch (version) {
            case Version.Original() -> 0;
            case Version.Edited(MessageBytes bytes) -> of(bytes);
        };
    }

    /** Which content these bytes are. */
    int of(MessageBytes bytes) {
        return byDigest.computeIfAbsent(digest(bytes), digest -> {
            all.add(new Delivery.Content(PreparedMessage.prepare(bytes), received));
            return all.size() - 1;
        });
    }

    private static String digest(MessageBytes bytes) {
        return TextDigest.SHA256.of(bytes.slice(0, bytes.size()));
    }

    PreparedMessage message(int content) {
        return all.get(content).message();
    }

    List<Delivery.Content> all() {
        return all;
    }
}
