package org.jdbmail.authenticity.dkim;

/**
 * The hash of a body in some form.
 *
 * @param sha256 its octets
 * @param length octets of the whole body in that form, whether hashed or not
 */
@SuppressWarnings("ArrayRecordComponent") // made once and never changed; compared by nobody
public record BodyHash(byte[] sha256, long length) {}
