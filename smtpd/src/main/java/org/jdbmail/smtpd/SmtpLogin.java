package org.jdbmail.smtpd;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jdbmail.core.auth.ChannelBindings;
import org.jdbmail.core.auth.LoginResult;
import org.jdbmail.core.auth.Peer;
import org.jdbmail.core.sasl.Mechanism;
import org.jdbmail.core.sasl.SaslDialogue;
import org.jdbmail.core.sasl.SaslExchange;
import org.jdbmail.core.sasl.SaslGate;
import org.jdbmail.core.smtp.SmtpCommand;
import org.jdbmail.core.smtp.SmtpReply;
import org.jdbmail.core.store.User;
import org.jdbmail.wire.Connection;
import org.jdbmail.wire.transport.WireException;
import org.jspecify.annotations.Nullable;

/** The login of a connection (RFC 4954): what is offered, the exchange, and whom it let in. */
final class SmtpLogin implements AutoCloseable {
    /** RFC 4954 §4.3: 12,288 octets of base64. */
    private static final int MAX_RESPONSE = 12_288;

    private static final int MAX_SKIPPED = 1 << 20;

    private final Connection connection;
    private final Optional<SaslGate> gate;
    private final SmtpReplies replies;
    private @Nullable ChannelBindings bindings;
    private LoginResult.@Nullable Accepted accepted;

    SmtpLogin(Connection connection, Optional<SaslGate> gate, SmtpReplies replies) {
        this.connection = connection;
        this.gate = gate;
        this.replies = replies;
    }

    /** The mechanisms that may be used as things are; none once somebody has logged in. */
    List<String> mechanisms() {
        return accepted != null
                ? List.of()
                : gate.map(one -> one.mechanisms(peer()).stream()
                                .map(Mechanism::saslName)
                                .toList())
                        .orElse(List.of());
    }

    /** Whom it let in. */
    Optional<User> user() {
        LoginResult.Accepted known = accepted;
        return known == null ? Optional.empty() : Optional.of(known.user());
    }

    /** Carries the exchange through; the reply that ends it. */
    SmtpReply run(SmtpCommand.Auth command) throws IOException {
        SaslGate open = gate.orElseThrow();
        // RFC 4954 §4: once only.
        if (accepted != null) {
            return replies.sequence("you have logged in");
        }
        Optional<SaslExchange> exchange = open.begin(command.mechanism(), peer());
        if (exchange.isEmpty()) {
            boolean waits = Mechanism.ofName(command.mechanism()).isPresent() && !open.takesPasswords(peer());
            return waits ? replies.tlsFirst() : replies.noMechanism();
        }
        return switch (SaslDialogue.run(exchange.get(), command.initial(), this::challenge)) {
            case SaslExchange.Finished(LoginResult login) -> answer(open, login);
            case SaslExchange.Broken(String text) -> replies.broken(text);
            case SaslExchange.Challenge challenge -> throw new IllegalStateException("a dialogue goes to its end");
        };
    }

    private SmtpReply answer(SaslGate open, LoginResult login) {
        return switch (login) {
            case LoginResult.Accepted known -> {
                if (!connection.authenticated()) {
                    open.closed(known, connection.bytesRead(), connection.bytesWritten());
                    yield replies.tooManySessions();
                }
                accepted = known;
                known.open().whenRevoked(connection::abort);
                yield replies.authenticated();
            }
            case LoginResult.Denied() -> replies.denied();
            case LoginResult.NotAuthorized() -> replies.notAuthorized();
            case LoginResult.Barred(Duration remaining) -> replies.barred(remaining);
        };
    }

    private byte @Nullable [] challenge(String base64) throws IOException {
        connection.out().write(replies.challenge(base64).bytes());
        try {
            return connection.in().readLine(MAX_RESPONSE);
        } catch (WireException.LineTooLong e) {
            connection.in().skipLine(MAX_SKIPPED);
            return null;
        }
    }

    private Peer peer() {
        ChannelBindings known = bindings;
        if (known == null && connection.isTls()) {
            known = new ChannelBindings(connection::channelBinding);
            bindings = known;
        }
        return new Peer(
                "smtp",
                inet(connection.remoteAddress()),
                inet(connection.localAddress()),
                connection.isTls(),
                connection.canStartTls(),
                known == null ? ChannelBindings.none() : known,
                connection.peerCertificates().stream().findFirst());
    }

    /** A Unix socket has no address; it is this machine. */
    private static InetSocketAddress inet(SocketAddress address) {
        return address instanceof InetSocketAddress inet
                ? inet
                : new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    /** The session is over. */
    @Override
    public void close() {
        LoginResult.Accepted known = accepted;
        accepted = null;
        if (known != null) {
            gate.orElseThrow().closed(known, connection.bytesRead(), connection.bytesWritten());
        }
    }
}
