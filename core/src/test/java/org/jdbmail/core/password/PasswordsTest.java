package org.jdbmail.core.password;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.jdbmail.core.store.Credential;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Every encoding against what DBMail 3.5.6 and crypt(3) wrote for the password "secret", and against itself. */
class PasswordsTest {
    private static final Password SECRET = Password.of("secret");
    private final Passwords passwords = new Passwords();

    @ParameterizedTest
    @CsvSource({
        "'', secret",
        "md5, $1$Z/9.fGVL$JWGxdqMDa2.fNYa6u.fV21",
        "md5, 5ebe2294ecd0e0f08eab7690d2a6ee69",
        "crypt, Z/o5bzChXa5J6",
        "crypt, $1$Z/9.fGVL$JWGxdqMDa2.fNYa6u.fV21",
        "crypt, $5$sL0S1lv4Lms5Yrfm$13PzZL4Loy2xDP2vEJCcfbp4rmQdcMVwCyUZwVrOb7B",
        "crypt, $5$rounds=10000$sL0S1lv4Lms5Yrfm$f39n0T.wWRnQkdLmcVrBbor8GUvaZl3QGlDMMxzTA47",
        "crypt, $6$7kBgsOqFmWPBdfZo$W/4JfbyqAeBJJr26dom4mFxPr7PD1kgjSEwR85IxI/tZuT.wwagFXzOPNxnnStmEuFkATyIjxSArzSGEHcfBm.",
        "crypt, $2y$05$abcdefghijklmnopqrstuuOQiyCxlgf/oeuTqixKmWdcYUh4Hjl0a",
        "bcrypt, $2b$05$abcdefghijklmnopqrstuuOQiyCxlgf/oeuTqixKmWdcYUh4Hjl0a",
        "md5sum, 5ebe2294ecd0e0f08eab7690d2a6ee69",
        "md5base64, Xr4ilOzQ4PCOq3aQ0qbuaQ==",
        "md5base64, Xr4ilOzQ4PCOq3aQ0qbuaQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "whirlpool, e061b87a674ae3880e159ab55ed35d6c5e8a6aefac6ab08304a50588018d377b28639bb15fdeedf006d57e45f7b4298e6dfefceaf7c92c826a708fe6d1156eb3",
        "sha512, bd2b1aaf7ef4f09be9f52ce2d8d599674d81aa9d6a4421696dc4d93dd0619d682ce56b4d64a9ef097761ced99e0f67265b5f76085e5b0ee7ca4696b2ad6fe2b2",
        "sha256, 2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b",
        "sha1, e5e9fa1ba31ecd1ae84f75caaa474f3a663f05f4",
        "sha1, e5e9fa1ba31ecd1ae84f75caaa474f3a",
        "tiger, fe47ec3ac6d65204bb821b4247db78eb7623b5a464310e5b",
    })
    void whatDbmailWroteMatchesItsPasswordAndNoOther(String scheme, String stored) {
        Credential credential = new Credential(stored, scheme);
        assertTrue(passwords.matches(SECRET, credential));
        assertFalse(passwords.matches(Password.of("Secret"), credential));
        assertFalse(passwords.matches(Password.of(""), credential));
        assertFalse(passwords.matches(Password.of("secret "), credential));
    }

    @ParameterizedTest
    @EnumSource(PasswordScheme.class)
    void whatIsEncodedMatchesFitsDbmailsColumnAndHasItsName(PasswordScheme scheme) {
        Password password = Password.of("grüße \uD83D\uDC8C 1");
        Credential credential = passwords.encode(password, scheme);
        assertTrue(passwords.matches(password, credential));
        assertFalse(passwords.matches(Password.of("Grüße \uD83D\uDC8C 1"), credential));
        assertTrue(credential.encoded().length() <= 129);
        assertEquals(
                scheme.storedName(),
                PasswordScheme.ofStoredName(credential.scheme()).orElseThrow().storedName());
    }

    @ParameterizedTest
    @EnumSource(names = {"CRYPT", "MD5", "BCRYPT", "ARGON2ID"})
    void saltedSchemesNeverWriteTheSameTwice(PasswordScheme scheme) {
        assertNotEquals(
                passwords.encode(SECRET, scheme).encoded(),
                passwords.encode(SECRET, scheme).encoded());
    }

    @ParameterizedTest
    @CsvSource({
        "'', ''",
        "md5, ''",
        "nonsense, secret",
        "crypt, '*'",
        "crypt, !",
        "crypt, x",
        "crypt, $6$",
        "crypt, $7$abc$def",
        "crypt, $6$rounds=999999999$saltsalt$abc",
        "crypt, $2y$31$abcdefghijklmnopqrstuuOZOl4gEBeAR2bDbA1tvvJ8vQyBrc4Ay",
        "bcrypt, $2y$10$short",
        "argon2id, $argon2id$v=19$m=9999999,t=2,p=1$c29tZXNhbHRzb21l$c29tZWhhc2hzb21laGFzaHNvbWU",
        "argon2id, $argon2id$v=19$m=4,t=2,p=1$c29tZXNhbHRzb21l$c29tZWhhc2hzb21laGFzaHNvbWU",
        "argon2id, $argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lA$c29tZWhhc2hzb21laGFzaHNvbWU",
        "sha256, 2bb80d537b1da3e38bd30361aa855686",
        "sha1, e5e9fa1ba31ecd1ae84f75caaa474f3a663f05f5",
    })
    void emptyUnknownDamagedAndExorbitantEncodingsMatchNothing(String scheme, String stored) {
        assertFalse(passwords.matches(SECRET, new Credential(stored, scheme)));
        assertFalse(passwords.matches(Password.of(stored.isEmpty() ? "" : "x"), new Credential(stored, scheme)));
    }

    @Test
    void argon2AgreesWithTheReferenceProgram() {
        // From the tests of the reference implementation: "password", salt "somesalt", 64 MiB, two passes.
        Credential credential = new Credential(
                "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc", "argon2id");
        assertTrue(passwords.matches(Password.of("password"), credential));
        assertFalse(passwords.matches(Password.of("passwort"), credential));
    }

    @Test
    void anOverlongPasswordIsNotLookedAt() {
        String overlong = "x".repeat(Password.MAX_OCTETS + 1);
        assertFalse(passwords.matches(Password.of(overlong), new Credential(overlong, "")));
    }

    @Test
    void aPasswordDoesNotPrintItself() {
        assertEquals("Password[…]", SECRET.toString());
        assertFalse(new Credential("secret", "").toString().contains("secret"));
    }

    @ParameterizedTest
    @CsvSource({
        "plaintext, PLAINTEXT, false",
        "crypt-raw, CRYPT, true",
        "md5, MD5, false",
        "md5-hash-raw, MD5, true",
        "md5-digest, MD5SUM, false",
        "md5-base64-raw, MD5BASE64, true",
        "tiger, TIGER, false",
        "argon2id, ARGON2ID, false",
    })
    void typesAreNamedAsDbmailUsersNamesThem(String name, PasswordScheme scheme, boolean raw) {
        assertEquals(new PasswordType(scheme, raw), PasswordType.ofName(name).orElseThrow());
        assertTrue(PasswordType.ofName("nonsense").isEmpty());
    }
}
