package org.jdbmail.core.reading;

import java.util.Map;
import org.jdbmail.mime.bytes.MessageBytes;
import org.jdbmail.mime.listing.Listing;

/**
 * What was read for some of the messages of a FETCH or SEARCH, by the ids of the physical messages.
 *
 * @param from index of the first message among those asked for
 * @param to index after the last
 * @param summaries where they are needed
 * @param contents messages, or their heads, where they are needed
 */
public record Slice(int from, int to, Map<Long, Listing> summaries, Map<Long, MessageBytes> contents) {}
