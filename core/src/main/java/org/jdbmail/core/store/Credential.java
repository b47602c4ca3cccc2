package org.jdbmail.core.store;

/**
 * A stored password: its encoded form and the name of the encoding, as in {@code dbmail_users}.
 *
 * @param encoded {@code passwd}: at most 129 characters, empty where nobody may log in
 * @param scheme {@code encryption_type}; empty for plain text
 */
public record Credential(String encoded, String scheme) {
    /** Tells the scheme only: what is stored may be the password itself. */
    @Override
    public String toString() {
        return "Credential[" + (scheme.isEmpty() ? "plain" : scheme) + "]";
    }
}
