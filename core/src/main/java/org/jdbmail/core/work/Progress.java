package org.jdbmail.core.work;

import java.util.function.Supplier;

/** What long work asks between two of its pieces, and where it says that it only waits. */
public interface Progress {
    /** Of work that nobody limits: in tests, and in programs that do nothing else. */
    Progress UNLIMITED = new Progress() {
        @Override
        public void check() {}

        @Override
        public <T> T aside(Supplier<T> waiting) {
            return waiting.get();
        }
    };

    /**
     * Lets others have their turn, if this one is over. Cheap: may be called for every message, part or term.
     *
     * @throws org.jdbmail.core.mail.Refusal LIMIT if the work has taken too long; UNAVAILABLE if nobody waits for it any more
     *     or the server stops. The work is to end then.
     */
    void check();

    /**
     * Waits for something else, such as the database, while others compute.
     *
     * @return what came of it
     */
    <T> T aside(Supplier<T> waiting);

    /**
     * Says how far the work is, for who waits for it. Cheap.
     *
     * @param done how much is done, of the same kind as {@code goal}
     * @param goal how much there is to do
     */
    default void at(long done, long goal) {}
}
