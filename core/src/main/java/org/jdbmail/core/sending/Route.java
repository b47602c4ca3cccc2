package org.jdbmail.core.sending;

import org.jdbmail.core.smtp.client.SmtpPeer;
import org.jspecify.annotations.Nullable;

/** How a recipient is reached. */
public sealed interface Route {
    /**
     * By another server.
     *
     * @param hop where that is
     * @param login as whom we log in there; null for nobody
     * @param isLmtp whether it speaks LMTP
     */
    record Server(NextHop hop, SmtpPeer.@Nullable Login login, boolean isLmtp) implements Route {}

    /**
     * Not at all: the administrator says so.
     *
     * @param isFinal whether that stays so
     * @param status enhanced status code
     */
    record Refuse(boolean isFinal, String status, String text) implements Route {}

    /** Its mail is thrown away. */
    record Discard() implements Route {}
}
