/** What the domain of an author wants done with mail that is not from it (RFC 9989). */
@NullMarked
package org.jdbmail.authenticity.dmarc;

import org.jspecify.annotations.NullMarked;
