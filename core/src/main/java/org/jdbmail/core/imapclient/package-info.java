/**
 * A client of IMAP (RFC 3501, RFC 9051) for copying mail: strict where it matters, with large literals in files and never in memory
 * whole.
 */
@NullMarked
package org.jdbmail.core.imapclient;

import org.jspecify.annotations.NullMarked;
