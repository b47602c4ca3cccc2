/**
 * Who is let in. {@link org.jdbmail.core.auth.Authenticator} decides, for a name and whatever proves it, by the accounts of a
 * {@link org.jdbmail.core.directory.Directory}; {@link org.jdbmail.core.auth.Guard} makes guessing slow and then impossible.
 */
@NullMarked
package org.jdbmail.core.auth;

import org.jspecify.annotations.NullMarked;
