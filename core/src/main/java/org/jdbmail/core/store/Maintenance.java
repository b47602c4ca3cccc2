package org.jdbmail.core.store;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import org.jdbmail.core.content.Layout;
import org.jdbmail.core.mail.NumberSet;

/**
 * What is done with a store as a whole, online and in small steps: each call is some short transactions of its own. For the
 * programs of an administrator.
 */
public interface Maintenance {
    /**
     * How messages are kept.
     *
     * @param written how new ones are written by programs that are not told otherwise
     * @param compact messages in JDBMail's own tables
     * @param parts all others: in DBMail's tables
     */
    record Layouts(Layout written, long compact, long parts) {}

    /** How messages are kept now. */
    Layouts layouts();

    /** Says how new messages are to be written by programs that are started from now on and not told otherwise. */
    void chooseLayout(Layout layout);

    /** What may be wrong with a store, or due. */
    enum Check {
        /** Physical messages that no mailbox shows. */
        MESSAGES,
        /** Rows of DBMail's layout without their message. */
        PART_LISTS,
        /** Parts that no message has, in DBMail's layout. */
        PARTS,
        /** Header values that no message has. */
        HEADER_VALUES,
        /** Shared attachments that no message has, in JDBMail's layout. */
        BLOBS,
        /** Messages without their size with CRLF ({@code rfcsize}). */
        SIZES,
        /** Messages in DBMail's layout without a cached ENVELOPE. */
        ENVELOPES,
        /** Cached ENVELOPEs that are too short to be any. */
        SHORT_ENVELOPES,
        /** Messages in DBMail's layout without cached header fields. */
        HEADERS,
        /** Expunged messages that are still remembered (status 2). */
        EXPUNGED,
        /** Expunged messages that are to go for good (status 3). */
        BURIED,
        /** Accounts whose used octets are not what their messages add up to. */
        USED,
        /** Messages in the form of DBMail 2.2. */
        OLD_BLOCKS,
        /** Parts whose digest is not that of the algorithm in use. */
        DIGESTS
    }

    /** How many there are of what may be wrong; changes nothing. */
    long count(Check check);

    /**
     * Mends it, a few rows at a time.
     *
     * @param most how many to mend at most
     * @param step told after each step how many rows it was about
     * @return how many were mended
     */
    long mend(Check check, long most, LongConsumer step);

    /** TableRows that only grow. */
    enum Log {
        /** Whom automatic replies went to ({@code dbmail_replycache}). */
        REPLIES,
        /** Addresses that logged in, for mail servers ({@code dbmail_pbsp}). */
        ADDRESSES,
        /** Logins ({@code dbmail_authlog}). */
        LOGINS
    }

    /**
     * A login as the log has it.
     *
     * @param until when its session ended, where it has
     * @param status {@code active}, {@code closed} or {@code failed}
     */
    record LoginEntry(
            String login,
            String service,
            String address,
            String status,
            Instant when,
            Instant until,
            long received,
            long sent) {}

    /**
     * The newest logins, the newest first.
     *
     * @param login only this account's; empty for all
     * @param status only those; empty for all
     */
    default List<LoginEntry> logins(String login, String status, int most) {
        return logins(new LoginSearch(login, status, "", "", LoginOrder.WHEN, true, 0, most));
    }

    /** What logins are sorted by; those that are alike, by when they came. Only time has an index. */
    enum LoginOrder {
        WHEN,
        LOGIN,
        SERVICE,
        ADDRESS
    }

    /**
     * Which logins are looked for; empty for all.
     *
     * @param login only this account's
     * @param status only those
     * @param service only by this
     * @param address only from there
     * @param isDescending whether the last, or the newest, is to be first
     * @param offset how many of them are passed over
     */
    record LoginSearch(
            String login,
            String status,
            String service,
            String address,
            LoginOrder order,
            boolean isDescending,
            int offset,
            int most) {}

    /** Some of them. */
    List<LoginEntry> logins(LoginSearch search);

    /** What logins are counted by. */
    enum LoginsBy {
        DAY,
        LOGIN,
        ADDRESS
    }

    /** How many logins there were, and how many of them failed. */
    record LoginCount(String what, long all, long failed) {}

    /** Counts logins since a time: days in their order, all else by number, at most a hundred. */
    List<LoginCount> countLogins(LoginsBy by, Instant since);

