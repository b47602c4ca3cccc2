/** The grammar of ManageSieve (RFC 5804 §4). No I/O. */
@NullMarked
package org.jdbmail.sieved.proto;

import org.jspecify.annotations.NullMarked;
