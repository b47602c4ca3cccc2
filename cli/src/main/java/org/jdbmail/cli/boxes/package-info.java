/** {@code jdbmail mailboxes} and {@code jdbmail acl}: mailboxes of accounts, and who else may do what with them. */
@NullMarked
package org.jdbmail.cli.boxes;

import org.jspecify.annotations.NullMarked;
