/** Access tokens (RFC 6749): signed ones are checked without asking who gave them, others by asking (RFC 7662). */
@NullMarked
package org.jdbmail.core.token;

import org.jspecify.annotations.NullMarked;
