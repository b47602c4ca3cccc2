/** Accounts in tables of another program, read by statements of the administrator's. */
@NullMarked
package org.jdbmail.sql.foreign;

import org.jspecify.annotations.NullMarked;
