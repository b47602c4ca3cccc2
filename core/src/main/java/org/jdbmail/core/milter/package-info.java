/**
 * Filters that speak Sendmail's milter protocol, version 6: {@link org.jdbmail.core.milter.MilterInspection} asks them about mail while it comes, as
 * Postfix and Sendmail do. {@link org.jdbmail.core.milter.MilterConnection} is the protocol.
 */
@NullMarked
package org.jdbmail.core.milter;

import org.jspecify.annotations.NullMarked;
