package org.jdbmail.wire.limit;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/** Who a peer is where limits are kept by address. */
public final class PeerOrigin {
    /** Of who has no address, such as the peer of a Unix socket: not limited by it. */
    public static final String NONE = "";

    private PeerOrigin() {}

    /** An IPv4 address, or the /64 of an IPv6 one, which is what one customer has; {@link #NONE} for a Unix socket's peer. */
    public static String of(SocketAddress peer) {
        if (!(peer instanceof InetSocketAddress inet) || inet.getAddress() == null) {
            return NONE;
        }
        InetAddress address = inet.getAddress();
        if (!(address instanceof Inet6Address)) {
            return address.getHostAddress();
        }
        byte[] bytes = address.getAddress();
        Arrays.fill(bytes, 8, 16, (byte) 0);
        try {
            return InetAddress.getByAddress(bytes).getHostAddress();
        } catch (UnknownHostException e) {
            throw new AssertionError("16 bytes are an address", e);
        }
    }
}
