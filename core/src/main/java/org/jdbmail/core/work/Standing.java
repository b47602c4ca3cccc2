package org.jdbmail.core.work;

/**
 * How far work is.
 *
 * @param done how much is done; -1 where that is not known
 * @param goal how much there is to do; -1 where that is not known
 */
public record Standing(long done, long goal) {
    static final Standing UNKNOWN = new Standing(-1, -1);
}
