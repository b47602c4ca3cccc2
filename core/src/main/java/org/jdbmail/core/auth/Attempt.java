package org.jdbmail.core.auth;

import java.net.InetSocketAddress;

/**
 * From where, and for what, somebody tries to log in.
 *
 * @param service as the log of logins names it: {@code imap}, {@code pop3} or {@code sieve}
 * @param source the client's address
 * @param target our own address
 */
public record Attempt(String service, InetSocketAddress source, InetSocketAddress target) {}
