/**
 * SEARCH: what can be decided from the mailbox's index is; the rest from heads, and only what is left from bodies. And what
 * SORT and THREAD need of the messages found.
 */
@NullMarked
package org.jdbmail.core.search;

import org.jspecify.annotations.NullMarked;
