package org.jdbmail.core.smtp.client;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends messages to one server. A connection that has just sent one is kept for a moment for the next. Safe for any number of threads.
 */
public final class SmtpClient implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SmtpClient.class);

    /** For how long a connection is kept that nobody uses. */
    private static final long KEPT = TimeUnit.SECONDS.toNanos(2);

    /** Messages that one connection carries at most. */
    private static final int MOST_MESSAGES = 100;

    /** As many as a destination takes messages at a time: each of them may come back for another. */
    private static final int MOST_IDLE = 20;

    /** A connection that waits for its next message. */
    private record Idle(SmtpConnection connection, int messages, long since) {}

    private final SmtpPeer peer;
    private final String hostname;
    private final Patience patience;
    private final InstantSource clock;
    private final Watchdog watchdog;
    private final boolean hasOwnWatchdog;
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Idle> idle = new ArrayDeque<>();

    /** @param hostname our own name */
    public SmtpClient(SmtpPeer peer, String hostname, Patience patience, InstantSource clock) {
        this(peer, hostname, patience, clock, new Watchdog(), true);
    }

    /** @param watchdog shared with others, and theirs to close */
    public SmtpClient(SmtpPeer peer, String hostname, Patience patience, InstantSource clock, Watchdog watchdog) {
        this(peer, hostname, patience, clock, watchdog, false);
    }

    private SmtpClient(
            SmtpPeer peer,
            String hostname,
            Patience patience,
            InstantSource clock,
            Watchdog watchdog,
            boolean hasOwnWatchdog) {
        this.peer = peer;
        this.hostname = hostname;
        this.patience = patience;
        this.clock = clock;
        this.watchdog = watchdog;
        this.hasOwnWatchdog = hasOwnWatchdog;
    }

    /** The server was reached, but it does not take mail now. */
    private static final class Unready extends IOException {
        private static final long serialVersionUID = 1L;
        private final transient SmtpAnswer answer;

        Unready(SmtpAnswer answer) {
            super(answer.text());
            this.answer = answer;
        }
    }

    /**
     * Sends a message.
     *
     * @return what came of it for each recipient, in their order; never more than what the server said: a message whose reply was lost
     *     counts as not sent, and may come twice
     */
    public List<SendResult> send(SmtpMail mail) {
        try {
            return sendIfReached(mail);
        } catch (NotReached e) {
            return all(mail, e.result());
        }
    }

    /**
     * As above.
     *
     * @throws NotReached if no conversation came about in which the message could have been named
     */
    public List<SendResult> sendIfReached(SmtpMail mail) throws NotReached {
        Idle kept = takeIdle();
        if (kept != null) {
            try {
                return send(mail, kept.connection, kept.messages);
            } catch (SmtpExchange.NotBegun e) {
                LOG.debug("{} has closed a connection that was kept", peer, e);
            } catch (IOException e) {
                return all(mail, trouble(e));
            }
        }
        SmtpConnection connection;
        try {
            connection = connect();
        } catch (Unready e) {
            SmtpAnswer answer = e.answer;
            // RFC 5321 §4.2.3: 554 in place of a greeting says that there is no mail service; that is no word on a
            // recipient.
            throw new NotReached(new SendResult.Failed(false, later(answer), peer.host(), answer.text()), true);
        } catch (NoTls e) {
            throw new NotReached(SendResult.later("4.7.5", peer + ": " + e.getMessage()), true);
        } catch (IOException e) {
            throw new NotReached(trouble(e), false);
        }
        try {
            return send(mail, connection, 0);
        } catch (SmtpExchange.NotBegun e) {
            throw new NotReached(trouble(e), true);
        } catch (IOException e) {
            return all(mail, trouble(e));
        }
    }

    /** The server has no TLS that is enough. */
    private static final class NoTls extends IOException {
        private static final long serialVersionUID = 1L;

        NoTls(String text) {
            super(text);
        }
    }

    private static String later(SmtpAnswer answer) {
        return answer.isFinal() ? "4.3.2" : answer.status();
    }

    private SendResult.Failed trouble(IOException e) {
        String what = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        return SendResult.later("4.4.2", ("talking to " + peer + ": " + what).replaceAll("\\p{Cntrl}", "?"));
    }

    private static List<SendResult> all(SmtpMail mail, SendResult result) {
        return Collections.nCopies(mail.recipients().size(), result);
    }

    private List<SendResult> send(SmtpMail mail, SmtpConnection connection, int messages) throws IOException {
        Future<?> limit = watchdog.after(patience.all(), connection);
        boolean isUsable = false;
        try {
            SmtpExchange exchange = new SmtpExchange(connection, peer, watchdog, clock);
            List<SendResult> results = exchange.send(mail);
            isUsable = exchange.isUsable();
            return results;
        } finally {
            limit.cancel(false);
            if (isUsable && messages + 1 < MOST_MESSAGES) {
                keep(new Idle(connection, messages + 1, System.nanoTime()));
            } else if (isUsable) {
                connection.quit();
            } else {
                connection.close();
            }
        }
    }

    private SmtpConnection connect() throws IOException {
        SmtpConnection connection = SmtpConnection.open(peer, patience);
        try {
            greet(connection);
            if (!connection.isSecure() && peer.tls().level() != TlsPolicy.Level.NONE && connection.offers("STARTTLS")) {
                connection = secured(connection);
            }
            if (!connection.isSecure() && peer.tls().isNeeded()) {
                throw new NoTls("TLS is required, but the server does not offer it");
            }
            SmtpPeer.Login login = peer.login();
            if (login != null) {
                logIn(connection, login);
            }
            return connection;
        } catch (IOException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    private void greet(SmtpConnection connection) throws IOException {
        SmtpAnswer greeting = connection.answer();
        if (!greeting.isDone()) {
            throw new Unready(greeting);
        }
        hello(connection);
    }

    private void hello(SmtpConnection connection) throws IOException {
        SmtpAnswer answer = connection.ask((peer.isLmtp() ? "LHLO " : "EHLO ") + hostname);
        if (answer.isDone()) {
            connection.learn(answer);
            return;
        }
        if (peer.isLmtp()) {
            throw new Unready(answer);
        }
        // RFC 5321 §3.2: a server from before 1995.
        SmtpAnswer old = connection.ask("HELO " + hostname);
        if (!old.isDone()) {
            throw new Unready(old);
        }
    }

    /** Goes on under TLS, or where that comes to nothing over a new connection without (RFC 7435). */
    private SmtpConnection secured(SmtpConnection connection) throws IOException {
        SmtpAnswer answer = connection.ask("STARTTLS");
        if (!answer.isDone()) {
            return connection;
        }
        try {
            connection.secure();
            hello(connection);
            return connection;
        } catch (SSLException e) {
            connection.close();
            if (peer.login() != null || peer.tls().isNeeded()) {
                throw new NoTls("TLS does not work: " + e.getMessage());
            }
            LOG.warn("{} offers TLS, but it does not work ({}); mail goes there without", peer, e.getMessage());
            SmtpConnection plain = SmtpConnection.open(peer, patience);
            try {
                greet(plain);
                return plain;
            } catch (IOException | RuntimeException again) {
                plain.close();
                throw again;
            }
        }
    }

    // RFC 4954
    private static void logIn(SmtpConnection connection, SmtpPeer.Login login) throws IOException {
        if (!connection.isSecure() && !connection.isLoopback()) {
            throw new IOException("the server has no TLS, and a password does not go in the clear");
        }
        List<String> mechanisms = List.of(
                connection.parameter("AUTH").toUpperCase(java.util.Locale.ROOT).split(" +"));
        SmtpAnswer answer;
        if (mechanisms.contains("PLAIN")) {
            answer = connection.ask("AUTH PLAIN " + base64('\0' + login.user() + '\0' + login.password()));
        } else if (mechanisms.contains("LOGIN")) {
            answer = connection.ask("AUTH LOGIN");
            if (answer.isIntermediate()) {
                answer = connection.ask(base64(login.user()));
            }
            if (answer.isIntermediate()) {
                answer = connection.ask(base64(login.password()));
            }
        } else {
            throw new IOException("the server offers neither AUTH PLAIN nor AUTH LOGIN");
        }
        if (!answer.isDone()) {
            throw new Unready(answer);
        }
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private @Nullable Idle takeIdle() {
        lock.lock();
        try {
            closeOld();
            return idle.pollLast();
        } finally {
            lock.unlock();
        }
    }

    private void keep(Idle one) {
        lock.lock();
        try {
            closeOld();
            if (idle.size() < MOST_IDLE) {
                idle.addLast(one);
                return;
            }
        } finally {
            lock.unlock();
        }
        one.connection.quit();
    }

    private void closeOld() {
        while (!idle.isEmpty() && System.nanoTime() - idle.getFirst().since > KEPT) {
            idle.removeFirst().connection.quit();
        }
    }

    /** Ends the connections that wait for another message. */
    public void closeIdle() {
        lock.lock();
        try {
            idle.forEach(each -> each.connection.quit());
            idle.clear();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        closeIdle();
        if (hasOwnWatchdog) {
            watchdog.close();
        }
    }
}
