/** The POP3 server. */
@NullMarked
package org.jdbmail.pop3d;

import org.jspecify.annotations.NullMarked;
