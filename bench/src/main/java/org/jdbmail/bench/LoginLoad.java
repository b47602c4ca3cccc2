package org.jdbmail.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Logs in by IMAP and out again, on a connection of its own each time, sixteen at once. */
final class LoginLoad {
    private static final int AT_ONCE = 16;

    private LoginLoad() {}

    /** Logins in a second where no account logs in twice, so that every password has to be computed. */
    static double once(int port) throws IOException, InterruptedException {
        AtomicInteger next = new AtomicInteger();
        long begin = System.nanoTime();
        inParallel(() -> {
            for (int number = next.incrementAndGet(); number <= Accounts.SLOW; number = next.incrementAndGet()) {
                inAndOut(port, number);
            }
            return null;
        });
        return Accounts.SLOW * 1e9 / (System.nanoTime() - begin);
    }

    /** Logins in a second of accounts that have logged in before. */
    static double again(int port, Duration time) throws IOException, InterruptedException {
        AtomicInteger count = new AtomicInteger();
        long begin = System.nanoTime();
        long end = begin + time.toNanos();
        inParallel(() -> {
            while (System.nanoTime() < end) {
                inAndOut(port, 1 + count.incrementAndGet() % Accounts.SLOW);
            }
            return null;
        });
        return count.get() * 1e9 / (System.nanoTime() - begin);
    }

    private static void inAndOut(int port, int number) throws IOException {
        try (RawImap imap = new RawImap(port, Accounts.slow(number))) {
            imap.command("LOGOUT");
        }
    }

    private static void inParallel(Callable<Object> part) throws IOException, InterruptedException {
        try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
            List<Future<Object>> all = new ArrayList<>();
            for (int i = 0; i < AT_ONCE; i++) {
                all.add(threads.submit(part));
            }
            for (Future<Object> each : all) {
                each.get();
            }
        } catch (ExecutionException e) {
            throw new IOException("a login failed", e.getCause());
        }
    }
}
