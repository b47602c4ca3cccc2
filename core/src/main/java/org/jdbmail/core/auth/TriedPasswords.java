package org.jdbmail.core.auth;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;

/** The marks of the last wrong passwords of somebody. Safe for any number of threads. */
final class TriedPasswords {
    private static final int KEPT = 10;

    private final Deque<ByteBuffer> marks = new ArrayDeque<>();

    /** Whether that one was not tried lately; it is remembered from now on. */
    synchronized boolean isNew(ByteBuffer mark) {
        if (marks.contains(mark)) {
            return false;
        }
        marks.addLast(mark);
        if (marks.size() > KEPT) {
            marks.removeFirst();
        }
        return true;
    }
}
