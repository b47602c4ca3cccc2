package org.jdbmail.testkit.transcript;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Map;

/** The servers that transcripts are played against, on one database: what a front's test implements. */
public interface TranscriptServer extends Fixtures, AutoCloseable {
    /** Where each service listens, by the name that {@code connect} lines use: {@code imap}, {@code lmtp}, … */
    Map<String, InetSocketAddress> services();

    /** Empties the store; called before each transcript. */
    void reset() throws Exception;

    @Override
    void close() throws IOException;

    /** Starts servers on the named database: {@code sqlite}, {@code postgresql} or {@code mariadb}. */
    @FunctionalInterface
    interface Starter {
        /** Starts them, with an empty store. */
        TranscriptServer start(String database) throws Exception;
    }
}
