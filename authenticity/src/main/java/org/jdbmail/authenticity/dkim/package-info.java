/** Signatures of domains on messages (RFC 6376, RFC 8301, RFC 8463): made and checked while the body streams by. */
@NullMarked
package org.jdbmail.authenticity.dkim;

import org.jspecify.annotations.NullMarked;
