package org.jdbmail.pop3d;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.jdbmail.core.auth.ChannelBindings;
import org.jdbmail.core.auth.LoginResult;
import org.jdbmail.core.auth.Peer;
import org.jdbmail.core.password.Password;
import org.jdbmail.core.sasl.LineLogin;
import org.jdbmail.core.sasl.Mechanism;
import org.jdbmail.core.sasl.SaslGate;
import org.jdbmail.pop3d.proto.PopCommand;
import org.jdbmail.wire.Connection;
import org.jdbmail.wire.transport.WireException;
import org.jspecify.annotations.Nullable;

/** The ways to log in: USER and PASS, APOP, AUTH; how often it may be tried; and whose client it is that tries (XCLIENT). */
final class PopLogins {
    /** RFC 5034 §4: a response may be up to 12,288 octets long. */
    private static final int MAX_RESPONSE = 12_288;

    private static final int MAX_SKIPPED = 1 << 20;

    private final Connection connection;
    private final PopOptions settings;
    private final PopReplies replies;
    private final SaslGate gate;
    private final LoginDelays delays;
    private final Entry entry;
    private final LineLogin login;
    private final String challenge;

    /** One for all exchanges of a TLS connection, since some data are good for one only. */
    private final ChannelBindings bindings;

    private @Nullable String name;
    private @Nullable InetSocketAddress behind;

    /** Where a login leads. */
    interface Entry {
        /** Lets the user in, and answers. */
        void enter(LoginResult.Accepted login) throws IOException;

        /** Ends the connection. */
        void end();
    }

    PopLogins(
            Connection connection,
            PopOptions settings,
            PopReplies replies,
            SaslGate gate,
            LoginDelays delays,
            Entry entry) {
        this.connection = connection;
        this.settings = settings;
        this.replies = replies;
        this.gate = gate;
        this.delays = delays;
        this.entry = entry;
        this.bindings = new ChannelBindings(connection::channelBinding);
        this.challenge = gate.offersApop() ? gate.challenge() : "";
        this.login = new LineLogin(gate, new Words(), settings.mistakes().failedLogins());
    }

    /** For the greeting; empty where APOP can't be used. */
    String challenge() {
        return challenge;
    }

    /** Whether passwords may be said as things are. */
    boolean takesPasswords() {
        return gate.takesPasswords(peer());
    }

    /** Whether the client may tell whose client it is itself. */
    boolean takesXclient() {
        return gate.believes(atTheSocket());
    }

    /** What was said in the clear counts for nothing once TLS has begun. */
    void forget() {
        name = null;
    }

    /** Ends the session of who is in, if anybody is. */
    void leave() {
        login.leave();
    }

    // Dovecot's command, by which its proxies, and other programs that people log in through, hand the address of their
    // client on.
    void xclient(String address, int port) throws IOException {
        Optional<Peer> told = gate.behind(atTheSocket(), address, port);
        if (told.isPresent()) {
            behind = told.get().source();
            name = null;
            say(replies.ok("updated"));
        } else {
            say(replies.mistake(takesXclient() ? "address not understood" : "you may not tell that"));
        }
    }

    void user(String user) throws IOException {
        if (passwordsWait()) {
            return;
        }
        // RFC 1939 §7: whether there is such an account is not told.
        name = user;
        say(replies.ok("password, please"));
    }

    void pass(byte[] secret) throws IOException {
        String user = name;
        name = null;
        if (passwordsWait()) {
            return;
        }
        if (user == null) {
            say(replies.mistake("say USER first"));
            return;
        }
        Password password = Password.of(secret);
        LoginResult decided;
        try {
            decided = gate.login(user, password, peer());
        } finally {
            password.wipe();
        }
        login.settle(decided);
    }

    // RFC 1939 §7. It does not tell the password, so that it is not refused in the clear.
    void apop(String user, String digest) throws IOException {
        name = null;
        if (challenge.isEmpty()) {
            say(replies.mistake("APOP is not offered"));
            return;
        }
        login.settle(gate.apop(user, challenge, digest, peer()));
    }

    // RFC 5034 §4
    void auth(PopCommand.Auth auth) throws IOException {
        if (auth.mechanism().isEmpty()) {
            // RFC 1734 does not know this, but clients from before CAPA use it.
            say(replies.ok("mechanisms follow"));
            for (String mechanism : mechanisms()) {
                say(mechanism);
            }
            say(".");
            return;
        }
        login.authenticate(auth.mechanism(), auth.initial());
    }

    List<String> mechanisms() {
        return gate.mechanisms(peer()).stream().map(Mechanism::saslName).toList();
    }

    /** Who wants to log in: what the connection tells now, or who is behind one that is believed. */
    private Peer peer() {
        Peer peer = atTheSocket();
        InetSocketAddress told = behind;
        return told == null
                ? peer
                : gate.behind(peer, told.getAddress().getHostAddress(), told.getPort())
                        .orElse(peer);
    }

    private Peer atTheSocket() {
        return Peer.of(
                "pop3",
                connection.remoteAddress(),
                connection.localAddress(),
                new Peer.Privacy(connection.isTls(), connection.canStartTls()),
                bindings,
                connection.peerCertificates().stream().findFirst());
    }

    private boolean passwordsWait() throws IOException {
        boolean wait = !takesPasswords();
        if (wait) {
            say(replies.needsTls());
        }
        return wait;
    }

    private void say(String line) throws IOException {
        connection.out().write(PopReplies.bytes(line));
    }

    /** What is said of logins. */
    private final class Words implements LineLogin.Front {
        @Override
        public Peer peer() {
            return PopLogins.this.peer();
        }

        @Override
        public byte @Nullable [] answer(String said) throws IOException {
            connection.out().writeAscii("+ " + said + "\r\n");
            try {
                return connection.in().readLine(MAX_RESPONSE);
            } catch (WireException.LineTooLong e) {
                connection.in().skipLine(MAX_SKIPPED);
                return null;
            }
        }

        @Override
        public boolean enter(LoginResult.Accepted accepted) throws IOException {
            if (delays.isTooEarly(accepted.user().id())) {
                say(replies.tooEarly(settings.loginDelay()));
                return false;
            }
            entry.enter(accepted);
            return true;
        }

        @Override
        public void refuse(LineLogin.Refused why) throws IOException {
            say(replies.refused(why));
        }

        @Override
        public void tooManyFailures() throws IOException {
            say(replies.tooManyErrors());
        }

        @Override
        public void end() {
            entry.end();
        }

        @Override
        public LineLogin.Octets octets() {
            return new LineLogin.Octets(connection.bytesRead(), connection.bytesWritten());
        }
    }
}
