package org.jdbmail.core.auth;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jdbmail.core.count.Tally;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.store.Store;
import org.jdbmail.core.store.Tx;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes down what is to be known of logins ({@code dbmail_authlog}, {@code dbmail_pbsp}, {@code last_login}), all that has come
 * together in one transaction: nobody who logs in waits for it. What the database can't take is kept for a while, up to a limit;
 * what a process that is killed has not yet written is lost.
 */
public final class LoginJournal implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LoginJournal.class);
    private static final int MOST = 20_000;
    private static final int AT_ONCE = 500;
    private static final Duration GATHERED = Duration.ofMillis(200);
    private static final Duration AFTER_TROUBLE = Duration.ofSeconds(5);

    /** Something to write. */
    private sealed interface Note {}

    private record Opened(OpenLogin login) implements Note {}

    private record Closed(OpenLogin login) implements Note {}

    private record LastLogin(long userId, Instant when) implements Note {}

    private record Seen(InetAddress address, Instant when) implements Note {}

    private final Store store;
    private final boolean keepsLog;
    private final InstantSource clock;
    private final BlockingQueue<Note> notes = new LinkedBlockingQueue<>(MOST);
    private final Thread writer;
    private final Tally tally = new Tally();
    private volatile boolean isClosed;

    /** @param keepsLog whether logins and their ends are written to {@code dbmail_authlog} */
    public LoginJournal(Store store, boolean keepsLog, InstantSource clock) {
        this.store = store;
        this.keepsLog = keepsLog;
        this.clock = clock;
        this.writer = Thread.ofPlatform().daemon().name("login-journal").unstarted(this::run);
    }

    /** Begins to write. */
    public LoginJournal start() {
        writer.start();
        return this;
    }

    /** Logins by service, {@code ok} and {@code failed}. */
    public Tally tally() {
        return tally;
    }

    /** A login, right or wrong. */
    void opened(OpenLogin login) {
        tally.add(login.entry().service(), login.entry().failed() ? "failed" : "ok");
        if (keepsLog) {
            add(new Opened(login));
        }
    }

    /** The end of a session. */
    void closed(OpenLogin login, long received, long sent) {
        login.closed(new OpenLogin.Closing(received, sent, clock.instant()));
        if (keepsLog) {
            add(new Closed(login));
        }
    }

    /** Somebody is in. */
    void lastLogin(long userId) {
        add(new LastLogin(userId, clock.instant()));
    }

    /** Somebody is in from there, and may send mail from there for a while. */
    void seen(InetAddress address) {
        add(new Seen(address, clock.instant()));
    }

    private void add(Note note) {
        if (!notes.offer(note)) {
            LOG.warn("what is to be noted of logins is more than can be written: some of it is lost");
        }
    }

    private void run() {
        List<Note> batch = new ArrayList<>();
        while (!isClosed || !notes.isEmpty()) {
            try {
                if (batch.isEmpty()) {
                    batch.add(notes.take());
                    if (!isClosed) {
                        Thread.sleep(GATHERED);
                    }
                }
                notes.drainTo(batch, AT_ONCE - batch.size());
                write(batch);
                batch.clear();
            } catch (InterruptedException e) {
                // Closed: what there is, is written; nobody else interrupts this thread.
                if (!isClosed) {
                    return;
                }
            } catch (Refusal trouble) {
                LOG.warn("logins could not be noted: {}", trouble.text());
                if (isClosed || !rest()) {
                    return;
                }
            } catch (RuntimeException e) {
                // This thread is needed as long as the process lives; what it failed at would fail again.
                LOG.error("{} notes of logins are lost", batch.size(), e);
                batch.clear();
            }
        }
        if (!batch.isEmpty()) {
            writeLast(batch);
        }
    }

    private void writeLast(List<Note> batch) {
        try {
            write(batch);
        } catch (Refusal trouble) {
            LOG.warn("the last logins could not be noted: {}", trouble.text());
        }
    }

    private static boolean rest() {
        try {
            Thread.sleep(AFTER_TROUBLE);
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }

    private void write(List<Note> batch) {
        if (batch.isEmpty()) {
            return;
        }
        // The work may be run again, so ids are given out only after the commit.
        Map<OpenLogin, Long> rows = store.write(tx -> {
            Map<OpenLogin, Long> written = new HashMap<>();
            for (Note note : batch) {
                switch (note) {
                    case Opened(OpenLogin login) -> written.put(login, insert(tx, login));
                    case Closed(OpenLogin login) -> close(tx, login, written);
                    case LastLogin(long userId, Instant when) -> tx.users().setLastLogin(userId, when);
                    case Seen(InetAddress address, Instant when) -> tx.authLog().seen(address, when);
                }
            }
            return written;
        });
        rows.forEach(OpenLogin::written);
    }

    private static long insert(Tx tx, OpenLogin login) {
        OpenLogin.Entry entry = login.entry();
        return tx.authLog()
                .opened(entry.name(), entry.service(), entry.source(), entry.target(), entry.failed(), entry.when());
    }

    private static void close(Tx tx, OpenLogin login, Map<OpenLogin, Long> written) {
        Long row = written.get(login);
        if (row == null && login.row().isPresent()) {
            row = login.row().getAsLong();
        }
        if (row != null && login.closing().isPresent()) {
            OpenLogin.Closing how = login.closing().get();
            tx.authLog().closed(row, how.received(), how.sent(), how.when());
        }
    }

    /** Writes what is still to be written, for a few seconds at most, and ends. */
    @Override
    public void close() {
        isClosed = true;
        writer.interrupt();
        try {
            writer.join(Duration.ofSeconds(2));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
