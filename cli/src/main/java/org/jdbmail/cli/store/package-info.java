/** {@code jdbmail store} and {@code jdbmail db}: what an administrator does with a store as a whole. */
@NullMarked
package org.jdbmail.cli.store;

import org.jspecify.annotations.NullMarked;
