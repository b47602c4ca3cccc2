package org.jdbmail.core.store;

/**
 * An account, without its password.
 *
 * @param id {@code dbmail_users.user_idnr}
 * @param login the name as it was given when the account was made; compared without regard to case
 * @param clientId {@code client_idnr}, a number for the administrator's own use
 * @param quota the most octets of mail that may be kept; 0 for no limit
 * @param used octets of mail that are kept ({@code curmail_size})
 * @param active whether the account may log in and be delivered to through an alias
 */
public record User(long id, String login, long clientId, long quota, long used, boolean active) {
    /** Owner of the public folders, shown as {@code #Public/…}; never logs in. */
    public static final String PUBLIC = "__public__";

    /** Stands for everybody in access control lists; never logs in. */
    public static final String ANYONE = "anyone";

    /** DBMail's owner of messages that are just arriving; never logs in. */
    public static final String INTERNAL_DELIVERY = "__@!internal_delivery_user!@__";
}
