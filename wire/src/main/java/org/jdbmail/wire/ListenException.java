package org.jdbmail.wire;

import java.io.IOException;

/** A listener cannot start. The message is one line for the administrator: which address, and why not. */
public final class ListenException extends IOException {
    private static final long serialVersionUID = 1L;

    ListenException(String message, Throwable cause) {
        super(message, cause);
    }

    ListenException(String message) {
        super(message);
    }
}
