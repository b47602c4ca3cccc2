package org.jdbmail.authd;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jdbmail.authd.proto.AuthCommand;
import org.jdbmail.authd.proto.AuthReply;
import org.jdbmail.authd.proto.AuthSyntaxException;
import org.jdbmail.core.auth.ChannelBindings;
import org.jdbmail.core.auth.Peer;
import org.jdbmail.core.sasl.Mechanism;
import org.jdbmail.core.sasl.SaslExchange;
import org.jdbmail.core.sasl.SaslGate;
import org.jdbmail.wire.Connection;
import org.jdbmail.wire.Readiness;
import org.jdbmail.wire.transport.WireException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection: a client asks for as many people as it likes, several at a time, each in an exchange with a number of its own.
 * What the exchanges come to is gathered from their threads and sent by the session's.
 */
final class AuthSession {
    private static final Logger LOG = LoggerFactory.getLogger(AuthSession.class);

    /** What Dovecot allows, and more than any peer sends. */
    private static final int MAX_LINE = 16_384;

    private static final int MAJOR = 1;

    private final Connection connection;
    private final AuthOptions settings;
    private final SaslGate logins;
    private final Map<Long, Request> open = new HashMap<>();
    private final Queue<AuthReply> replies = new ConcurrentLinkedQueue<>();
    private boolean isIntroduced;

    AuthSession(Connection connection, AuthOptions settings, SaslGate logins) {
        this.connection = connection;
        this.settings = settings;
        this.logins = logins;
    }

    void run() throws IOException {
        connection.setTimeout(settings.idleTimeout());
        connection.out().write(Greeting.of(logins.mechanisms(client()), connection.id()));
        try {
            boolean goesOn = true;
            while (goesOn) {
                tell();
                goesOn = connection.in().hasLine() ? next() : await();
            }
        } catch (AuthSyntaxException | WireException.LineTooLong e) {
            LOG.warn("{} is no client of this protocol and is closed: {}", connection, e.getMessage());
        } finally {
            open.values().forEach(Request::cancel);
        }
    }

    /** Waits for a line, or for what an exchange came to; whether there may be one. */
    private boolean await() throws IOException, AuthSyntaxException {
        Readiness readiness = connection.in().await(settings.idleTimeout());
        return switch (readiness) {
            case READABLE -> next();
            case WOKEN -> true;
            case TIMEOUT -> !open.isEmpty();
            case EOF, SHUTDOWN -> false;
        };
    }

    private void tell() throws IOException {
        for (AuthReply reply = replies.poll(); reply != null; reply = replies.poll()) {
            if (!(reply instanceof AuthReply.Go)) {
                open.remove(reply.id());
            }
            connection.out().write(reply.line());
        }
    }

    private boolean next() throws IOException, AuthSyntaxException {
        AuthCommand command = AuthCommand.parse(connection.in().readLine(MAX_LINE));
        switch (command) {
            case AuthCommand.Version(int major) -> {
                if (major != MAJOR) {
                    LOG.warn("{} speaks version {} of the auth protocol, we speak {}", connection, major, MAJOR);
                    return false;
                }
            }
            case AuthCommand.Cpid cpid -> isIntroduced = true;
            case AuthCommand.Auth auth -> {
                return begin(auth);
            }
            case AuthCommand.Cont(long id, String response) -> {
                return goOn(id, response);
            }
            case AuthCommand.Cancel(long id) -> {
                Request request = open.remove(id);
                if (request != null) {
                    request.cancel();
                }
            }
            case AuthCommand.Unknown unknown -> {}
        }
        return true;
    }

    private boolean begin(AuthCommand.Auth auth) {
        if (!isIntroduced || open.containsKey(auth.id())) {
            LOG.warn("{} is closed: {} {}", connection, auth, isIntroduced ? "is there already" : "before CPID");
            return false;
        }
        if (open.size() >= settings.maxOpen()) {
            replies.add(new AuthReply.Fail(auth.id(), AuthReply.Why.NOT_NOW, "too many at a time"));
            return true;
        }
        Optional<Peer> peer = peer(auth);
        if (peer.isEmpty()) {
            LOG.warn("{} is closed: {} with what is no address", connection, auth);
            return false;
        }
        Optional<SaslExchange> exchange =
                // Nobody hands on what a mechanism is bound to, and who says so himself proves nothing.
                Mechanism.ofName(auth.mechanism())
                                .filter(known -> !known.isBound())
                                .isEmpty()
                        ? Optional.empty()
                        : logins.begin(auth.mechanism(), peer.get());
        if (exchange.isEmpty()) {
            replies.add(new AuthReply.Fail(
                    auth.id(), AuthReply.Why.CREDENTIALS, "this mechanism can't be used, or not without TLS"));
            return true;
        }
        Request request = new Request(auth.id(), exchange.get(), logins, auth.takesLast());
        open.put(auth.id(), request);
        // Exim says that there is an initial response also where there is none, and no mechanism here wants an empty
        // one.
        return step(request, auth.response().isEmpty() ? null : auth.response());
    }

    private boolean goOn(long id, String response) {
        Request request = open.get(id);
        if (request == null) {
            replies.add(new AuthReply.Fail(id, AuthReply.Why.CREDENTIALS, "there is no such exchange"));
            return true;
        }
        return step(request, response);
    }

    private boolean step(Request request, @Nullable String response) {
        return request.step(response, reply -> {
            replies.add(reply);
            connection.wake();
        });
    }

    /** Who asks: what we show him is what he may show in TLS. */
    private Peer client() {
        InetSocketAddress asks = inet(connection.remoteAddress());
        return new Peer(
                "smtp", asks, inet(connection.localAddress()), true, false, ChannelBindings.none(), Optional.empty());
    }

    /** Who wants to be let in; empty where an address is none. */
    private Optional<Peer> peer(AuthCommand.Auth auth) {
        try {
            return Optional.of(new Peer(
                    auth.service(),
                    address(auth.remote(), auth.remotePort(), connection.remoteAddress()),
                    address(auth.local(), auth.localPort(), connection.localAddress()),
                    auth.isSecured(),
                    true,
                    ChannelBindings.none(),
                    Optional.empty()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static InetSocketAddress address(Optional<String> said, int port, SocketAddress otherwise) {
        return said.map(text -> new InetSocketAddress(InetAddress.ofLiteral(text), port))
                .orElseGet(() -> inet(otherwise));
    }

    /** A Unix socket has no address; it is this machine. */
    private static InetSocketAddress inet(SocketAddress address) {
        return address instanceof InetSocketAddress inet
                ? inet
                : new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }
}
