package org.jdbmail.imapd.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jdbmail.imapd.session.Reply;
import org.jdbmail.imapd.session.Session;
import org.jspecify.annotations.Nullable;

/** UNAUTHENTICATE (RFC 8437 §3): another user may log in over the same connection. */
final class UnauthenticateHandler {
    private static final String TEXT = "Logged out; somebody else may log in";

    private UnauthenticateHandler() {}

    // RFC 8437 §4.1: compression ends behind our OK.
    static @Nullable Reply run(Session session, String tag) throws IOException {
        session.unauthenticate();
        if (!session.connection().isCompressed()) {
            return Reply.ok(TEXT);
        }
        session.out().release();
        session.connection().endCompression((tag + " OK " + TEXT + "\r\n").getBytes(StandardCharsets.US_ASCII));
        return null;
    }
}
