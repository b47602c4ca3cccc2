/** {@code jdbmail filters}, {@code replies} and {@code notifications}: DBMail's tables of what is done about new mail. */
@NullMarked
package org.jdbmail.cli.rules;

import org.jspecify.annotations.NullMarked;
