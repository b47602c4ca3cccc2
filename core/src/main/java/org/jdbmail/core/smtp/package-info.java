/**
 * The language of SMTP and LMTP (RFC 5321, RFC 2033) with the extensions that we speak: commands and their parameters,
 * replies, and the transparency of message data. No I/O happens here: servers, tests and fuzzers use the same code.
 */
@NullMarked
package org.jdbmail.core.smtp;

import org.jspecify.annotations.NullMarked;
