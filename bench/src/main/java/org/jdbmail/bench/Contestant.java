package org.jdbmail.bench;

import java.io.IOException;
import java.util.stream.Stream;

/** A mail server that is up on the loopback address, with the accounts of {@link Accounts}, its mailboxes empty. */
interface Contestant extends AutoCloseable {
    /** What the table calls it. */
    String name();

    /** Where each protocol listens. */
    Ports ports();

    /** Its processes; for one whose mail lies in a database server, without that server's. */
    Stream<ProcessHandle> processes();

    @Override
    void close() throws IOException;

    /** The ports of a server, all on the loopback address. */
    record Ports(int imap, int lmtp, int pop3) {}
}
