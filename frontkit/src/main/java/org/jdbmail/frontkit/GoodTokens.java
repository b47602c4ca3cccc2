package org.jdbmail.frontkit;

import java.util.Optional;
import org.jdbmail.core.sasl.TokenCheck;

/** Access tokens for tests: one is its user's name behind {@code good-}. */
public record GoodTokens() implements TokenCheck {
    @Override
    public Optional<String> userOf(String token) {
        return token.startsWith("good-") ? Optional.of(token.substring("good-".length())) : Optional.empty();
    }

    @Override
    public String scope() {
        return "mail";
    }

    @Override
    public Optional<String> configuration() {
        return Optional.of("https://login.example.test/.well-known/openid-configuration");
    }
}
