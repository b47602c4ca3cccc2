package org.jdbmail.imapd.session;

import java.io.IOException;
import java.util.List;
import org.jdbmail.imapd.proto.FetchItem;

/** Tells of messages as FETCH does, for a session that has news of them. */
@FunctionalInterface
public interface Fetching {
    /**
     * Tells of messages of the selected mailbox.
     *
     * @param places where they are in what the client knows, ascending
     */
    void tell(Session session, List<FetchItem> items, int[] places) throws IOException;
}
