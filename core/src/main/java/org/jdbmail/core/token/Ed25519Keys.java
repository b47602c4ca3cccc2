package org.jdbmail.core.token;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.KeyType;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.JWSKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/** Finds the keys of Ed25519 (RFC 8037), which the library would verify only by another library. */
final class Ed25519Keys implements JWSKeySelector<SecurityContext> {
    /** RFC 8037 and its successor, which names the curve. */
    static final Set<JWSAlgorithm> ALGORITHMS = Set.of(JWSAlgorithm.EdDSA, JWSAlgorithm.Ed25519);

    /** RFC 8410 §4: what stands before the 32 octets of a public key. */
    private static final byte[] PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

    private static final int OCTETS = 32;

    private final JWKSource<SecurityContext> keys;
    private final JWSKeySelector<SecurityContext> others;

    /** @param others finds the keys of all other algorithms */
    Ed25519Keys(JWKSource<SecurityContext> keys, JWSKeySelector<SecurityContext> others) {
        this.keys = keys;
        this.others = others;
    }

    @Override
    public List<? extends Key> selectJWSKeys(JWSHeader header, SecurityContext context) throws KeySourceException {
        if (!ALGORITHMS.contains(header.getAlgorithm())) {
            return others.selectJWSKeys(header, context);
        }
        JWKMatcher matcher = new JWKMatcher.Builder()
                .keyType(KeyType.OKP)
                .curve(Curve.Ed25519)
                .keyID(header.getKeyID())
                .build();
        List<Key> found = new ArrayList<>();
        for (JWK key : keys.get(new JWKSelector(matcher), context)) {
            if (key instanceof OctetKeyPair pair) {
                found.add(publicKey(pair));
            }
        }
        return found;
    }

    private static PublicKey publicKey(OctetKeyPair pair) throws KeySourceException {
        byte[] octets = pair.getX().decode();
        if (octets.length != OCTETS) {
            throw new KeySourceException("a key of Ed25519 has 32 octets");
        }
        byte[] encoded = Arrays.copyOf(PREFIX, PREFIX.length + OCTETS);
        System.arraycopy(octets, 0, encoded, PREFIX.length, OCTETS);
        try {
            return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
        } catch (GeneralSecurityException e) {
            throw new KeySourceException("not a key of Ed25519", e);
        }
    }
}
