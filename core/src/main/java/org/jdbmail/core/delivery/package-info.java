/**
 * The way of a message from a peer to mailboxes and elsewhere: the {@link org.jdbmail.core.delivery.Spool} that holds it while it comes,
 * the {@link org.jdbmail.core.delivery.RecipientResolver} that says whose it is, the
 * {@link org.jdbmail.core.delivery.Trace} that goes before it, the {@link org.jdbmail.core.delivery.Decider}s that say what happens to it
 * in {@link org.jdbmail.core.delivery.Action}s, and the {@link org.jdbmail.core.delivery.DeliveryService} that carries them out. The same
 * for every front that takes mail.
 */
@NullMarked
package org.jdbmail.core.delivery;

import org.jspecify.annotations.NullMarked;
