package org.jdbmail.core.token;

import java.util.Optional;
import org.jdbmail.core.sasl.TokenCheck;

/** Tokens that look like signed JWTs are checked here, all others by who gave them. */
public final class BothTokens implements TokenCheck {
    private final TokenCheck signed;
    private final TokenCheck opaque;

    /**
     * @param signed checks those that look like signed JWTs
     * @param opaque checks all others
     */
    public BothTokens(TokenCheck signed, TokenCheck opaque) {
        this.signed = signed;
        this.opaque = opaque;
    }

    @Override
    public Optional<String> userOf(String token) {
        // RFC 7515 §7.1: three parts, of which the first is the object of the header.
        boolean isJwt =
                token.startsWith("ey") && token.chars().filter(c -> c == '.').count() == 2;
        return (isJwt ? signed : opaque).userOf(token);
    }

    @Override
    public String scope() {
        return signed.scope();
    }

    @Override
    public Optional<String> configuration() {
        return signed.configuration();
    }
}
