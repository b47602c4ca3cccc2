package org.jdbmail.core.directory;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbmail.core.password.CramMd5Key;
import org.jdbmail.core.password.Password;
import org.jdbmail.core.password.ScramHash;
import org.jdbmail.core.password.ScramKeys;
import org.jdbmail.core.password.StoredForm;
import org.jdbmail.core.password.StoredForms;
import org.jdbmail.core.store.Credential;
import org.jdbmail.core.store.Secret;
import org.jdbmail.core.store.User;

/**
 * An account as who logs in meets it.
 *
 * @param user the account itself
 * @param stored its password as it stands in {@code dbmail_users}
 * @param secrets what it can prove itself by beside that
 * @param isElsewhere whether the password is kept by somebody else, so that nothing is stored in its place
 * @param trial where it can't be seen but only tried
 */
public record Account(User user, Credential stored, List<Secret> secrets, boolean isElsewhere, Optional<Trial> trial) {
    /** The service by which one signs in to the web front. */
    public static final String WEB = "web";

    /** Tries a password with whoever keeps it. */
    @FunctionalInterface
    public interface Trial {
        /** Whether it is right. @throws org.jdbmail.core.mail.Refusal UNAVAILABLE */
        boolean isRight(Password password);
    }

    /** One of our own. */
    public Account(User user, Credential stored, List<Secret> secrets) {
        this(user, stored, secrets, false, Optional.empty());
    }

    /** What {@code encryption_type} says where the password's encoding is too long for {@code passwd}; DBMail lets nobody in by it. */
    public static final String ELSEWHERE = "jdbmail";

    /** What the account's password is compared with. */
    public Credential credential() {
        return stored.scheme().equals(ELSEWHERE)
                ? ofPassword(Secret.Kind.LONG)
                        .map(secret -> new Credential(secret.encoded(), ""))
                        .orElse(new Credential("", ""))
                : stored;
    }

    private Optional<Secret> ofPassword(Secret.Kind kind) {
        return secrets.stream()
                .filter(secret -> secret.kind() == kind && secret.boundTo().equals(stored.encoded()))
                .findFirst();
    }

    /** The app passwords that hold now for a service. */
    public List<Secret> appPasswords(String service, Instant now) {
        return secrets.stream()
                .filter(secret -> secret.kind() == Secret.Kind.APP)
                // Whoever finds one in a phone must not be able to change the password on the web.
                .filter(secret -> secret.services().isEmpty() && !service.equals(WEB)
                        || secret.services().contains(service))
                .filter(secret -> secret.expires().map(now::isBefore).orElse(true))
                .toList();
    }

    /** The password itself, where it is stored. */
    public Optional<byte[]> plaintext() {
        return StoredForms.of(credential()) instanceof StoredForm.Plain plain
                ? Optional.of(plain.octets())
                : Optional.empty();
    }

    /** What CRAM-MD5 is checked by. */
    public Optional<CramMd5Key> cramMd5() {
        return StoredForms.of(credential()) instanceof StoredForm.Cram cram
                ? Optional.of(cram.key())
                : plaintext().map(CramMd5Key::of);
    }

    /** What DIGEST-MD5 is checked by, where it is stored for the account's own realm and not as the password itself. */
    public Optional<byte[]> digestMd5() {
        return StoredForms.of(credential()) instanceof StoredForm.DigestMd5 digest
                ? Optional.of(digest.digest())
                : Optional.empty();
    }

    /** What SCRAM is checked by, where keys are stored. */
    public Optional<ScramKeys> scram(ScramHash hash) {
        if (StoredForms.of(credential()) instanceof StoredForm.Scram scram
                && scram.keys().hash() == hash) {
            return Optional.of(scram.keys());
        }
        return ofPassword(NewPassword.kind(hash))
                .flatMap(secret -> switch (StoredForms.of(new Credential(secret.encoded(), ""))) {
                    case StoredForm.Scram scram when scram.keys().hash() == hash -> Optional.of(scram.keys());
                    case StoredForm other -> Optional.empty();
                });
    }
}