    /** How many rows are older. */
    long countOlder(Log log, Instant than);

    /** Removes the rows that are older, some thousand at a time; returns how many. */
    long prune(Log log, Instant than);

    /**
     * An account to be.
     *
     * @param secrets what it can prove itself by beside its password
     * @param quota octets; 0 for no limit
     * @param aliases addresses that lead to it
     */
    record NewAccount(
            String login,
            Credential credential,
            List<Secret> secrets,
            long clientId,
            long quota,
            boolean active,
            List<String> aliases) {
        /** With a password and nothing beside it. */
        public NewAccount(
                String login, Credential credential, long clientId, long quota, boolean active, List<String> aliases) {
            this(login, credential, List.of(), clientId, quota, active, aliases);
        }
    }

    /**
     * Makes accounts with their INBOXes and aliases, all or none, in a few statements for all of them.
     *
     * @throws org.jdbmail.core.mail.Refusal ALREADY_EXISTS if one of the names is taken, in whatever case
     */
    void addAccounts(List<NewAccount> accounts);

    /** The mailboxes of all accounts that have this name. */
    List<Mailbox> mailboxesNamed(String name);

    /**
     * The UIDs of the visible messages of a mailbox that came before a time, in ascending order.
     *
     * @param afterUid only those above it
     * @param most how many at most
     */
    List<Long> older(long mailboxId, Instant before, long afterUid, int most);

    /**
     * Says that a task is done now, unless a process did so within that time.
     *
     * @param task at most 32 characters
     * @return whether it is the caller's to do
     */
    boolean claim(String task, Instant now, Duration every);

    /** When each task was done last. */
    Map<String, Instant> tasks();

    /** Brings what the database knows of its tables' sizes and values up to date, by which it plans. */
    void analyze();

    /**
     * What the store holds.
     *
     * @param messages in mailboxes
     * @param octets of those, as they are charged to accounts
     * @param expunged messages that are still remembered
     * @param contents physical messages, which several mailboxes may show
     * @param contentOctets of those, each counted once
     * @param shared attachments and parts that are stored
     * @param sharedOctets of those, each counted once
     * @param uses how often messages have them
     * @param useOctets what they would take if each message had its own
     */
    record Sizes(
            long messages,
            long octets,
            long expunged,
            long contents,
            long contentOctets,
            long shared,
            long sharedOctets,
            long uses,
            long useOctets) {}

    /** What the store holds now. */
    Sizes sizes();

    /** A few sums that are quickly made. */
    Totals totals();

    /**
     * A message that is not whole.
     *
     * @param physId {@code physmessage_id}
     * @param why in words
     */
    record Damage(long physId, String why) {}

    /**
     * Messages that were read and looked at.
     *
     * @param last go on after this message
     * @param looked how many; none if there are no more
     */
    record Verified(long last, int looked, List<Damage> damaged) {}

    /**
     * Reads the next few messages with all their bytes.
     *
     * @param after the physical message to go on after; 0 to begin
     */
    Verified verify(long after);

    /**
     * Where a conversion stands.
     *
     * @param last go on after this message
     * @param looked how many messages were looked at; none if there are no more
     * @param moved how many of them are in the other layout now
     * @param stuck physical messages that can't be read, or would not come back as they were: they stay
     */
    record Converted(long last, int looked, int moved, List<Long> stuck) {}

    /**
     * Moves the next few messages into a layout. What was moved stays moved: a conversion that was interrupted is begun anew.
     *
     * @param after the physical message to go on after; 0 to begin
     */
    Converted convert(Layout target, long after);

    /** Numbers up to this one may be asked for in advance; above it, what is left of 32 bits is the store's own. */
    long LARGEST_NUMBER = 1L << 30;

    /**
     * Keeps UIDs for messages that are to be brought with them: nobody else will be given one. UIDs are of one row of numbers for all
     * mailboxes.
     *
     * @return false, with nothing done, if one of them is taken, or above {@link #LARGEST_NUMBER}
     */
    boolean reserveUids(NumberSet uids);

    /**
     * Gives a mailbox that never had a message another number, which is its UIDVALIDITY.
     *
     * @return false, with nothing done, if it had one, or the number is taken, or above {@link Integer#MAX_VALUE}
     */
    boolean renumberMailbox(long mailboxId, long number);

    /** All that is not messages, row by row. */
    TableRows tables();
}
