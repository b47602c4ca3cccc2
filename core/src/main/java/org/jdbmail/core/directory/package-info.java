/**
 * Where accounts are found. {@link org.jdbmail.core.directory.Directory} is asked outside of transactions, so that what
 * answers may as well be a server of its own; {@link org.jdbmail.core.directory.StoreDirectory} answers from DBMail's tables.
 */
@NullMarked
package org.jdbmail.core.directory;

import org.jspecify.annotations.NullMarked;
