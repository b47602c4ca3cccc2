package org.jdbmail.core.sasl;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import org.jdbmail.core.auth.Authenticator;
import org.jdbmail.core.auth.BarredException;
import org.jdbmail.core.auth.Candidate;
import org.jdbmail.core.auth.LoginResult;
import org.jdbmail.core.auth.Peer;
import org.jdbmail.core.digest.TextDigest;
import org.jdbmail.core.directory.Account;
import org.jdbmail.core.password.Password;
import org.jdbmail.core.store.Secrets.Need;

/**
 * What stands before every login of a front: which mechanisms a client may use as things are, and what is refused before anything is
 * looked at.
 */
public final class SaslGate {
    private static final int NONCE_OCTETS = 18;

    private final Authenticator authenticator;
    private final Methods methods;
    private final boolean passwordsNeedTls;
    private final Predicate<InetAddress> plaintext;
    private final SecureRandom random = new SecureRandom();

    /**
     * By what one can log in.
     *
     * @param hostname our own name
     * @param offer which mechanisms are shown
     * @param certificates whose a client's certificate is
     * @param tokens whose an access token is; empty where there are none
     */
    public record Methods(
            String hostname, MechanismOffer offer, CertificateUsers certificates, Optional<TokenCheck> tokens) {}

    /**
     * @param passwordsNeedTls whether a password is refused in the clear, where TLS is offered
     * @param plaintext networks from which one is taken all the same
     */
    public SaslGate(
            Authenticator authenticator, Methods methods, boolean passwordsNeedTls, Predicate<InetAddress> plaintext) {
        this.authenticator = authenticator;
        this.methods = methods;
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

    /** Whether a peer is believed when it tells whose client it is. */
    public boolean believes(Peer peer) {
        return authenticator.isTrusted(peer.source().getAddress());
    }

    /**
     * The client behind a peer that tells the address of its own, as a webmail does; empty where that peer is not to be believed.
     *
     * @param address as it was told
     * @param port as it was told; 0 where it was not
     */
    public Optional<Peer> behind(Peer peer, String address, int port) {
        if (!believes(peer)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Peer(
                    peer.service(),
                    new InetSocketAddress(InetAddress.ofLiteral(address), port),
                    peer.target(),
                    // What is said between the two of us is as private as it was.
                    peer.isPrivate() || takesPasswords(peer),
                    peer.canBePrivate(),
                    peer.bindings(),
                    peer.certificate()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The mechanisms that a client is shown as things are. */
    public List<Mechanism> mechanisms(Peer peer) {
        return Arrays.stream(Mechanism.values())
                .filter(methods.offer()::shows)
                .filter(mechanism -> isOpen(mechanism, peer))
                .toList();
    }

    private boolean isOpen(Mechanism mechanism, Peer peer) {
        return switch (mechanism.kind()) {
            case PASSWORD -> takesPasswords(peer);
            case SECRET -> true;
            case BOUND -> !peer.bindings().names().isEmpty();
            case CERTIFICATE ->
                peer.certificate().isPresent() && methods.certificates().isUsed();
            case TOKEN -> methods.tokens().isPresent() && takesPasswords(peer);
        };
    }

    /** Begins an exchange; empty for a mechanism that is not known, or not open to that client now. */
    public Optional<SaslExchange> begin(String name, Peer peer) {
        return Mechanism.ofName(name)
                .filter(mechanism -> methods.offer().allows(mechanism) && isOpen(mechanism, peer))
                .map(mechanism -> exchange(mechanism, peer));
    }

    private SaslExchange exchange(Mechanism mechanism, Peer peer) {
        return switch (mechanism) {
            case PLAIN -> new PlainExchange(authenticator, peer);
            case LOGIN -> new LoginExchange(authenticator, peer);
            case CRAM_MD5 -> new CramExchange(authenticator, peer, challenge());
            case DIGEST_MD5 -> new DigestExchange(authenticator, peer, methods.hostname(), nonce());
            case SCRAM_SHA_1, SCRAM_SHA_256, SCRAM_SHA_512, SCRAM_SHA_1_PLUS, SCRAM_SHA_256_PLUS, SCRAM_SHA_512_PLUS ->
                new ScramExchange(
                        authenticator,
                        peer,
                        mechanism,
                        mechanisms(peer).stream().anyMatch(Mechanism::isBound),
                        nonce());
            case EXTERNAL -> new ExternalExchange(authenticator, peer, methods.certificates());
            case OAUTHBEARER ->
                new TokenExchange(authenticator, peer, methods.tokens().orElseThrow(), false);
            case XOAUTH2 ->
                new TokenExchange(authenticator, peer, methods.tokens().orElseThrow(), true);
        };
    }

    /** What no client was told before, as CRAM-MD5 (RFC 2195 §2) and APOP (RFC 1939 §7) want it. */
    public String challenge() {
        return "<" + nonce() + "@" + methods.hostname() + ">";
    }

    /** Letters, digits and what is fit for a message-id. */
    private String nonce() {
        byte[] octets = new byte[NONCE_OCTETS];
        random.nextBytes(octets);
        return Base64.getUrlEncoder().encodeToString(octets);
    }

    /** Whether APOP can work: whether the passwords themselves are stored. */
    public boolean offersApop() {
        return methods.offer().allows(Mechanism.CRAM_MD5) && methods.offer().isMet(Need.PLAINTEXT);
    }

    /** APOP (RFC 1939 §7): a digest of what the greeting told, and the password; see {@link Authenticator#login}. */
    public LoginResult apop(String name, String challenge, String digest, Peer peer) {
        try {
            Candidate candidate = authenticator.candidate(name, peer);
            Optional<byte[]> password = candidate.account().flatMap(Account::plaintext);
            byte[] secret = password.orElse(new byte[0]);
            byte[] greeting = challenge.getBytes(US_ASCII);
            byte[] all = Arrays.copyOf(greeting, greeting.length + secret.length);
            System.arraycopy(secret, 0, all, greeting.length, secret.length);
            boolean isRight = MessageDigest.isEqual(
                    HexFormat.of().formatHex(TextDigest.MD5.digest(all)).getBytes(US_ASCII),
                    digest.toLowerCase(Locale.ROOT).getBytes(US_ASCII));
            return authenticator.decide(candidate, "", isRight && password.isPresent(), null);
        } catch (BarredException barred) {
            return barred.answer();
        }
    }

    /** A name and a password that were said without a mechanism, where {@link #takesPasswords}; see {@link Authenticator#login}. */
    public LoginResult login(String name, Password password, Peer peer) {
        return authenticator.login(name, "", password, peer);
    }

    /** Ends a session, once; see {@link Authenticator#closed}. */
    public void closed(LoginResult.Accepted login, long octetsReceived, long octetsSent) {
        authenticator.closed(login, octetsReceived, octetsSent);
    }
}
