/** The ManageSieve server (RFC 5804). */
@NullMarked
package org.jdbmail.sieved;

import org.jspecify.annotations.NullMarked;
