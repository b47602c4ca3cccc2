package org.jdbmail.core.moving.source;

import java.io.IOException;
import org.jdbmail.mime.bytes.MessageBytes;

/** A message that is elsewhere. */
public interface SourceMessage {
    /** What is known of it. */
    AboutMessage about();

    /**
     * The message with lines that end in CRLF, whole.
     *
     * @throws IOException if it can't be read, or is larger than can be taken
     */
    MessageBytes read() throws IOException;
}
