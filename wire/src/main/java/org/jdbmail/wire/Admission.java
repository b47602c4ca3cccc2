package org.jdbmail.wire;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Counts a listener's connections, all together and for each peer, and says when there are too many. */
final class Admission {
    private final int maxTotal;
    private final int maxPerAddress;
    private final AtomicInteger total = new AtomicInteger();
    private final ConcurrentHashMap<InetAddress, Integer> perAddress = new ConcurrentHashMap<>();

    Admission(int maxTotal, int maxPerAddress) {
        this.maxTotal = maxTotal;
        this.maxPerAddress = maxPerAddress;
    }

    /** One more connection; false if that is one too many, and it is not counted. */
    boolean enter() {
        if (total.incrementAndGet() > maxTotal) {
            total.decrementAndGet();
            return false;
        }
        return true;
    }

    /** The connection is over. */
    void leave() {
        total.decrementAndGet();
    }

    /** One more connection of this peer; false if that is one too many, and it is not counted. */
    boolean enter(SocketAddress peer) {
        InetAddress key = key(peer);
        if (key == null) {
            return true;
        }
        boolean[] entered = new boolean[1];
        perAddress.compute(key, (k, n) -> {
            int now = n == null ? 0 : n;
            entered[0] = now < maxPerAddress;
            return entered[0] ? Integer.valueOf(now + 1) : n;
        });
        return entered[0];
    }

    /** The peer's connection is over. */
    void leave(SocketAddress peer) {
        InetAddress key = key(peer);
        if (key != null) {
            perAddress.computeIfPresent(key, (k, n) -> n <= 1 ? null : Integer.valueOf(n - 1));
        }
    }

    int total() {
        return total.get();
    }

    /** An IPv4 address, or the /64 of an IPv6 one, which is what one customer has; null for a Unix socket's peer. */
    private static @Nullable InetAddress key(SocketAddress peer) {
        if (!(peer instanceof InetSocketAddress inet) || inet.getAddress() == null) {
            return null;
        }
        InetAddress address = inet.getAddress();
        if (!(address instanceof Inet6Address)) {
            return address;
        }
        byte[] bytes = address.getAddress();
        Arrays.fill(bytes, 8, 16, (byte) 0);
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new AssertionError("16 bytes are an address", e);
        }
    }
}
