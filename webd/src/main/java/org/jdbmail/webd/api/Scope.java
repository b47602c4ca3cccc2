package org.jdbmail.webd.api;

import java.util.Optional;

/** What a token may do, as far as its owner may. */
public enum Scope {
    OWN_READ("own:read", "See one's own account, its shares, tokens and sessions."),
    OWN_MAIL("own:mail", "Take along all of one's own mail."),
    OWN_WRITE(
            "own:write",
            "Change one's own forwards, automatic answer, shares and app passwords; end one's sessions, take back tokens."),
    OWN_RULES("own:rules", "See and change one's own scripts."),
    ACCOUNTS_READ(
            "accounts:read", "See accounts, aliases and domains that one administers, with the accounts' sessions."),
    ACCOUNTS_WRITE(
            "accounts:write",
            "Make, change and delete accounts and aliases that one administers; end their sessions; set limits of domains."),
    ACCOUNTS_RULES(
            "accounts:rules", "See and change scripts, filters, answers and notices of accounts that one administers."),
    SERVER_READ("server:read", "See the queue, sessions, logins, bans and changes."),
    SERVER_WRITE("server:write", "Move mail in the queue, end sessions, lift bans.");

    private final String word;
    private final String meaning;

    Scope(String word, String meaning) {
        this.word = word;
        this.meaning = meaning;
    }

    /** As a token has it. */
    public String word() {
        return word;
    }

    /** What it allows, in words. */
    public String meaning() {
        return meaning;
    }

    /** The scope of a word. */
    public static Optional<Scope> ofWord(String word) {
        for (Scope scope : values()) {
            if (scope.word.equals(word)) {
                return Optional.of(scope);
            }
        }
        return Optional.empty();
    }
}
