package org.jdbmail.core.moving.source;

import java.io.IOException;
import java.util.List;

/** A mailbox that is elsewhere. */
public interface SourceMailbox {
    /** What is known of it. */
    AboutMailbox about();

    /**
     * Its messages, in their order: those that have a UID first, ascending.
     *
     * @throws IOException if they can't be listed, with a sentence that names what is wrong
     */
    List<SourceMessage> messages() throws IOException;
}
