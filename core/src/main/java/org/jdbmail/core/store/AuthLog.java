package org.jdbmail.core.store;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;

/** The log of logins ({@code dbmail_authlog}). */
public interface AuthLog {
    /**
     * Notes a login.
     *
     * @param service {@code imap}, {@code pop3} or {@code sieve}
     * @param failed whether it was refused
     * @return the row's id, for {@link #closed}
     */
    long opened(
            String login,
            String service,
            InetSocketAddress source,
            InetSocketAddress target,
            boolean failed,
            Instant when);

    /** Notes the end of a session and how many octets it received and sent. */
    void closed(long id, long bytesReceived, long bytesSent, Instant when);

    /** Notes that somebody logged in from there, in {@code dbmail_pbsp}, for mail servers that let such addresses send. */
    void seen(InetAddress address, Instant when);
}
