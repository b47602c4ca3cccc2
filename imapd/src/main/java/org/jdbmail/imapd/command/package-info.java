/**
 * What IMAP's commands do: a small class for each, all named in {@link org.jdbmail.imapd.command.Commands}. A handler
 * writes its untagged responses and returns the tagged one; it need not ask whether the command is legal now, and need not
 * tell what is new afterwards: the loop does.
 */
@NullMarked
package org.jdbmail.imapd.command;

import org.jspecify.annotations.NullMarked;
