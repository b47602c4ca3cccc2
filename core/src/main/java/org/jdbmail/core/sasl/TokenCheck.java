package org.jdbmail.core.sasl;

import java.util.Optional;

/** Whose an access token is (RFC 6749). May wait for the server that gave it. */
public interface TokenCheck {
    /**
     * The name of the account that a token is for.
     *
     * @return empty for one that does not hold, or is not for us
     * @throws org.jdbmail.core.mail.Refusal UNAVAILABLE if it can't be told now
     */
    Optional<String> userOf(String token);

    /** What a client is told to ask for; may be empty. */
    String scope();

    /** Where a client finds the server that gives tokens (RFC 7628 §3.2.2); empty if that is not told. */
    Optional<String> configuration();
}
