package org.jdbmail.sql.store;

/** The round trip through our own layout. */
class CompactRoundTripTest extends RoundTripContract {}
