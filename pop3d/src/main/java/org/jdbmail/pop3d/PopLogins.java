package org.jdbmail.pop3d;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jdbmail.core.auth.ChannelBindings;
import org.jdbmail.core.auth.Login;
import org.jdbmail.core.auth.Peer;
import org.jdbmail.core.password.Password;
import org.jdbmail.core.sasl.Mechanism;
import org.jdbmail.core.sasl.SaslDialogue;
import org.jdbmail.core.sasl.SaslExchange;
import org.jdbmail.core.sasl.SaslGate;
import org.jdbmail.pop3d.proto.PopCommand;
import org.jdbmail.wire.Connection;
import org.jdbmail.wire.transport.WireException;
import org.jspecify.annotations.Nullable;

/** The ways to log in: USER and PASS, APOP, AUTH; and how often it may be tried. */
final class PopLogins {
    /** RFC 5034 §4: a response may be up to 12,288 octets long. */
    private static final int MAX_RESPONSE = 12_288;

    private static final int MAX_SKIPPED = 1 << 20;

    private final Connection connection;
    private final PopOptions settings;
    private final PopReplies replies;
    private final SaslGate logins;
    private final LoginDelays delays;
    private final Entry entry;
    private final String challenge;
    private @Nullable String name;
    private int failedLogins;

    /** One for all exchanges of a TLS connection, since some data are good for one only. */
    private @Nullable ChannelBindings bindings;

    /** Where a login leads. */
    interface Entry {
        /** Lets the user in, and answers. */
        void enter(Login.Accepted login) throws IOException;

        /** Ends the connection. */
        void end();
    }

    PopLogins(
            Connection connection,
            PopOptions settings,
            PopReplies replies,
            SaslGate logins,
            LoginDelays delays,
            Entry entry) {
        this.connection = connection;
        this.settings = settings;
        this.replies = replies;
        this.logins = logins;
        this.delays = delays;
        this.entry = entry;
        this.challenge = logins.offersApop() ? logins.challenge() : "";
    }

    /** For the greeting; empty where APOP can't be used. */
    String challenge() {
        return challenge;
    }

    /** Whether passwords may be said as things are. */
    boolean takesPasswords() {
        return logins.takesPasswords(peer());
    }

    /** What was said in the clear counts for nothing once TLS has begun. */
    void forget() {
        name = null;
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
        login(user, Password.of(secret));
    }

    // RFC 1939 §7. It does not tell the password, so that it is not refused in the clear.
    void apop(String user, String digest) throws IOException {
        name = null;
        if (challenge.isEmpty()) {
            say(replies.mistake("APOP is not offered"));
            return;
        }
        answer(logins.apop(user, challenge, digest, peer()));
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
        Optional<SaslExchange> exchange = logins.begin(auth.mechanism(), peer());
        if (exchange.isEmpty()) {
            boolean isKnown = Mechanism.ofName(auth.mechanism()).isPresent();
            if (!isKnown || !passwordsWait()) {
                say(replies.mistake("this mechanism is not known"));
            }
            return;
        }
        switch (SaslDialogue.run(exchange.get(), auth.initial(), this::challenge)) {
            case SaslExchange.Finished(Login login) -> answer(login);
            case SaslExchange.Broken(String text) -> say(replies.mistake(text));
            case SaslExchange.Challenge challenge -> throw new IllegalStateException("a dialogue goes to its end");
        }
    }

    private byte @Nullable [] challenge(String challenge) throws IOException {
        connection.out().writeAscii("+ " + challenge + "\r\n");
        try {
            return connection.in().readLine(MAX_RESPONSE);
        } catch (WireException.LineTooLong e) {
            connection.in().skipLine(MAX_SKIPPED);
            return null;
        }
    }

    List<String> mechanisms() {
        return logins.mechanisms(peer()).stream().map(Mechanism::saslName).toList();
    }

    private Peer peer() {
        ChannelBindings known = bindings;
        if (known == null && connection.isTls()) {
            known = new ChannelBindings(connection::channelBinding);
            bindings = known;
        }
        return Peers.of(connection, known == null ? ChannelBindings.none() : known);
    }

    private void login(String user, Password password) throws IOException {
        Login login;
        try {
            login = logins.login(user, password, peer());
        } finally {
            password.wipe();
        }
        answer(login);
    }

    private void answer(Login login) throws IOException {
        switch (login) {
            case Login.Accepted accepted -> {
                if (delays.isTooEarly(accepted.user().id())) {
                    logins.closed(accepted, connection.bytesRead(), connection.bytesWritten());
                    say(replies.tooEarly(settings.loginDelay()));
                } else {
                    entry.enter(accepted);
                }
            }
            case Login.Denied() -> {
                say(replies.denied());
                failed();
            }
            case Login.NotAuthorized() -> {
                say(replies.notAuthorized());
                failed();
            }
            case Login.Barred(Duration remaining) -> {
                say(replies.barred(remaining));
                entry.end();
            }
        }
    }

    private void failed() throws IOException {
        if (++failedLogins >= settings.mistakes().failedLogins()) {
            say(replies.tooManyErrors());
            entry.end();
        }
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
}
