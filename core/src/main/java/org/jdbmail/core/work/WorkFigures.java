package org.jdbmail.core.work;

import java.time.Duration;

/**
 * How much the pool for long work has to do.
 *
 * @param running what computes at this moment
 * @param waiting what waits for its first turn or its next one
 * @param longestWait how long the one has waited that waits longest
 * @param done how much was finished since the start, one way or another
 * @param refused how much was not begun since there was too much
 * @param stopped how much was ended before it was finished: it took too long, or nobody waited for it any more
 */
public record WorkFigures(int running, int waiting, Duration longestWait, long done, long refused, long stopped) {}
