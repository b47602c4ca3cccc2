/** Access tokens (RFC 6749) that are signed, so that they can be checked without asking who gave them. */
@NullMarked
package org.jdbmail.core.token;

import org.jspecify.annotations.NullMarked;
