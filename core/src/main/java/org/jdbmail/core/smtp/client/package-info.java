/**
 * The client's side of SMTP (RFC 5321), over plain sockets: {@link org.jdbmail.core.smtp.client.SmtpClient} sends one message to some
 * recipients and tells for each what came of it. Whatever the other side says or does not say ends within a time.
 */
@NullMarked
package org.jdbmail.core.smtp.client;

import org.jspecify.annotations.NullMarked;
