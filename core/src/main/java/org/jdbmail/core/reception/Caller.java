package org.jdbmail.core.reception;

import java.net.InetAddress;
import java.util.Optional;
import org.jdbmail.core.store.User;

/**
 * Who hands mail in, as far as is known.
 *
 * @param address its address; loopback for a program on this machine that came by a Unix socket
 * @param origin whose that address is where limits are kept: itself, or an IPv6 network
 * @param name the name of its address, which leads back to it; empty where there is none, or nobody has looked
 * @param helo who it says it is; empty before it has said so
 * @param protocol how it speaks: {@code SMTP} or {@code ESMTP}, or what a peer that speaks for it tells; empty before it has greeted
 * @param isTls whether what it says is encrypted
 * @param login whom it has logged in as
 * @param fingerprint SHA-256 of the certificate that it has shown and that was checked, in hexadecimal digits; empty for none
 */
public record Caller(
        InetAddress address,
        String origin,
        String name,
        String helo,
        String protocol,
        boolean isTls,
        Optional<User> login,
        String fingerprint) {
    /** Somebody of whom only that is known. */
    public static Caller of(InetAddress address, String origin) {
        return new Caller(address, origin, "", "", "", false, Optional.empty(), "");
    }
}
