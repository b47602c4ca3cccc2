/**
 * Answers mail servers who may log in, by Dovecot's auth client protocol: Postfix ({@code smtpd_sasl_type = dovecot}) and Exim let
 * people send mail with it. {@link org.jdbmail.authd.AuthServer} is what a listener runs for each connection;
 * {@link org.jdbmail.authd.proto} is the form of the lines.
 */
@NullMarked
package org.jdbmail.authd;

import org.jspecify.annotations.NullMarked;
