/** {@code jdbmail authlog}: who logged in, when, from where, and who tried to. */
@NullMarked
package org.jdbmail.cli.logins;

import org.jspecify.annotations.NullMarked;
