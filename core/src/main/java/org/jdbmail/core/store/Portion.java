package org.jdbmail.core.store;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a delivery leaves for one recipient, or an attempt to send: all of it or nothing. So a recipient who is told that it did not work can be tried
 * again, and nothing comes twice.
 *
 * @param places where a message is to appear
 * @param outgoing what is to be sent
 * @param memories what is to be remembered
 * @param settlements what came of mail in the queue
 * @param replaced what gives way to it; null for nothing
 */
public record Portion(
        List<Placement> places,
        List<Outgoing> outgoing,
        List<Memory> memories,
        List<Settlement> settlements,
        @Nullable Replaced replaced) {
    /** Nothing: somebody takes a message to throw it away. */
    public static final Portion NOTHING = new Portion(List.of(), List.of(), List.of());

    /** Copies the lists. */
    public Portion {
        places = List.copyOf(places);
        outgoing = List.copyOf(outgoing);
        memories = List.copyOf(memories);
        settlements = List.copyOf(settlements);
    }

    /** What an attempt to send leaves. */
    public Portion(
            List<Placement> places, List<Outgoing> outgoing, List<Memory> memories, List<Settlement> settlements) {
        this(places, outgoing, memories, settlements, null);
    }

    /** What a delivery leaves. */
    public Portion(List<Placement> places, List<Outgoing> outgoing, List<Memory> memories) {
        this(places, outgoing, memories, List.of());
    }

    /** One place for the delivery's first content, and nothing else. */
    public static Portion plain(Destination destination) {
        return new Portion(List.of(Placement.plain(destination)), List.of(), List.of());
    }

    /** Whether it is no more than that. */
    public boolean isPlain() {
        return places.size() == 1
                && places.getFirst().isPlain()
                && outgoing.isEmpty()
                && memories.isEmpty()
                && settlements.isEmpty()
                && replaced == null;
    }
}
