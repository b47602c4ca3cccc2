/** Which hosts may send for a domain (RFC 7208). */
@NullMarked
package org.jdbmail.authenticity.spf;

import org.jspecify.annotations.NullMarked;
