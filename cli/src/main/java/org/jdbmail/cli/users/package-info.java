/**
 * The administration of accounts, aliases and forwards: DBMail's program {@code dbmail-users}, option for option and line for
 * line, except that its exit status tells the truth. {@link org.jdbmail.cli.users.UsersProgram} is the door.
 */
@NullMarked
package org.jdbmail.cli.users;

import org.jspecify.annotations.NullMarked;
