package org.jdbmail.core.directory;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jdbmail.core.password.Password;
import org.jdbmail.core.password.PasswordScheme;
import org.jdbmail.core.password.Passwords;
import org.jdbmail.core.password.ScramHash;
import org.jdbmail.core.password.ScramKeys;
import org.jdbmail.core.store.Credential;
import org.jdbmail.core.store.Secret;
import org.jdbmail.core.store.Tx;

/**
 * A password made ready to be stored: the hashes are computed before the transaction begins.
 *
 * @param credential what it is compared with
 * @param keys for mechanisms that don't hear it
 */
public record NewPassword(Credential credential, List<ScramKeys> keys) {
    /** What DBMail's column holds on every database. */
    private static final int COLUMN = 129;

    /** Copies the list. */
    public NewPassword {
        keys = List.copyOf(keys);
    }

    /** Only a credential, as where its password is not known. */
    public static NewPassword of(Credential credential) {
        return new NewPassword(credential, List.of());
    }

    /** @param withKeys whether SCRAM is to work for it; plain text needs no keys for that */
    public static NewPassword of(Passwords passwords, Password password, PasswordScheme scheme, boolean withKeys) {
        Credential credential = passwords.encode(password, scheme);
        return withKeys && scheme != PasswordScheme.PLAINTEXT
                ? new NewPassword(credential, List.of(passwords.scram(password, ScramHash.SHA_256)))
                : of(credential);
    }

    private boolean fits() {
        return credential.encoded().length() <= COLUMN;
    }

    /** What stands in DBMail's column: itself, or a mark for one that has no room there, which is among the {@link #secrets}. */
    public Credential inColumn(Instant now) {
        // What stands in the column still tells one password from another, so that what was made of the old one is
        // known to be old.
        return fits() ? credential : new Credential("*" + now.getEpochSecond(), Account.ELSEWHERE);
    }

    /** What stands beside the column. */
    public List<Secret> secrets(Instant now) {
        String marked = inColumn(now).encoded();
        List<Secret> all = new ArrayList<>();
        if (!fits()) {
            // Its scheme is told by a prefix, or by its own form.
            all.add(Secret.ofPassword(Secret.Kind.LONG, prefixed(credential), marked, now));
        }
        keys.forEach(made -> all.add(Secret.ofPassword(kind(made.hash()), made.text(), marked, now)));
        return all;
    }

    /** Puts it in the place of an account's password. App passwords stay. */
    public void store(Tx tx, long userId, Instant now) {
        tx.users().setCredential(userId, inColumn(now));
        tx.secrets().removeOfPassword(userId);
        secrets(now).forEach(secret -> tx.secrets().put(userId, secret));
    }

    private static String prefixed(Credential credential) {
        return credential.encoded().startsWith("{")
                ? credential.encoded()
                : "{"
                        + (credential.scheme().isEmpty()
                                ? "PLAIN"
                                : credential.scheme().toUpperCase(Locale.ROOT)) + "}" + credential.encoded();
    }

    /** The kind of secret that keys for a hash are. */
    public static Secret.Kind kind(ScramHash hash) {
        return switch (hash) {
            case SHA_1 -> Secret.Kind.SCRAM_SHA_1;
            case SHA_256 -> Secret.Kind.SCRAM_SHA_256;
            case SHA_512 -> Secret.Kind.SCRAM_SHA_512;
        };
    }
}
