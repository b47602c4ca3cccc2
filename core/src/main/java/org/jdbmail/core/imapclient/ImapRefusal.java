package org.jdbmail.core.imapclient;

import java.io.IOException;

/** The server answered NO or BAD; the connection can go on. */
public final class ImapRefusal extends IOException {
    private static final long serialVersionUID = 1L;

    ImapRefusal(String message) {
        super(message);
    }
}
