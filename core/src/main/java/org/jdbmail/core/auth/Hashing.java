package org.jdbmail.core.auth;

import java.net.InetAddress;
import java.util.function.BooleanSupplier;

/** Where the hashes are computed that are made to be slow: on few threads, with turns by address. */
@FunctionalInterface
public interface Hashing {
    /** Where nobody else wants to compute: programs, tests. */
    Hashing AT_ONCE = (source, work) -> work.getAsBoolean();

    /**
     * Computes, after waiting for a turn.
     *
     * @param source who is served in turn with others
     * @throws org.jdbmail.core.mail.Refusal UNAVAILABLE if no turn comes
     */
    boolean compute(InetAddress source, BooleanSupplier work);
}
