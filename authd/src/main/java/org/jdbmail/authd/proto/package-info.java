/** The lines of Dovecot's auth client protocol (version 1.2): fields between tabs. */
@NullMarked
package org.jdbmail.authd.proto;

import org.jspecify.annotations.NullMarked;
