/**
 * The LMTP server (RFC 2033). {@link org.jdbmail.lmtpd.LmtpServer} is what a listener runs for each connection; the
 * grammar is {@link org.jdbmail.core.smtp}, the delivery {@link org.jdbmail.core.delivery}.
 */
@NullMarked
package org.jdbmail.lmtpd;

import org.jspecify.annotations.NullMarked;
