package org.jdbmail.wire.limit;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;

/**
 * A block of IP addresses, as in {@code 10.0.0.0/8}, {@code 2001:db8::/32} or {@code 127.0.0.1}.
 *
 * @param base an address of the block
 * @param prefix how many leading bits count
 */
public record Network(InetAddress base, int prefix) {
    /** Checks the prefix. */
    public Network {
        if (prefix < 0 || prefix > base.getAddress().length * 8) {
            throw new IllegalArgumentException("prefix length " + prefix + " does not fit " + base.getHostAddress());
        }
    }

    /** Whether a peer is in one of the networks; one on a Unix socket is in none. */
    public static boolean any(List<Network> networks, SocketAddress peer) {
        return peer instanceof InetSocketAddress inet
                && networks.stream().anyMatch(network -> network.contains(inet.getAddress()));
    }

    /**
     * Reads {@code address} or {@code address/prefix}. Names are not looked up.
     *
     * @throws IllegalArgumentException if it is neither
     */
    public static Network parse(String text) {
        int slash = text.indexOf('/');
        InetAddress base = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash));
        int bits = base.getAddress().length * 8;
        return new Network(base, slash < 0 ? bits : Integer.parseInt(text.substring(slash + 1)));
    }

    /** Whether the address lies in this block. */
    public boolean contains(InetAddress address) {
        byte[] a = base.getAddress();
        byte[] b = address.getAddress();
        if (a.length != b.length) {
            return false;
        }
        int whole = prefix / 8;
        for (int i = 0; i < whole; i++) {
            if (a[i] != b[i]) {
                return false;
            }
        }
        int rest = prefix % 8;
        return rest == 0 || ((a[whole] ^ b[whole]) & 0xff) >>> (8 - rest) == 0;
    }

    @Override
    public String toString() {
        return base.getHostAddress() + "/" + prefix;
    }
}
