/**
 * The interfaces of the mail store. {@link org.jdbmail.core.store.Store#read} and
 * {@link org.jdbmail.core.store.Store#write} are the only transaction boundaries; inside one, a
 * {@link org.jdbmail.core.store.Tx} hands out the aggregates, whose methods speak mail and not SQL.
 *
 * <p>Every method may throw {@link org.jdbmail.core.mail.Refusal}: with {@code UNAVAILABLE} where the database is in
 * trouble, and with the reasons that a method names.
 */
@NullMarked
package org.jdbmail.core.store;

import org.jspecify.annotations.NullMarked;
