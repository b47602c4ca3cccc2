package org.jdbmail.bench;

import java.io.IOException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jdbmail.testkit.net.LineClient;

/** Waits until a server that is starting greets on all its ports. */
final class Greeting {
    private static final long LIMIT_NANOS = 240_000_000_000L;
    private static final long PAUSE_NANOS = 20_000_000;

    private Greeting() {}

    /**
     * Waits.
     *
     * @param alive whether there is still a server to wait for
     * @throws IOException when it is gone, or silent for four minutes
     */
    static void await(Contestant.Ports ports, BooleanSupplier alive) throws IOException {
        long end = System.nanoTime() + LIMIT_NANOS;
        for (int port : new int[] {ports.imap(), ports.lmtp(), ports.pop3()}) {
            while (!greets(port)) {
                if (!alive.getAsBoolean() || System.nanoTime() > end) {
                    throw new IOException("no greeting on port " + port);
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    private static boolean greets(int port) {
        try (LineClient client = LineClient.connect(port)) {
            return !client.readLine().isEmpty();
        } catch (IOException e) {
            return false;
        }
    }
}
