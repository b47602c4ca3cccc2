/** SEARCH: what can be decided from the mailbox's index is; the rest from heads, and only what is left from bodies. */
@NullMarked
package org.jdbmail.core.search;

import org.jspecify.annotations.NullMarked;
