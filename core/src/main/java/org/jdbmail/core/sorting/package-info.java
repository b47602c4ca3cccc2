/** SORT and THREAD (RFC 5256, RFC 5957): messages put into order, and into trees of replies. Pure: no store, no protocol. */
@NullMarked
package org.jdbmail.core.sorting;

import org.jspecify.annotations.NullMarked;
