package org.jdbmail.core.sasl;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import org.jdbmail.core.auth.Authenticator;
import org.jdbmail.core.auth.BarredException;
import org.jdbmail.core.auth.Candidate;
import org.jdbmail.core.auth.Peer;
import org.jdbmail.core.directory.Account;
import org.jdbmail.core.password.CramMd5Key;
import org.jspecify.annotations.Nullable;

/** CRAM-MD5 (RFC 2195): a challenge, and in answer the name and HMAC-MD5 of the challenge, keyed by the password. */
final class CramExchange implements SaslExchange {
    private static final int DIGITS = 32;

    private final Authenticator authenticator;
    private final Peer peer;
    private final byte[] challenge;
    private boolean isSent;

    /** @param challenge never given before: {@code <…@host>} */
    CramExchange(Authenticator authenticator, Peer peer, String challenge) {
        this.authenticator = authenticator;
        this.peer = peer;
        this.challenge = challenge.getBytes(US_ASCII);
    }

    @Override
    public Step next(byte @Nullable [] response) {
        if (!isSent) {
            isSent = true;
            // The server speaks first (RFC 4422 §5).
            return response == null ? Challenge.of(challenge) : new Broken("CRAM-MD5 has no initial response");
        }
        Optional<String> text = response == null ? Optional.empty() : SaslText.utf8(response);
        int blank = text.map(said -> said.lastIndexOf(' ')).orElse(-1);
        if (blank < 1 || !text.get().substring(blank + 1).matches("[0-9A-Fa-f]{" + DIGITS + "}")) {
            return new Broken("Not a CRAM-MD5 response");
        }
        String name = text.get().substring(0, blank);
        byte[] digest = HexFormat.of().parseHex(text.get().substring(blank + 1).toLowerCase(Locale.ROOT));
        try {
            Candidate candidate = authenticator.candidate(name, peer);
            // Where there is no account, as much is computed.
            CramMd5Key key = candidate.account().flatMap(Account::cramMd5).orElseGet(() -> CramMd5Key.of(challenge));
            boolean isRight = MessageDigest.isEqual(key.hmac(challenge), digest);
            boolean hasKey = candidate.account().flatMap(Account::cramMd5).isPresent();
            return new Finished(authenticator.decide(candidate, "", isRight && hasKey, null));
        } catch (BarredException barred) {
            return new Finished(barred.answer());
        }
    }
}
