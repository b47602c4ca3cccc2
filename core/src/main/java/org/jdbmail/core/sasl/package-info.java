/**
 * SASL (RFC 4422) for every front. A {@link org.jdbmail.core.sasl.SaslGate} says which mechanisms a client may use as things are,
 * and begins a {@link org.jdbmail.core.sasl.SaslExchange}: challenges out, responses in, until somebody is let in or refused.
 * A front has only its framing of them ({@link org.jdbmail.core.sasl.SaslDialogue}).
 */
@NullMarked
package org.jdbmail.core.sasl;

import org.jspecify.annotations.NullMarked;
