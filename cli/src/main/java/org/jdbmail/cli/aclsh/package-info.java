/** {@code dbmail-acl.sh}, by which administrators of DBMail share mailboxes. */
@NullMarked
package org.jdbmail.cli.aclsh;

import org.jspecify.annotations.NullMarked;
