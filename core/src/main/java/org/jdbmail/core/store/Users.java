package org.jdbmail.core.store;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The accounts ({@code dbmail_users}). */
public interface Users {
    /** An account and what its password is checked against. */
    record Login(User user, Credential credential) {}

    /** The account of that name, whatever its case. */
    Optional<User> find(String login);

    /** The account with that id. */
    Optional<User> find(long id);

    /** The account of that name with its stored password: for checking a password and nothing else. */
    Optional<Login> login(String login);

    /**
     * The second password of an account, encoded as the first one is, and what its use does.
     *
     * @param encoded {@code spasswd}; empty for none
     * @param action {@code saction}: 0 nothing, 1 all mailboxes go, others as the setting {@code security_action} says
     */
    record Security(String encoded, int action) {}

    /** The second password of an account. */
    Optional<Security> security(long id);

    /** The accounts with those ids, by id, with their stored passwords; at most a few hundred. */
    Map<Long, Login> logins(Collection<Long> ids);

    /** All accounts whose name matches a glob with {@code *} and {@code ?}, by id; without DBMail's three own accounts. */
    List<User> list(String glob);

    /** By what accounts can be sorted. */
    enum Order {
        LOGIN,
        USED,
        QUOTA,
        LAST_LOGIN
    }

    /**
     * What accounts are looked for.
     *
     * @param text what the name has in it, whatever its case; empty for all
     * @param domains only accounts of these; empty for all
     * @param offset how many are passed over
     * @param most how many are wanted
     */
    record Search(
            String text, Optional<Set<String>> domains, Order order, boolean isDescending, int offset, int most) {}

    /**
     * An account in a list.
     *
     * @param lastLogin when it logged in last, if ever
     */
    record Row(User user, Optional<Instant> lastLogin) {}

    /**
     * A part of a list.
     *
     * @param total how many there are in all, as {@link Paging} counts them
     */
    record Page(long total, List<Row> rows) {}

    /** A page of accounts, without DBMail's three own ones: two statements at most, however many there are. */
    Page search(Search search);

    /** When an account logged in last, if ever. */
    Optional<Instant> lastLogin(long id);

    /**
     * Makes an account without mailboxes.
     *
     * @return its id
     * @throws org.jdbmail.core.mail.Refusal ALREADY_EXISTS if the name is taken, in whatever case
     */
    long create(String login, Credential credential, long clientId, long quota);

    /**
     * Makes the row of an account that is kept elsewhere, under the number that it has there.
     *
     * @throws org.jdbmail.core.mail.Refusal ALREADY_EXISTS if the name is taken, in whatever case, or the number
     */
    long create(long id, String login, Credential credential, long clientId, long quota);

    /** Removes an account with its mailboxes, messages, rights and scripts; not its aliases. */
    void delete(long id);

    /** @throws org.jdbmail.core.mail.Refusal ALREADY_EXISTS if the name is another account's */
    void rename(long id, String login);

    void setCredential(long id, Credential credential);

    /** The second password ({@code spasswd}), encoded as the first one is; what its use does stays. */
    void setSecurityPassword(long id, String encodedPassword);

    /** What the use of the second password does ({@code saction}); the password stays. */
    void setSecurityAction(long id, int action);

    void setClient(long id, long clientId);

    /** @param quota octets; 0 for no limit */
    void setQuota(long id, long quota);

    void setActive(long id, boolean active);

    void setLastLogin(long id, Instant when);
}
