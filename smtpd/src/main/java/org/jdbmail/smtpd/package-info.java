/**
 * The SMTP server (RFC 5321), for mail from elsewhere and for what users send (RFC 6409). {@link org.jdbmail.smtpd.SmtpServer} is what a
 * listener runs for each connection; the grammar is {@link org.jdbmail.core.smtp}, what is taken from whom says
 * {@link org.jdbmail.core.reception}.
 */
@NullMarked
package org.jdbmail.smtpd;

import org.jspecify.annotations.NullMarked;
