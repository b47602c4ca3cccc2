package org.jdbmail.wire.listener;

import java.io.IOException;

/** An address cannot be listened on. The message is meant for the administrator: where, why, and what to do. */
public final class ListenException extends IOException {
    private static final long serialVersionUID = 1L;

    /**
     * @param listener its name
     * @param where the addresses, as the administrator wrote them
     * @param reason what the system says
     */
    public ListenException(String listener, String where, String reason, Throwable cause) {
        super(listener + " cannot listen on " + where + ": " + reason + advice(reason), cause);
    }

    private static String advice(String reason) {
        if (reason.contains("already in use")) {
            return "; stop the program that listens there, or choose another place";
        }
        if (reason.contains("Permission denied")) {
            return "; a port below 1024 takes root or CAP_NET_BIND_SERVICE, a socket the right to write in its folder";
        }
        return reason.contains("assign requested address") ? "; name an address that this machine has" : "";
    }
}
