/**
 * The grammar of IMAP (RFC 3501 §9 and the extensions that we speak), without any I/O: the same code serves the server,
 * its tests and its fuzzers. {@link org.jdbmail.imapd.proto.CommandParser} turns a command's bytes into an
 * {@link org.jdbmail.imapd.proto.ImapCommand}; {@link org.jdbmail.imapd.proto.ResponseWriter} writes what is answered.
 */
@NullMarked
package org.jdbmail.imapd.proto;

import org.jspecify.annotations.NullMarked;
