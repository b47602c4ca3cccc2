package org.jdbmail.core.store;

import java.util.List;

/** Rules that refuse or rename who logs in ({@code dbmail_usermap}). */
public interface LoginRules {
    /** What stands in place of a name in a rule for all names. */
    String ANY = "ANY";

    /**
     * One rule.
     *
     * @param login the name given, or {@link #ANY}
     * @param allow where it holds, as {@code inet:address/bits:port}; empty for everywhere
     * @param deny where the login is refused, in the same form; empty for nowhere
     * @param userId the account's name; with {@link #ANY} a text in which {@code %s} stands for the name given
     */
    record Rule(String login, String allow, String deny, String userId) {}

    /** Whether there are any. */
    boolean exist();

    /** Those for a name, whatever its ASCII case, and those for all names; by their places, as DBMail reads them. */
    List<Rule> of(String name);
}
