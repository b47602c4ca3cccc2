package org.jdbmail.core.store;

/**
 * How far long lists are counted for pages that show a part of them: to say that there are 3,000,000 would take longer than to find the fifty
 * that are shown.
 */
public final class Paging {
    /** How many are counted at most, where nobody searches. */
    public static final int COUNTED = 10_000;

    private Paging() {}

    /** Whether a total only says that there are more than {@link #COUNTED}. */
    public static boolean isMore(long total) {
        return total > COUNTED;
    }
}
