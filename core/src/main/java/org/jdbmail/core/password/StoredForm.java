package org.jdbmail.core.password;

import java.security.MessageDigest;

/**
 * A stored password as what it is compared by. A mechanism that doesn't hear the password itself needs one of the forms that
 * hold enough.
 */
public sealed interface StoredForm {
    /** Whether the password is the one that is stored, for the account of that name. */
    boolean matches(byte[] password, String login);

    /** Whether comparing is made to be slow: that is for few threads at a time. */
    default boolean isSlow() {
        return false;
    }

    /** The password itself. */
    @SuppressWarnings("ArrayRecordComponent") // never compared as a record
    record Plain(byte[] octets) implements StoredForm {
        @Override
        public boolean matches(byte[] password, String login) {
            return octets.length > 0 && MessageDigest.isEqual(password, octets);
        }
    }

    /** A digest of the password and of some octets behind it, which are none or a salt. */
    @SuppressWarnings("ArrayRecordComponent")
    record Digest(PlainDigest algorithm, byte[] digest, byte[] salt) implements StoredForm {
        @Override
        public boolean matches(byte[] password, String login) {
            return MessageDigest.isEqual(algorithm.of(password, salt), digest);
        }
    }

    /**
     * A digest in letters of which a part may be missing: DBMail compares the first 32 only, so that a value that some tool cut off
     * there logs in, and does so here; what is stored beyond is compared all the same.
     */
    record Letters(LetterDigest algorithm, String stored) implements StoredForm {
        @Override
        public boolean matches(byte[] password, String login) {
            return algorithm.matches(password, stored);
        }
    }

    /** A form of crypt(3), bcrypt among them. */
    record Crypt(String text) implements StoredForm {
        @Override
        public boolean matches(byte[] password, String login) {
            return UnixCrypt.matches(password, text);
        }

        @Override
        public boolean isSlow() {
            return true;
        }
    }

    /** Argon2. */
    record Argon(String text) implements StoredForm {
        @Override
        public boolean matches(byte[] password, String login) {
            return Argon2.matches(password, text);
        }

        @Override
        public boolean isSlow() {
            return true;
        }
    }

    /** PBKDF2 as Dovecot writes it. */
    record Pbkdf2(String text) implements StoredForm {
        @Override
        public boolean matches(byte[] password, String login) {
            return DovecotPbkdf2.matches(password, text);
        }

        @Override
        public boolean isSlow() {
            return true;
        }
    }

    /** What SCRAM's server needs (RFC 5803). */
    record Scram(ScramKeys keys) implements StoredForm {
        @Override
        public boolean matches(byte[] password, String login) {
            return keys.isOf(password);
        }

        @Override
        public boolean isSlow() {
            return true;
        }
    }

    /** What CRAM-MD5's server needs: the two states of HMAC-MD5 after the key. */
    record Cram(CramMd5Key key) implements StoredForm {
        @Override
        public boolean matches(byte[] password, String login) {
            return key.equals(CramMd5Key.of(password));
        }
    }

    /** What DIGEST-MD5's server needs: the digest of user, realm and password (RFC 2831 §2.1.2.1). */
    @SuppressWarnings("ArrayRecordComponent")
    record DigestMd5(byte[] digest) implements StoredForm {
        @Override
        public boolean matches(byte[] password, String login) {
            int at = login.lastIndexOf('@');
            String user = at < 0 ? login : login.substring(0, at);
            String realm = at < 0 ? "" : login.substring(at + 1);
            return MessageDigest.isEqual(DigestMd5Key.of(user, realm, password), digest);
        }
    }

    /** What nothing matches: no password, a form that nobody knows, a damaged one. */
    record Nothing() implements StoredForm {
        @Override
        public boolean matches(byte[] password, String login) {
            return false;
        }
    }
}
