/** Writing HTML: every text is escaped because there is no way to write one that is not. */
@NullMarked
package org.jdbmail.webd.html;

import org.jspecify.annotations.NullMarked;
