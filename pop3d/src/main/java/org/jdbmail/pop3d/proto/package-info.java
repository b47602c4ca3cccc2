/** POP3 commands: what can be said, and when. No I/O happens here. */
@NullMarked
package org.jdbmail.pop3d.proto;

import org.jspecify.annotations.NullMarked;
