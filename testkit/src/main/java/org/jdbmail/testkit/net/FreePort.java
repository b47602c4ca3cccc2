package org.jdbmail.testkit.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/** Finds TCP ports on the loopback address that nobody listens on. */
public final class FreePort {
    // Below where systems take the ports of outgoing connections from: one of those that was free a moment ago may be
    // somebody's connection by the time that a server wants to listen there.
    private static final int LOWEST = 10_000;
    private static final int HIGHEST = 32_000;
    /** As far above a base as a port of its server may be. */
    private static final int REACH = 5_000;

    private static final int TRIES = 1_000;

    // JVMs that share the tests of a module have a part of the ports each: what one has found free no other takes.
    private static final int FORKS = Math.max(1, Integer.getInteger("jdbmail.forks", 1));
    private static final int SHARE = (HIGHEST - LOWEST) / FORKS;
    private static final int FIRST = LOWEST + (Math.max(1, Integer.getInteger("jdbmail.fork", 1)) - 1) % FORKS * SHARE;

    private FreePort() {}

    /**
     * A number such that the ports at these distances above it are free: for a server that is told one base port for all its
     * services. Taken at random, so that test runs side by side don't meet.
     *
     * @param offsets from 0 to 5,000
     */
    public static int base(int... offsets) {
        if (SHARE <= REACH) {
            throw new IllegalStateException("too many JVMs share the ports: " + FORKS);
        }
        for (int i = 0; i < TRIES; i++) {
            int base = ThreadLocalRandom.current().nextInt(FIRST, FIRST + SHARE - REACH);
            if (IntStream.of(offsets).allMatch(offset -> isFree(base + offset))) {
                return base;
            }
        }
        throw new IllegalStateException("no base port with all its ports free");
    }

    /** A base for {@code jdbmail run --base-port}: the ports of all of its services are free. */
    public static int baseOfRun() {
        return base(24, 25, 80, 110, 143, 465, 587, 993, 995, 4190);
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    /** A port that was free a moment ago; where the server can bind port 0 itself, that is better. */
    public static int next() {
        return base(0);
    }
}
