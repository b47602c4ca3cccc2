package org.jdbmail.core.sasl;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.jdbmail.core.auth.Authenticator;
import org.jdbmail.core.auth.BarredException;
import org.jdbmail.core.auth.Candidate;
import org.jdbmail.core.auth.LoginResult;
import org.jdbmail.core.auth.Peer;
import org.jdbmail.core.digest.TextDigest;
import org.jdbmail.core.directory.Account;
import org.jdbmail.core.password.DigestMd5Key;
import org.jspecify.annotations.Nullable;

/** DIGEST-MD5 (RFC 2831), for authentication only; historic (RFC 6331), and offered only where the administrator names it. */
final class DigestExchange implements SaslExchange {
    private static final HexFormat HEX = HexFormat.of();

    private final Authenticator authenticator;
    private final Peer peer;
    private final String realm;
    private final String nonce;
    private boolean isSent;
    private @Nullable LoginResult login;

    /**
     * @param realm our own name
     * @param nonce never given before, without a quote
     */
    DigestExchange(Authenticator authenticator, Peer peer, String realm, String nonce) {
        this.authenticator = authenticator;
        this.peer = peer;
        this.realm = realm;
        this.nonce = nonce;
    }

    @Override
    public Step next(byte @Nullable [] response) {
        LoginResult decided = login;
        if (decided != null) {
            login = null;
            return new Finished(decided);
        }
        if (!isSent) {
            isSent = true;
            // RFC 2831 §2.1.1; with an initial response it would be a subsequent authentication (§2.2), which we don't
            // remember.
            String challenge =
                    "realm=\"" + realm + "\",nonce=\"" + nonce + "\",qop=\"auth\",charset=utf-8,algorithm=md5-sess";
            return response == null
                    ? Challenge.of(challenge.getBytes(UTF_8))
                    : new Broken("DIGEST-MD5 has no initial response");
        }
        Optional<Map<String, String>> read =
                response == null ? Optional.empty() : DigestResponse.parse(new String(response, ISO_8859_1));
        return read.isEmpty() || !isOurs(read.get()) ? new Broken("Not a DIGEST-MD5 response") : check(read.get());
    }

    // RFC 2831 §2.1.2
    private boolean isOurs(Map<String, String> said) {
        return nonce.equals(said.get("nonce"))
                && "00000001".equals(said.get("nc"))
                && said.getOrDefault("qop", "auth").equals("auth")
                && said.containsKey("username")
                && said.containsKey("cnonce")
                && said.containsKey("digest-uri")
                && said.getOrDefault("response", "").matches("[0-9a-f]{32}");
    }

    private Step check(Map<String, String> said) {
        boolean isUtf8 = said.getOrDefault("charset", "").equalsIgnoreCase("utf-8");
        String user = text(said.getOrDefault("username", ""), isUtf8);
        String itsRealm = text(said.getOrDefault("realm", ""), isUtf8);
        String actAs = text(said.getOrDefault("authzid", ""), true);
        // A name without a domain belongs to the realm where that is not our own.
        String name = user.indexOf('@') < 0 && !itsRealm.isEmpty() && !itsRealm.equalsIgnoreCase(realm)
                ? user + "@" + itsRealm
                : user;
        try {
            Candidate candidate = authenticator.candidate(name, peer);
            Optional<byte[]> secret = candidate.account().flatMap(account -> secret(account, user, itsRealm));
            byte[] used = secret.orElseGet(() -> DigestMd5Key.of(user, itsRealm, new byte[0]));
            boolean isRight = MessageDigest.isEqual(
                    answer(said, used, "AUTHENTICATE:").getBytes(ISO_8859_1),
                    said.getOrDefault("response", "").getBytes(ISO_8859_1));
            LoginResult decided = authenticator.decide(candidate, actAs, isRight && secret.isPresent(), null);
            if (!(decided instanceof LoginResult.Accepted)) {
                return new Finished(decided);
            }
            login = decided;
            return new Challenge(("rspauth=" + answer(said, used, ":")).getBytes(ISO_8859_1), true);
        } catch (BarredException barred) {
            return new Finished(barred.answer());
        }
    }

    private static Optional<byte[]> secret(Account account, String user, String realm) {
        return account.plaintext()
                .map(password -> DigestMd5Key.of(user, realm, password))
                .or(account::digestMd5);
    }

    private static String text(String octets, boolean isUtf8) {
        return isUtf8 ? new String(octets.getBytes(ISO_8859_1), UTF_8) : octets;
    }

    // RFC 2831 §2.1.2.1
    private String answer(Map<String, String> said, byte[] secret, String what) {
        ByteArrayOutputStream a1 = new ByteArrayOutputStream();
        a1.writeBytes(secret);
        String tail = ":" + nonce + ":" + said.get("cnonce");
        if (said.containsKey("authzid")) {
            tail += ":" + said.get("authzid");
        }
        a1.writeBytes(tail.getBytes(ISO_8859_1));
        String ha1 = HEX.formatHex(TextDigest.MD5.digest(a1.toByteArray()));
        String ha2 = TextDigest.MD5.of((what + said.get("digest-uri")).getBytes(ISO_8859_1));
        String all = ha1 + ":" + nonce + ":" + said.get("nc") + ":" + said.get("cnonce") + ":"
                + said.getOrDefault("qop", "auth") + ":" + ha2;
        return TextDigest.MD5.of(all.getBytes(ISO_8859_1));
    }

    @Override
    public void abandon() {
        if (login instanceof LoginResult.Accepted accepted) {
            authenticator.closed(accepted, 0, 0);
        }
        login = null;
    }
}
