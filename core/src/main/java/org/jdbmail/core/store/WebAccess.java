package org.jdbmail.core.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the web front keeps of accounts ({@code jdbmail_web_account}), of who is signed in there ({@code jdbmail_web_session}), of tokens
 * for programs ({@code jdbmail_web_token}) and of links that work once ({@code jdbmail_web_link}). Nothing here lets anybody in by
 * itself: of sessions, tokens and links there are only digests.
 */
public interface WebAccess {
    /**
     * What an account is on the web.
     *
     * @param isAdministrator whether it administers everything
     * @param totp the secret of its second factor, in base 32; empty for none
     * @param totpStep the last step of time whose code was used
     */
    record Standing(boolean isAdministrator, Optional<String> totp, long totpStep) {
        /** Nothing special. */
        public static final Standing USUAL = new Standing(false, Optional.empty(), 0);

        /** Leaves the secret out. */
        @Override
        public String toString() {
            return "Standing[" + isAdministrator + "]";
        }
    }

    /** What an account is. */
    Standing standing(long userId);

    /** Makes an account administrate everything, or no more. */
    void setAdministrator(long userId, boolean is);

    /** Ids of the accounts that administer everything. */
    List<Long> administrators();

    /** Sets the secret of a second factor; empty for none. */
    void setTotp(long userId, Optional<String> secret);

    /** Notes that the code of a step of time was used; whether it was not before, nor a later one. */
    boolean spendTotpStep(long userId, long step);

    /**
     * Somebody who is signed in.
     *
     * @param digest of what the browser has
     * @param boundTo tells the password that it was begun with from another one
     * @param isWhole whether the second factor was given, where there is one
     * @param agent what the browser calls itself
     */
    record Session(
            String digest,
            long userId,
            String boundTo,
            boolean isWhole,
            String address,
            String agent,
            Instant created,
            Instant seen,
            Instant expires) {}

    /** Notes a session. */
    void begin(Session session);

    /** The session of a digest, if it has not expired. */
    Optional<Session> session(String digest, Instant now);

    /** The sessions of an account that have not expired, the newest first. */
    List<Session> sessions(long userId, Instant now);

    /** Notes that a session was there. */
    void seen(String digest, Instant now);

    /** Ends a session of an account; returns whether there was one. */
    boolean end(long userId, String digest);

    /**
     * Ends the sessions of an account.
     *
     * @param except the digest of one that stays; empty for none
     */
    int endAll(long userId, String except);

    /**
     * What lets a program in.
     *
     * @param digest of the token
     * @param scopes what it may do
     */
    record Token(
            long id,
            long userId,
            String name,
            String digest,
            Set<String> scopes,
            Instant created,
            Optional<Instant> expires,
            Optional<Instant> lastUsed) {}

    /** Adds a token, whose number is not looked at; returns its number. */
    long addToken(Token token);

    /** The token of a digest, if it has not expired. */
    Optional<Token> token(String digest, Instant now);

    /** The tokens of an account, by name. */
    List<Token> tokens(long userId);

    /** Removes a token of an account; returns whether it had it. */
    boolean removeToken(long userId, long id);

    /** Removes all tokens of an account; returns how many. */
    int removeTokens(long userId);

    /** Notes that a token was used. */
    void tokenUsed(long id, Instant when);

    /** Notes a link that makes an administrator. */
    void addLink(String digest, Instant expires);

    /** Whether such a link works still. */
    boolean hasLink(String digest, Instant now);

    /** Uses a link up; whether it worked until now. */
    boolean useLink(String digest, Instant now);

    /** Removes sessions and links that have expired; returns how many. */
    int forget(Instant now);
}
