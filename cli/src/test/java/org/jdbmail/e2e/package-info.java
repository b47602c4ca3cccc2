/** The whole of it, from a mail transfer agent through our servers to real clients. */
@NullMarked
package org.jdbmail.e2e;

import org.jspecify.annotations.NullMarked;
