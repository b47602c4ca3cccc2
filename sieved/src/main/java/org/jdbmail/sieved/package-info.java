/** The ManageSieve server: so far its package page only. */
@NullMarked
package org.jdbmail.sieved;

import org.jspecify.annotations.NullMarked;
