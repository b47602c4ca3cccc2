package org.jdbmail.bench;

import java.net.http.HttpClient;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.store.Store;
import org.jdbmail.testkit.database.TestDatabase;

/** A mixed load for a while: of each kind of visit one or some at a time, one after another, each a session of its own. */
final class SoakLoad {
    /** Between two visits of one thread. */
    private static final long PAUSE_NANOS = 20_000_000;

    private static final long BETWEEN_UPKEEP_NANOS = 2_000_000_000L;

    /** What is told of them at most. */
    private static final int TROUBLES = 20;

    private final Contestant.Ports ports;
    private final Store store;
    private final long seed;
    private final Map<String, Integer> visits = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<String> troubles = new ConcurrentLinkedQueue<>();

    /**
     * @param store for an administrator's upkeep beside the server
     * @param seed what is drawn by it is the same again, but not how visits come between each other
     */
    SoakLoad(Contestant.Ports ports, Store store, long seed) {
        this.ports = ports;
        this.store = store;
        this.seed = seed;
    }

    /** Gives the accounts addresses. */
    static void prepare(TestDatabase database) throws SQLException {
        for (int i = 1; i <= SoakVisits.ACCOUNTS; i++) {
            database.execute(
                    "INSERT INTO dbmail_aliases (alias, deliver_to, client_idnr) SELECT '" + SoakVisits.address(i)
                            + "', user_idnr, 0 FROM dbmail_users WHERE userid = '" + Accounts.name(i) + "'");
        }
    }

    /** What one session does. */
    private interface Visit {
        void make(RandomGenerator random) throws Exception;
    }

    /** Keeps all of it up for so long, and returns when the last visit has ended. */
    void run(Duration time) throws InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        try (HttpClient http = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NEVER)
                .build()) {
            SoakVisits made = new SoakVisits(ports, http, seed);
            Map<String, Visit> kinds = new LinkedHashMap<>();
            kinds.put("LMTP", made::deliver);
            kinds.put("LMTP, too", made::deliver);
            kinds.put("IMAP", made::work);
            kinds.put("IMAP, too", made::work);
            kinds.put("IMAP, compressed", made::compress);
            kinds.put("IDLE", made::idle);
            kinds.put("POP3", made::fetch);
            kinds.put("submission", made::submit);
            kinds.put("ManageSieve", made::script);
            kinds.put("HTTP", made::browse);
            kinds.put("strangers", made::annoy);
            List<Thread> threads = new ArrayList<>();
            kinds.forEach((kind, visit) -> threads.add(Thread.ofPlatform().start(() -> visit(kind, visit, end))));
            threads.add(Thread.ofPlatform().start(() -> keepUp(end)));
            for (Thread thread : threads) {
                thread.join();
            }
        }
    }

    private void visit(String kind, Visit visit, long end) {
        RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
        while (System.nanoTime() < end) {
            try {
                visit.make(random);
                visits.merge(kind, 1, Integer::sum);
            } catch (Exception e) { // whatever it was, it is told, and the load goes on
                trouble(kind + ": " + e);
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private void trouble(String what) {
        if (troubles.size() < TROUBLES) {
            troubles.add(what);
        }
    }

    /** What a program of the administrator does beside the servers: tombstones go, and what no message has any more. */
    private void keepUp(long end) {
        try {
            while (System.nanoTime() < end) {
                for (var check : SoakVisits.UPKEEP) {
                    store.maintenance().mend(check, 500, rows -> {});
                }
                visits.merge("upkeep", 1, Integer::sum);
                LockSupport.parkNanos(Math.min(BETWEEN_UPKEEP_NANOS, Math.max(1, end - System.nanoTime())));
            }
        } catch (Refusal e) {
            trouble("upkeep: " + e);
        }
    }

    /** How many visits of each kind there were. */
    Map<String, Integer> visits() {
        return new TreeMap<>(visits);
    }

    /** Answers that should have been others. */
    List<String> troubles() {
        return List.copyOf(troubles);
    }
}
