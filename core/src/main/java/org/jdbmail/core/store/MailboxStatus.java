package org.jdbmail.core.store;

/**
 * The figures of a STATUS reply (RFC 3501 §6.3.10, RFC 8438).
 *
 * @param messages visible messages
 * @param recent of those, how many no session has claimed yet
 * @param unseen of those, how many lack {@code \Seen}
 * @param deleted of those, how many have {@code \Deleted}
 * @param uidNext the UID that the next message will at least have; never falls
 * @param highestModseq {@code dbmail_mailboxes.seq}
 */
public record MailboxStatus(int messages, int recent, int unseen, int deleted, long uidNext, long highestModseq) {}
