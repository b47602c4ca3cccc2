package org.jdbmail.wire;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jdbmail.wire.transport.WireException;

/** What the tests share: a server on a free port, an echo, and waiting for something with a deadline. */
final class Servers {
    private Servers() {}

    static ListenerConfig loopback(String name) {
        return ListenerConfig.tcp(name, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .withTimeouts(Duration.ofSeconds(15), Duration.ofSeconds(15));
    }

    /** Answers each line with itself until the peer is done. */
    static void echo(Connection c) throws WireException {
        try {
            while (true) {
                c.out().write(c.in().readLine(1000), "\r\n".getBytes(StandardCharsets.US_ASCII));
            }
        } catch (WireException.EndOfInput e) {
            c.out().flush();
        }
    }

    static boolean eventually(BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            LockSupport.parkNanos(2_000_000);
        }
        return true;
    }
}
