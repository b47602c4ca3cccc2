/** FETCH: which data its items need, how that is read slice by slice, and how it is written. */
@NullMarked
package org.jdbmail.imapd.fetch;

import org.jspecify.annotations.NullMarked;
