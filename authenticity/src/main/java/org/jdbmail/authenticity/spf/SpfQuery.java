package org.jdbmail.authenticity.spf;

import java.net.InetAddress;

/**
 * Who sends.
 *
 * @param address the client's address
 * @param helo how it greeted
 * @param local what stands before the {@code @} of the sender
 * @param domain what stands behind it
 * @param receiver our own name
 */
public record SpfQuery(InetAddress address, String helo, String local, String domain, String receiver) {
    /**
     * That of a transaction.
     *
     * @param sender the sender's address; empty for none, where the greeting is asked for (RFC 7208 §2.4)
     */
    public static SpfQuery of(InetAddress address, String helo, String sender, String receiver) {
        int at = sender.lastIndexOf('@');
        return sender.isEmpty()
                ? ofHelo(address, helo, receiver)
                : new SpfQuery(
                        address,
                        helo,
                        // RFC 7208 §4.3
                        at <= 0 ? "postmaster" : sender.substring(0, at),
                        sender.substring(at + 1),
                        receiver);
    }

    /** That of a greeting (RFC 7208 §2.3). */
    public static SpfQuery ofHelo(InetAddress address, String helo, String receiver) {
        return new SpfQuery(address, helo, "postmaster", helo, receiver);
    }
}
