/** The IMAP server. */
@NullMarked
package org.jdbmail.imapd;

import org.jspecify.annotations.NullMarked;
