package org.jdbmail.core.store;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Figures over time, one for each hour ({@code jdbmail_history}). */
public interface History {
    /** A figure of an hour. */
    record Point(Instant began, long amount) {}

    /** Adds to the figure of the hour in which a moment lies. */
    void add(String what, Instant when, long amount);

    /** Puts a figure in the place of the one of that hour. */
    void put(String what, Instant when, long amount);

    /**
     * The figures of each name since its moment, the oldest first; hours and names without any are left out.
     *
     * @param wanted moments by name
     */
    Map<String, List<Point>> since(Map<String, Instant> wanted);

    /** Removes what is older; returns how many. */
    int prune(Instant before);
}
