/** What is counted while the process runs, for whoever watches it. */
@NullMarked
package org.jdbmail.core.count;

import org.jspecify.annotations.NullMarked;
