package org.jdbmail.core.delivery;

import java.util.OptionalLong;
import org.jdbmail.core.store.User;

/**
 * One account that a recipient stands for, as found when the recipient was named.
 *
 * @param user the account
 * @param detail what stood behind the first {@code +} of the address (RFC 5233); empty for none
 * @param mailboxId the mailbox named by the detail if it exists and takes mail, else the INBOX; empty if there is none yet
 */
public record Target(User user, String detail, OptionalLong mailboxId) {}
