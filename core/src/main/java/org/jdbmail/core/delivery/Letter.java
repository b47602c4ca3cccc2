package org.jdbmail.core.delivery;

import org.jdbmail.core.smtp.EnvelopeAddress;

/**
 * A message that we write.
 *
 * @param sender where reports of failure go; null address for none, as replies have it (RFC 3834 §3.3)
 * @param recipient who gets it
 * @param bytes the whole message, with lines that end in CRLF; not copied
 */
@SuppressWarnings("ArrayRecordComponent") // bytes that nobody changes; letters aren't compared
public record Letter(EnvelopeAddress sender, EnvelopeAddress recipient, byte[] bytes) {}
