/** The field that tells readers of mail what was found out about its origin (RFC 8601). */
@NullMarked
package org.jdbmail.authenticity.results;

import org.jspecify.annotations.NullMarked;
