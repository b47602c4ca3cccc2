package org.jdbmail.core.sasl;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jdbmail.core.auth.Authenticator;
import org.jdbmail.core.auth.Login;
import org.jdbmail.core.auth.Peer;
import org.jdbmail.core.password.Password;

/**
 * What stands before every login of a front: which mechanisms a client may use as things are, and what is refused before anything is
 * looked at.
 */
public final class SaslGate {
    private final Authenticator authenticator;
    private final boolean passwordsNeedTls;
    private final Predicate<InetAddress> plaintext;

    /**
     * @param passwordsNeedTls whether a password is refused in the clear, where TLS is offered
     * @param plaintext networks from which one is taken all the same
     */
    public SaslGate(Authenticator authenticator, boolean passwordsNeedTls, Predicate<InetAddress> plaintext) {
        this.authenticator = authenticator;
        this.passwordsNeedTls = passwordsNeedTls;
        this.plaintext = plaintext;
    }

    /** Whether a password may be said as things are (RFC 2595 §3.2): not in the clear where that is forbidden. */
    public boolean takesPasswords(Peer peer) {
        return peer.isPrivate()
                || !passwordsNeedTls
                // Without a certificate nobody could ever log in.
                || !peer.canBePrivate()
                || plaintext.test(peer.source().getAddress());
    }

    /** The mechanisms that a client may use as things are. */
    public List<Mechanism> mechanisms(Peer peer) {
        return Arrays.stream(Mechanism.values())
                .filter(mechanism -> isOpen(mechanism, peer))
                .toList();
    }

    private boolean isOpen(Mechanism mechanism, Peer peer) {
        return !mechanism.isPlaintext() || takesPasswords(peer);
    }

    /** Begins an exchange; empty for a mechanism that is not known, or not open to that client now. */
    public Optional<SaslExchange> begin(String mechanism, Peer peer) {
        return Mechanism.ofName(mechanism).filter(known -> isOpen(known, peer)).map(known -> switch (known) {
            case PLAIN -> new PlainExchange(authenticator, peer);
            case LOGIN -> new LoginExchange(authenticator, peer);
        });
    }

    /** A name and a password that were said without a mechanism, where {@link #takesPasswords}; see {@link Authenticator#login}. */
    public Login login(String name, Password password, Peer peer) {
        return authenticator.login(name, "", password, peer);
    }

    /** Ends a session, once; see {@link Authenticator#closed}. */
    public void closed(Login.Accepted login, long octetsReceived, long octetsSent) {
        authenticator.closed(login, octetsReceived, octetsSent);
    }
}
