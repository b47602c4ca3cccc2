/**
 * What programs with DBMail's names have in common: {@code getopt}, the options that all of them take, and their help. Each
 * is a {@link org.jdbmail.cli.dbmail.DbmailProgram} and a line in {@code Commands}.
 */
@NullMarked
package org.jdbmail.cli.dbmail;

import org.jspecify.annotations.NullMarked;
