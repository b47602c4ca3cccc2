package org.jdbmail.core.sasl;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Optional;
import org.jdbmail.core.auth.Authenticator;
import org.jdbmail.core.auth.Peer;
import org.jdbmail.core.password.Password;
import org.jspecify.annotations.Nullable;

/** LOGIN (draft-murchison-sasl-login §2): asks for a name, which some clients give at once, and for a password. */
final class LoginExchange implements SaslExchange {
    private final Authenticator authenticator;
    private final Peer peer;
    private @Nullable String name;

    LoginExchange(Authenticator authenticator, Peer peer) {
        this.authenticator = authenticator;
        this.peer = peer;
    }

    @Override
    public Step next(byte @Nullable [] response) {
        if (response == null) {
            // Clients compare these words.
            return Challenge.of("Username:".getBytes(US_ASCII));
        }
        String named = name;
        if (named == null) {
            Optional<String> given = SaslText.utf8(response);
            if (given.isEmpty() || given.get().isEmpty()) {
                return new Broken("Not a name");
            }
            name = given.get();
            return Challenge.of("Password:".getBytes(US_ASCII));
        }
        Password password = Password.of(response);
        try {
            return new Finished(authenticator.login(named, "", password, peer));
        } finally {
            password.wipe();
        }
    }
}
