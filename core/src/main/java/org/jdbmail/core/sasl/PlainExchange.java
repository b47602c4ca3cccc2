package org.jdbmail.core.sasl;

import java.util.Arrays;
import java.util.Optional;
import org.jdbmail.core.auth.Authenticator;
import org.jdbmail.core.auth.Peer;
import org.jdbmail.core.password.Password;
import org.jspecify.annotations.Nullable;

/** PLAIN (RFC 4616): {@code [authzid] NUL authcid NUL passwd} in one response. */
final class PlainExchange implements SaslExchange {
    private final Authenticator authenticator;
    private final Peer peer;

    PlainExchange(Authenticator authenticator, Peer peer) {
        this.authenticator = authenticator;
        this.peer = peer;
    }

    // RFC 4616 §2
    @Override
    public Step next(byte @Nullable [] response) {
        if (response == null) {
            return Challenge.of(new byte[0]);
        }
        int first = SaslText.indexOf(response, 0, 0);
        int second = first < 0 ? -1 : SaslText.indexOf(response, 0, first + 1);
        if (second <= first + 1 || second == response.length - 1 || SaslText.indexOf(response, 0, second + 1) >= 0) {
            return new Broken("Not a PLAIN response");
        }
        Optional<String> actAs = SaslText.utf8(response, 0, first);
        Optional<String> name = SaslText.utf8(response, first + 1, second);
        if (actAs.isEmpty() || name.isEmpty()) {
            return new Broken("A name is not UTF-8");
        }
        Password password = Password.of(Arrays.copyOfRange(response, second + 1, response.length));
        try {
            return new Finished(authenticator.login(name.get(), actAs.get(), password, peer));
        } finally {
            password.wipe();
        }
    }
}
