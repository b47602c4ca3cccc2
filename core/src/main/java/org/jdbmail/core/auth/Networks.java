package org.jdbmail.core.auth;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/** Which addresses are taken for one client's. */
final class Networks {
    private static final int IPV6_OCTETS = 8;

    private Networks() {}

    /** The address itself for IPv4, {@code prefix::/64} for IPv6. */
    static String of(InetAddress address) {
        if (!(address instanceof Inet6Address)) {
            return address.getHostAddress();
        }
        byte[] octets = address.getAddress();
        Arrays.fill(octets, IPV6_OCTETS, octets.length, (byte) 0);
        try {
            return InetAddress.getByAddress(octets).getHostAddress() + "/64";
        } catch (UnknownHostException e) {
            throw new IllegalStateException("sixteen octets are an address", e);
        }
    }
}
