package org.jdbmail.core.sasl;

import java.security.cert.X509Certificate;
import java.util.Optional;
import org.jdbmail.core.auth.Authenticator;
import org.jdbmail.core.auth.BarredException;
import org.jdbmail.core.auth.LoginResult;
import org.jdbmail.core.auth.Peer;
import org.jspecify.annotations.Nullable;

/** EXTERNAL (RFC 4422 appendix A): the client's certificate says who it is, and one response whom it wants to be. */
final class ExternalExchange implements SaslExchange {
    private final Authenticator authenticator;
    private final Peer peer;
    private final CertificateUsers users;

    ExternalExchange(Authenticator authenticator, Peer peer, CertificateUsers users) {
        this.authenticator = authenticator;
        this.peer = peer;
        this.users = users;
    }

    @Override
    public Step next(byte @Nullable [] response) {
        if (response == null) {
            return Challenge.of(new byte[0]);
        }
        Optional<String> actAs = SaslText.utf8(response);
        if (actAs.isEmpty() || actAs.get().indexOf('\0') >= 0) {
            return new Broken("Not a name");
        }
        Optional<X509Certificate> certificate = peer.certificate();
        Optional<String> name = certificate.flatMap(shown -> users.nameOf(shown, actAs.get()));
        try {
            return new Finished(
                    name.isEmpty()
                            ? new LoginResult.Denied()
                            : authenticator.decide(authenticator.candidate(name.get(), peer), actAs.get(), true, null));
        } catch (BarredException barred) {
            return new Finished(barred.answer());
        }
    }
}
