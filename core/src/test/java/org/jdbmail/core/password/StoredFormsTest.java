package org.jdbmail.core.password;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.jdbmail.core.store.Credential;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Dovecot and PostfixAdmin write, made by other programs for the password "secret". */
class StoredFormsTest {
    private final Passwords passwords = new Passwords();

    private boolean matches(String password, String stored) {
        return passwords.matches(Password.of(password), new Credential(stored, ""), "alice@example.test");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{PLAIN}secret",
                "{CLEARTEXT}secret",
                "{SSHA}1G904nLkTkGWjKNnQuB/hpWXC/hzYWx0c2FsdA==",
                "{SSHA256}oBmrdHcA6OZEkkCLeXh71YAerbvhXz1qqwjrPsXmEtNzYWx0c2FsdA==",
                "{SSHA512}aCu7JRc+kLsuEmFs1zTY+AiP7DSGnjjG+dH28Dp+E5usqoAixeTPihKqZmkWal4mUfp63tqvCAkFV1LKTDFH6XNhbHRzYWx0",
                "{SSHA256.HEX}a019ab747700e8e64492408b79787bd5801eadbbe15f3d6aab08eb3ec5e612d373616c7473616c74",
                "{SMD5}VAfQ6nCkaw9o3u+x706wnXNhbHRzYWx0",
                "{SHA}5en6G6MezRroT3XKqkdPOmY/BfQ=",
                "{SHA1}e5e9fa1ba31ecd1ae84f75caaa474f3a663f05f4",
                "{SHA256}K7gNU3sdo+OL0wNhqoVWhr3g6s1xYv72ol/pe/Unols=",
                "{SHA512.b64}vSsar3708Jvp9Szi2NWZZ02Bqp1qRCFpbcTZPdBhnWgs5WtNZKnvCXdhztmeD2cmW192CF5bDufKRpayrW/isg==",
                "{PLAIN-MD5}5ebe2294ecd0e0f08eab7690d2a6ee69",
                "{LDAP-MD5}Xr4ilOzQ4PCOq3aQ0qbuaQ==",
                "{MD5}5ebe2294ecd0e0f08eab7690d2a6ee69",
                "{PBKDF2}$1$1S9xLqYw7Lp3$5000$684749d03a12fcb38d38f76a311fcd91d3f416b9",
                "{SCRAM-SHA-1}4096,c2FsdHNhbHQ=,RgEqzzKLKVeLA7GvEwcwrTiMvYA=,BGJ3kaHb4Tscas0mjhXJHF+aw/s=",
                "{SCRAM-SHA-256}4096,c2FsdHNhbHQ=,v9cxy4WCDtc8UMxTg6KXCtlxIku1bUKTGuWEXFC1L54=,rwGpSn6lR97mSEImO0RA7JCZ4WnpCnnKddTt3G/t6II=",
                "{SCRAM-SHA-512}4096,c2FsdHNhbHQ=,+TALxV2Ts0gakqphApRCNLB04HQqtRnYj317SUtsQ/FI+Q7EWVc10VbEfCS2PLczQZaeNev0giRWaL2kkhD6yw==,9PORl1aAEuKThUUQ69zartspCJ2+ntus6Qpp+UBZW+q7CGaaJhpp+deEouGL/14lJp4wBPXMr4gjszxW4Kvo6A==",
                "{DIGEST-MD5}4842575394a190ef4c973253ba19099c",
                "{CRYPT}$6$7kBgsOqFmWPBdfZo$W/4JfbyqAeBJJr26dom4mFxPr7PD1kgjSEwR85IxI/tZuT.wwagFXzOPNxnnStmEuFkATyIjxSArzSGEHcfBm.",
                "{SHA512-CRYPT}$6$7kBgsOqFmWPBdfZo$W/4JfbyqAeBJJr26dom4mFxPr7PD1kgjSEwR85IxI/tZuT.wwagFXzOPNxnnStmEuFkATyIjxSArzSGEHcfBm.",
                "{SHA256-CRYPT}$5$sL0S1lv4Lms5Yrfm$13PzZL4Loy2xDP2vEJCcfbp4rmQdcMVwCyUZwVrOb7B",
                "{MD5-CRYPT}$1$Z/9.fGVL$JWGxdqMDa2.fNYa6u.fV21",
                "{BLF-CRYPT}$2y$05$abcdefghijklmnopqrstuuOQiyCxlgf/oeuTqixKmWdcYUh4Hjl0a",
                "{DES-CRYPT}Z/o5bzChXa5J6",
                "{CRAM-MD5}cd3ba7deaad6e5ca23448ba42e379747a9e0f7f1fbc00c8a81bbaac395731b56",
            })
    void prefixesSayHowAPasswordIsStored(String stored) {
        assertTrue(matches("secret", stored));
        assertFalse(matches("Secret", stored));
        assertFalse(matches("", stored));
        assertFalse(matches(stored, stored));
        assertTrue(StoredForms.isPrefixed(stored));
        // Also where the column beside it says something else.
        assertTrue(passwords.matches(Password.of("secret"), new Credential(stored, "md5"), "alice@example.test"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{SSHA}c2hvcnQ=",
                "{SSHA256}!!!",
                "{SCRAM-SHA-256}4096,c2FsdA==,c2hvcnQ=,c2hvcnQ=",
                "{SCRAM-SHA-256}99999999,c2FsdA==,c2hvcnQ=,c2hvcnQ=",
                "{CRAM-MD5}00",
                "{DIGEST-MD5}x",
                "{PBKDF2}$1$salt$99999999$00",
                "{CRYPT}x",
                "{PLAIN}",
            })
    void damagedFormsMatchNothing(String stored) {
        assertFalse(matches("secret", stored));
        assertFalse(matches("x", stored));
        assertFalse(matches("", stored));
    }

    @Test
    void aPasswordMayBeginWithABrace() {
        assertTrue(matches("{secret}word", "{secret}word"));
        assertFalse(StoredForms.isPrefixed("{secret}word"));
    }

    @Test
    void argon2iAgreesWithTheReferenceProgram() {
        String stored =
                "{ARGON2I}$argon2i$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$wWKIMhR9lyDFvRz9YTZweHKfbftvj+qf+YFY4NeBbtA";
        assertTrue(matches("password", stored));
        assertFalse(matches("passwort", stored));
    }

    @Test
    void digestMd5HoldsTheName() {
        String stored = "{DIGEST-MD5}%s";
        assertFalse(passwords.matches(
                Password.of("secret"),
                new Credential(stored.formatted("4842575394a190ef4c973253ba19099c"), ""),
                "bob@example.test"));
    }

    @Test
    void scramKeysAreReadAsTheyAreWritten() {
        ScramKeys keys = passwords.scram(Password.of("grüße"), ScramHash.SHA_512);
        StoredForm.Scram read =
                assertInstanceOf(StoredForm.Scram.class, StoredForms.of(new Credential(keys.text(), "")));
        assertEquals(keys.text(), read.keys().text());
        assertTrue(read.matches("grüße".getBytes(UTF_8), ""));
        assertFalse(keys.toString().contains("4096"));
    }

    @Test
    void saslprepMakesOneOfWhatLooksTheSame() {
        // RFC 4013 §3
        assertEquals(Optional.of("IX"), SaslPrep.prepare("I\u00adX"));
        assertEquals(Optional.of("user"), SaslPrep.prepare("user"));
        assertEquals(Optional.of("a"), SaslPrep.prepare("\u00aa"));
        assertEquals(Optional.of("IX"), SaslPrep.prepare("\u2168"));
        assertEquals(Optional.empty(), SaslPrep.prepare("\u0007é"));
        assertEquals(Optional.empty(), SaslPrep.prepare("\u0627\u0031"));
        assertEquals(Optional.of("a b"), SaslPrep.prepare("a\u00a0b"));
    }

    @Test
    void anAppPasswordIsKnownHoweverItIsTyped() {
        AppPasswords made = new AppPasswords();
        String password = made.make();
        assertTrue(password.matches("([a-z2-9]{4}-){3}[a-z2-9]{4}"), password);
        String stored = made.encode(password);
        String typed = password.replace("-", " ").toUpperCase(java.util.Locale.ROOT);
        assertTrue(matches(new String(AppPasswords.bare(typed.getBytes(UTF_8)), UTF_8), stored));
        assertFalse(matches("secret", stored));
    }
}
