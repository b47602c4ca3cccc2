/** The form mbox (RFC 4155), and single messages in files. */
@NullMarked
package org.jdbmail.core.moving.mbox;

import org.jspecify.annotations.NullMarked;
