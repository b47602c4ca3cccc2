package org.jdbmail.core.delivery;

import java.util.List;

/**
 * Decides what happens to a message for one account. Several are asked one after the other: each gets what was decided so far
 * (at first one {@link Action.Keep}) and says what is to be done instead, or gives the same list back. Called by the thread that
 * delivers, while no database connection is held; what computes for long does so on the pool for long work.
 */
@FunctionalInterface
public interface Decider {
    /**
     * Decides.
     *
     * @param soFar not to be changed
     * @return an empty list throws the message away
     * @throws org.jdbmail.core.mail.Refusal if the recipient can't be served: UNAVAILABLE where it is to be tried again. Whatever else is thrown is
     *     taken for a fault of the decider: it is logged, and what was decided so far holds
     */
    List<Action> decide(Arrival arrival, List<Action> soFar);
}
