package org.jdbmail.core.store;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that is in a store but messages, logs and what only lives for a while, as rows of text: for backups, which so hold also
 * what later versions keep. A row has the values of its columns that are not null; times are UTC, octets in Base64.
 */
public interface TableRows {
    /** The accounts' own table. */
    String USERS = "dbmail_users";

    /** That of mailboxes. */
    String MAILBOXES = "dbmail_mailboxes";

    /** Rows by table; the names of tables are those without the prefix of this store. */
    record Rows(Map<String, List<Map<String, String>>> byTable) {
        /** Those of a table. */
        public List<Map<String, String>> of(String table) {
            return byTable.getOrDefault(table, List.of());
        }
    }

    /** All rows, as they are at one moment. */
    Rows read();

    /** Whether nothing was put into this store since it was made. */
    boolean isNew();

    /**
     * Puts all rows that don't belong to messages into a new store, in place of those that every new store has, and notes something.
     *
     * @param note found again by {@link #note}; at most 255 characters
     * @throws org.jdbmail.core.mail.Refusal ALREADY_EXISTS if the store is not new
     */
    void write(Rows rows, String note);

    /** What was noted. */
    Optional<String> note();

    /** Puts in the rows that belong to messages, which are there by now, and forgets the note. */
    void finish(Rows rows);

    /** Sees to it that no number up to these is given to another message, or content of one. */
    void continueAbove(long uid, long physId);

    /**
     * Notes that an account begins to be brought back, until {@link #add} has put in the last of it: who is broken off in
     * between knows it by this.
     *
     * @param account the number that it had
     * @param login its name
     */
    void begin(long account, String login);

    /** Whether an account that had this number and name was begun to be brought back, and that was broken off. */
    boolean isBegun(long account, String login);

    /**
     * Puts in what belongs to one account and its mailboxes, under their present numbers; what is there already stays. With it
     * the account is brought back: {@link #isBegun} is over, and where it is over already nothing is done.
     *
     * @param account the number that it had
     * @param users the present numbers of accounts by those that they had
     * @param mailboxes the same of this account's mailboxes
     */
    void add(Rows rows, long account, Map<Long, Long> users, Map<Long, Long> mailboxes);
}
