package org.jdbmail.wire.tls;

/**
 * What TLS agreed on.
 *
 * @param protocol as Java names it, e.g. {@code TLSv1.3}
 * @param cipher the cipher suite's IANA name
 */
public record TlsInfo(String protocol, String cipher) {}
