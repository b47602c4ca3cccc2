package org.jdbmail.core.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.factories.DefaultJWSVerifierFactory;
import com.nimbusds.jose.jca.JCAContext;
import com.nimbusds.jose.proc.JWSVerifierFactory;
import com.nimbusds.jose.util.Base64URL;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Set;

/** Verifies Ed25519 (RFC 8032) by Java's own means, and leaves everything else to the library. */
final class Ed25519Verifiers implements JWSVerifierFactory {
    private final DefaultJWSVerifierFactory others = new DefaultJWSVerifierFactory();

    @Override
    public Set<JWSAlgorithm> supportedJWSAlgorithms() {
        return others.supportedJWSAlgorithms();
    }

    @Override
    public JCAContext getJCAContext() {
        return others.getJCAContext();
    }

    @Override
    public JWSVerifier createJWSVerifier(JWSHeader header, Key key) throws JOSEException {
        return Ed25519Keys.ALGORITHMS.contains(header.getAlgorithm()) && key instanceof PublicKey verifying
                ? new Verifier(verifying)
                : others.createJWSVerifier(header, key);
    }

    private record Verifier(PublicKey key) implements JWSVerifier {
        @Override
        public boolean verify(JWSHeader header, byte[] input, Base64URL signature) throws JOSEException {
            try {
                // RFC 7515 §4.1.11: what says that it must be understood is not.
                if (header.getCriticalParams() != null
                        && !header.getCriticalParams().isEmpty()) {
                    return false;
                }
                Signature check = Signature.getInstance("Ed25519");
                check.initVerify(key);
                check.update(input);
                return check.verify(signature.decode());
            } catch (GeneralSecurityException e) {
                return false; // not even of the form of one
            }
        }

        @Override
        public Set<JWSAlgorithm> supportedJWSAlgorithms() {
            return Ed25519Keys.ALGORITHMS;
        }

        @Override
        public JCAContext getJCAContext() {
            return new JCAContext();
        }
    }
}
