/** For whoever watches a server: whether it lives, whether it is ready for work, and what it measures of itself. */
@NullMarked
package org.jdbmail.webd.watch;

import org.jspecify.annotations.NullMarked;
