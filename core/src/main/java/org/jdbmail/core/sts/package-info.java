/**
 * What domains say by MTA-STS (RFC 8461) of how their servers are to be spoken to: {@link org.jdbmail.core.sts.StsPolicies} finds it and remembers it.
 */
@NullMarked
package org.jdbmail.core.sts;

import org.jspecify.annotations.NullMarked;
