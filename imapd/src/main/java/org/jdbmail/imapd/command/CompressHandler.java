package org.jdbmail.imapd.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jdbmail.imapd.proto.Compress;
import org.jdbmail.imapd.proto.ResponseCode.Plain;
import org.jdbmail.imapd.session.Reply;
import org.jdbmail.imapd.session.Session;
import org.jspecify.annotations.Nullable;

/** COMPRESS (RFC 4978 §3): the tagged OK is the last thing that is not compressed. */
final class CompressHandler {
    private CompressHandler() {}

    static @Nullable Reply run(Session session, String tag, Compress command) throws IOException {
        if (!command.mechanism().equals("DEFLATE")) {
            return Reply.bad("Only DEFLATE is known");
        }
        if (session.connection().isCompressed()) {
            return Reply.no(Plain.COMPRESSIONACTIVE, "It is compressed already");
        }
        session.out().release();
        byte[] ok = (tag + " OK Compressed from here on\r\n").getBytes(StandardCharsets.US_ASCII);
        return session.connection().startCompression(ok)
                ? null
                : Reply.no(Plain.LIMIT, "Too many connections are compressed at the moment");
    }
}
