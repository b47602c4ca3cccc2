/**
 * Who has mail and where it goes: accounts, aliases, the lookups of a delivery, mailboxes with the rights on them,
 * subscriptions and the log of logins.
 */
@NullMarked
package org.jdbmail.sql.account;

import org.jspecify.annotations.NullMarked;
