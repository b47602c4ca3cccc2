package org.jdbmail.core.auth;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.store.Presence;
import org.jdbmail.core.store.Store;
import org.jdbmail.core.work.Repeating;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the database every few seconds who has a session in this process, all changes in one transaction, and ends those that an
 * administrator wants to end. A process with nobody in it writes nothing.
 */
public final class Attendance implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Attendance.class);

    /** A process says so again after so long. */
    private static final Duration ALIVE = Duration.ofSeconds(20);

    /** One that has not said so for that long is gone. */
    private static final Duration GONE = Duration.ofMinutes(2);

    private final Store store;
    private final Revocations revocations;
    private final Presence.Host process;
    private final InstantSource clock;
    private final Repeating looks;

    // Guarded by this.
    private final Map<OpenLogin, Long> known = new HashMap<>();
    private long lastNumber;
    private Instant said = Instant.EPOCH;
    private boolean isClosed;

    /**
     * @param revocations knows who is there
     * @param process this one
     * @param every how soon others are to know it
     */
    public Attendance(
            Store store, Revocations revocations, Presence.Host process, Duration every, InstantSource clock) {
        this.store = store;
        this.revocations = revocations;
        this.process = process;
        this.clock = clock;
        this.looks = new Repeating("attendance", every, every, this::lookIfPossible);
    }

    /** Begins. */
    public Attendance start() {
        looks.start();
        return this;
    }

    private void lookIfPossible() {
        try {
            look();
        } catch (Refusal trouble) {
            LOG.debug("who is there can't be told: {}", trouble.text());
        }
    }

    /** Tells what has changed, and ends what is to end. */
    public synchronized void look() {
        Set<OpenLogin> open = new HashSet<>(revocations.open());
        Map<OpenLogin, Long> begun = new HashMap<>();
        long number = lastNumber;
        for (OpenLogin login : open) {
            if (!known.containsKey(login)) {
                begun.put(login, ++number);
            }
        }
        List<OpenLogin> left =
                known.keySet().stream().filter(login -> !open.contains(login)).toList();
        if (isClosed || open.isEmpty() && left.isEmpty()) {
            return;
        }
        Instant now = clock.instant();
        boolean isDue = !begun.isEmpty() || !left.isEmpty() || said.plus(ALIVE).isBefore(now);
        if (isDue) {
            List<Long> ended = left.stream().map(known::get).toList();
            store.write(tx -> {
                Map<OpenLogin, Long> noted = new HashMap<>(begun);
                if (!tx.presence().alive(process, now)) {
                    noted.putAll(known); // the others thought that this process was gone
                }
                tx.presence().begun(process.id(), rows(noted));
                tx.presence().ended(process.id(), ended);
                return tx.presence().forget(now.minus(GONE));
            });
            lastNumber = number;
            known.putAll(begun);
            left.forEach(known::remove);
            said = now;
        }
        end(Set.copyOf(store.look(tx -> tx.presence().toEnd(process.id()))));
    }

    private static List<Presence.Session> rows(Map<OpenLogin, Long> logins) {
        List<Presence.Session> rows = new ArrayList<>();
        logins.forEach((login, number) -> rows.add(new Presence.Session(
                number,
                login.userId(),
                login.entry().service(),
                login.entry().source().getAddress().getHostAddress(),
                login.entry().source().getPort(),
                login.entry().when())));
        return rows;
    }

    private void end(Set<Long> numbers) {
        known.forEach((login, number) -> {
            if (numbers.contains(number)) {
                LOG.info(
                        "a session of {} by {} ends: an administrator wants it so",
                        login.entry().name(),
                        login.entry().service());
                login.revoke();
            }
        });
    }

    /** Says that nobody is here any more. */
    @Override
    public void close() {
        looks.close();
        synchronized (this) {
            isClosed = true;
            if (said.equals(Instant.EPOCH)) {
                return;
            }
            try {
                store.write(tx -> {
                    tx.presence().gone(process.id());
                    return true;
                });
            } catch (Refusal trouble) {
                LOG.debug("that nobody is here can't be told: {}", trouble.text());
            }
        }
    }
}
