package org.jdbmail.core.sasl;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import org.jdbmail.core.auth.Authenticator;
import org.jdbmail.core.auth.BarredException;
import org.jdbmail.core.auth.Candidate;
import org.jdbmail.core.auth.LoginResult;
import org.jdbmail.core.auth.Peer;
import org.jdbmail.core.directory.Account;
import org.jdbmail.core.password.ScramHash;
import org.jdbmail.core.password.ScramKeys;
import org.jspecify.annotations.Nullable;

/**
 * SCRAM (RFC 5802, RFC 7677), with or without channel binding. A name that means nobody gets a salt too, always the same, and fails
 * at the proof as a wrong password does.
 */
final class ScramExchange implements SaslExchange {
    private static final int FAKE_SALT = 16;

    private final Authenticator authenticator;
    private final Peer peer;
    private final ScramHash hash;
    private final boolean isPlus;
    private final boolean plusWasOffered;
    private final String serverNonce;
    private State state = State.BEGINNING;
    private @Nullable ScramFirst first;
    private @Nullable Candidate candidate;
    private @Nullable ScramKeys keys;
    private boolean isReal;
    private String serverFirst = "";
    private byte[] binding = {};
    private @Nullable LoginResult login;

    private enum State {
        BEGINNING,
        PROVING,
        PROVED
    }

    /**
     * @param plusWasOffered whether the client was told of a mechanism with channel binding
     * @param serverNonce never given before, without a comma
     */
    ScramExchange(
            Authenticator authenticator, Peer peer, Mechanism mechanism, boolean plusWasOffered, String serverNonce) {
        this.authenticator = authenticator;
        this.peer = peer;
        this.hash = mechanism.hash();
        this.isPlus = mechanism.isBound();
        this.plusWasOffered = plusWasOffered;
        this.serverNonce = serverNonce;
    }

    @Override
    public Step next(byte @Nullable [] response) {
        if (response == null) {
            return Challenge.of(new byte[0]);
        }
        return switch (state) {
            case BEGINNING -> begin(response);
            case PROVING -> prove(response);
            case PROVED -> end(response);
        };
    }

    private Step begin(byte[] response) {
        Optional<ScramFirst> read = SaslText.utf8(response).flatMap(ScramFirst::parse);
        if (read.isEmpty()) {
            return new Broken("Not SCRAM's first message");
        }
        ScramFirst said = read.get();
        first = said;
        // RFC 5802 §6: the flag has to agree with the mechanism, and with what we offered.
        switch (said.flag()) {
            case BOUND -> {
                Optional<byte[]> data = isPlus ? peer.bindings().use(said.bindingName()) : Optional.empty();
                if (data.isEmpty()) {
                    return new Broken("No such channel binding here");
                }
                binding = data.get();
            }
            case NOT_OFFERED -> {
                if (isPlus || plusWasOffered) {
                    return new Broken("Somebody took our mechanisms with channel binding away");
                }
            }
            case NOT_SUPPORTED -> {
                if (isPlus) {
                    return new Broken("This mechanism binds to the channel");
                }
            }
        }
        try {
            Candidate found = authenticator.candidate(said.name(), peer);
            candidate = found;
            Optional<ScramKeys> real = found.account().flatMap(account -> keys(account));
            isReal = real.isPresent();
            ScramKeys used = real.orElseGet(() -> nobody(said.name()));
            keys = used;
            serverFirst = "r=" + said.nonce() + serverNonce + ",s="
                    + Base64.getEncoder().encodeToString(used.salt()) + ",i=" + used.iterations();
            state = State.PROVING;
            return Challenge.of(serverFirst.getBytes(US_ASCII));
        } catch (BarredException barred) {
            return new Finished(barred.answer());
        }
    }

    private Optional<ScramKeys> keys(Account account) {
        // Where the password itself is stored, its salt is one that stays, as other servers' do.
        return account.scram(hash)
                .or(() -> account.plaintext()
                        .map(password -> ScramKeys.of(
                                hash, password, salt(account.user().login()), ScramKeys.USUAL_ITERATIONS)));
    }

    private byte[] salt(String name) {
        byte[] mac = ScramHash.SHA_256.hmac(
                authenticator.ownSecret("scram-salt"), (hash.mechanism() + " " + lower(name)).getBytes(UTF_8));
        return Arrays.copyOf(mac, FAKE_SALT);
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private ScramKeys nobody(String name) {
        return new ScramKeys(
                hash, ScramKeys.USUAL_ITERATIONS, salt(name), new byte[hash.octets()], new byte[hash.octets()]);
    }

    // RFC 5802 §5 and §7
    private Step prove(byte[] response) {
        ScramFirst said = first;
        Candidate named = candidate;
        ScramKeys used = keys;
        Optional<ScramFinal> read = SaslText.utf8(response).flatMap(ScramFinal::parse);
        if (read.isEmpty() || said == null || named == null || used == null) {
            return new Broken("Not SCRAM's last message");
        }
        ScramFinal last = read.get();
        byte[] expected = concat(said.header().getBytes(UTF_8), binding);
        if (!last.nonce().equals(said.nonce() + serverNonce)) {
            return new Broken("The nonce is another one");
        }
        boolean isBound = MessageDigest.isEqual(last.binding(), expected);
        byte[] message = (said.bare() + "," + serverFirst + "," + last.withoutProof()).getBytes(UTF_8);
        boolean isWhole = last.proof().length == hash.octets();
        byte[] clientKey = xor(isWhole ? last.proof() : new byte[hash.octets()], hash.hmac(used.storedKey(), message));
        boolean isRight = MessageDigest.isEqual(hash.digest(clientKey), used.storedKey());
        byte[] mark = authenticator.mark(named.name(), clientKey);
        LoginResult decided =
                authenticator.decide(named.now(), said.actAs(), isReal && isBound && isWhole && isRight, mark);
        if (!(decided instanceof LoginResult.Accepted)) {
            return new Finished(decided);
        }
        login = decided;
        state = State.PROVED;
        String proof = "v=" + Base64.getEncoder().encodeToString(hash.hmac(used.serverKey(), message));
        return new Challenge(proof.getBytes(US_ASCII), true);
    }

    private Step end(byte[] response) {
        LoginResult decided = login;
        if (decided == null || response.length > 0) {
            return abandoned("There is nothing to answer to that");
        }
        login = null;
        return new Finished(decided);
    }

    @Override
    public void abandon() {
        abandoned("");
    }

    /** Whoever was let in and does not come has no session. */
    private Step abandoned(String text) {
        if (login instanceof LoginResult.Accepted accepted) {
            authenticator.closed(accepted, 0, 0);
        }
        login = null;
        return new Broken(text);
    }

    private static byte[] concat(byte[] one, byte[] other) {
        byte[] all = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, all, one.length, other.length);
        return all;
    }

    private static byte[] xor(byte[] one, byte[] other) {
        byte[] result = one.clone();
        for (int i = 0; i < result.length; i++) {
            result[i] ^= other[i];
        }
        return result;
    }
}
