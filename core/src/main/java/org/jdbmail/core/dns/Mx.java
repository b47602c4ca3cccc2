package org.jdbmail.core.dns;

/**
 * A server that takes mail for a domain (RFC 5321 §5.1).
 *
 * @param preference lower ones are tried first
 * @param host its name, without a dot at the end; empty for none (RFC 7505)
 */
public record Mx(int preference, String host) {}
