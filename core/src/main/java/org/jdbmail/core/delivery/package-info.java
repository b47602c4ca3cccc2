/**
 * The way of a message from a peer to mailboxes: the {@link org.jdbmail.core.delivery.Spool} that holds it while it comes,
 * the {@link org.jdbmail.core.delivery.RecipientResolver} that says whose it is, the
 * {@link org.jdbmail.core.delivery.Trace} that goes before it, and the
 * {@link org.jdbmail.core.delivery.DeliveryService} that stores it. The same for every front that takes mail.
 */
@NullMarked
package org.jdbmail.core.delivery;

import org.jspecify.annotations.NullMarked;
