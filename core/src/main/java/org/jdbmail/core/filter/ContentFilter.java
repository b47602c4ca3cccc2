package org.jdbmail.core.filter;

import java.util.Optional;
import org.jdbmail.authenticity.field.HeaderBlock;
import org.jdbmail.core.reception.Arriving;
import org.jdbmail.core.reception.Judgement;
import org.jdbmail.mime.bytes.MessageBytes;

/** A filter that takes a message and sends it back, or does not. Used by many threads. */
public interface ContentFilter {
    /** None. */
    ContentFilter NONE = new ContentFilter() {
        @Override
        public Judgement handOver(Arriving arriving, Judgement.Passed passed, boolean isOurs) {
            return passed;
        }

        @Override
        public Optional<Back> back(MessageBytes message, HeaderBlock block) {
            return Optional.empty();
        }
    };

    /**
     * A message that has come back.
     *
     * @param message without what was added for its way there
     * @param isOurs whether one of our users, or a trusted host, had handed it in
     * @param isJunk whether it is to be filed as junk
     */
    record Back(MessageBytes message, boolean isOurs, boolean isJunk) {}

    /**
     * Gives a message to the filter.
     *
     * @param passed what would become of it without the filter, which is answered where the filter is away and not needed
     * @param isOurs whether one of our users, or a trusted host, has handed it in
     */
    Judgement handOver(Arriving arriving, Judgement.Passed passed, boolean isOurs);

    /** What comes back from the filter; empty for any other message. */
    Optional<Back> back(MessageBytes message, HeaderBlock block);
}
