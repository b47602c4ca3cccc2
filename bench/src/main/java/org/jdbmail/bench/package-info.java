/** Measurements: the same load on JDBMail and on Dovecot, side by side. */
@NullMarked
package org.jdbmail.bench;

import org.jspecify.annotations.NullMarked;
