package org.jdbmail.core.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import org.jdbmail.core.digest.TextDigest;
import org.jdbmail.core.store.Credential;

/**
 * Tells one stored password from another, and nothing of it.
 *
 * @param digest of its encoding
 */
record Fingerprint(ByteBuffer digest) {
    static Fingerprint of(Credential stored) {
        byte[] text = (stored.scheme() + "\0" + stored.encoded()).getBytes(UTF_8);
        return new Fingerprint(ByteBuffer.wrap(TextDigest.SHA256.digest(text)));
    }
}
