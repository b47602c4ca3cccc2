package org.jdbmail.core.store;

import java.time.Instant;
import java.util.List;
import org.jdbmail.core.content.PreparedMessage;

/**
 * What one delivery leaves in the store, all in one transaction.
 *
 * @param contents the message, versions of it that somebody edited, and mail that was written because of it; each is stored
 *     once, and only if a portion that is taken needs it
 * @param portions at least one
 */
public record Delivery(List<Content> contents, List<Portion> portions) {
    /**
     * A message.
     *
     * @param internalDate when it came; kept to the second
     */
    public record Content(PreparedMessage message, Instant internalDate) {}

    /** Copies the lists. */
    public Delivery {
        contents = List.copyOf(contents);
        portions = List.copyOf(portions);
        if (portions.isEmpty()) {
            throw new IllegalArgumentException("a delivery without a destination");
        }
    }

    /** The same contents for other portions. */
    public Delivery withPortions(List<Portion> others) {
        return new Delivery(contents, others);
    }

    /** One message for places that have nothing to do with each other. */
    public static Delivery plain(PreparedMessage message, Instant internalDate, List<Destination> destinations) {
        return new Delivery(
                List.of(new Content(message, internalDate)),
                destinations.stream().map(Portion::plain).toList());
    }
}
