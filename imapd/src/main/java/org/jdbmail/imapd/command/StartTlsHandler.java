package org.jdbmail.imapd.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jdbmail.imapd.session.Reply;
import org.jdbmail.imapd.session.Session;
import org.jspecify.annotations.Nullable;

/** STARTTLS (RFC 3501 §6.2.1): the tagged OK is the last thing said in the clear. */
final class StartTlsHandler {
    private StartTlsHandler() {}

    static @Nullable Reply run(Session session, String tag) throws IOException {
        if (!session.connection().canStartTls()) {
            return Reply.bad("TLS can't begin here");
        }
        session.out().release();
        session.connection().startTls((tag + " OK Begin TLS now\r\n").getBytes(StandardCharsets.US_ASCII));
        return null;
    }
}
