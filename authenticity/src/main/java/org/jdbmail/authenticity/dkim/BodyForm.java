package org.jdbmail.authenticity.dkim;

/**
 * How a body is hashed.
 *
 * @param canon its form
 * @param limit how many octets of that form, from its start; {@link #ALL} for all
 */
public record BodyForm(Canon canon, long limit) {
    /** All octets. */
    public static final long ALL = Long.MAX_VALUE;
}
