package org.jdbmail.imapd.session;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jdbmail.imapd.proto.FetchItem;

/** What a client wants to hear at any time (RFC 5465): the session asks what of its own mailbox, and lets the rest be told. */
public interface Notices extends AutoCloseable {
    /**
     * What is to be told of the selected mailbox.
     *
     * @param news whether messages that come and go are
     * @param flags whether flags that change are
     * @param delayed whether expunged messages are told with the answers to commands only
     * @param items what is to be told of new messages
     */
    record Selection(boolean news, boolean flags, boolean delayed, List<FetchItem> items) {
        /** Nothing. */
        public static final Selection NOTHING = new Selection(false, false, false, List.of());

        /** Whatever there is, where the client has not said otherwise. */
        static final Selection ALL = new Selection(true, true, false, List.of());
    }

    /** What is to be told of the selected mailbox. */
    Selection selection();

    /** Tells what is new in other mailboxes, if anything is. */
    void tell() throws IOException;

    /** How long to wait, where nothing wakes the session, before there may be something to tell. */
    Duration patience();

    /** The client itself has made, renamed or taken away a mailbox of that name, or subscribed: that is no news. */
    void own(String name);

    @Override
    void close();
}
