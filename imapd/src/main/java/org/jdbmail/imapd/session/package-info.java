/**
 * What one IMAP session is: who is logged in, what is selected, how its client's names are understood, and how it is told
 * what is new.
 */
@NullMarked
package org.jdbmail.imapd.session;

import org.jspecify.annotations.NullMarked;
