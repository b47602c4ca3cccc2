package org.jdbmail.core.password;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.bouncycastle.crypto.digests.MD5Digest;
import org.jdbmail.core.digest.TextDigest;

/** HMAC-MD5 after its key: what Dovecot's {@code {CRAM-MD5}} holds in 64 hexadecimal digits, the outer state and the inner. */
public final class CramMd5Key {
    private static final int BLOCK = 64;
    private static final int STATE = 16;

    /** The outer state and the inner: four words each, the lowest octet first. */
    private final byte[] states;

    private CramMd5Key(byte[] states) {
        this.states = states;
    }

    /** That of a password. */
    public static CramMd5Key of(byte[] password) {
        byte[] key = Arrays.copyOf(password.length > BLOCK ? TextDigest.MD5.digest(password) : password, BLOCK);
        ByteBuffer states = ByteBuffer.allocate(2 * STATE).order(ByteOrder.LITTLE_ENDIAN);
        for (int pad : new int[] {0x5c, 0x36}) {
            byte[] block = key.clone();
            for (int i = 0; i < BLOCK; i++) {
                block[i] ^= (byte) pad;
            }
            MD5Digest digest = new MD5Digest();
            digest.update(block, 0, BLOCK);
            // Behind what is not yet hashed, which is nothing, and the count of octets stand the four words.
            ByteBuffer words = ByteBuffer.wrap(digest.getEncodedState(), STATE, STATE);
            for (int i = 0; i < 4; i++) {
                states.putInt(words.getInt());
            }
            Arrays.fill(block, (byte) 0);
        }
        Arrays.fill(key, (byte) 0);
        return new CramMd5Key(states.array());
    }

    /** Reads the stored form. */
    static Optional<CramMd5Key> parse(String hex) {
        return hex.matches("[0-9A-Fa-f]{64}")
                ? Optional.of(new CramMd5Key(HexFormat.of().parseHex(hex)))
                : Optional.empty();
    }

    /** HMAC-MD5 of a text. */
    public byte[] hmac(byte[] text) {
        return finish(0, finish(STATE, text));
    }

    private byte[] finish(int at, byte[] text) {
        ByteBuffer encoded = ByteBuffer.allocate(36);
        encoded.position(8);
        encoded.putLong(BLOCK);
        ByteBuffer words = ByteBuffer.wrap(states, at, STATE).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < 4; i++) {
            encoded.putInt(words.getInt());
        }
        MD5Digest digest = new MD5Digest(encoded.array());
        digest.update(text, 0, text.length);
        byte[] out = new byte[STATE];
        digest.doFinal(out, 0);
        return out;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CramMd5Key key && MessageDigest.isEqual(states, key.states);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(states);
    }
}
