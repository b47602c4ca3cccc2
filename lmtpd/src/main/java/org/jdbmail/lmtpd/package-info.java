/** The LMTP server. */
@NullMarked
package org.jdbmail.lmtpd;

import org.jspecify.annotations.NullMarked;
