/**
 * What pages do, for programs: JSON over HTTP, with tokens that may do some of what their owner may. Every operation is a line of a table,
 * from which its description (OpenAPI) is made.
 */
@NullMarked
package org.jdbmail.webd.api;

import org.jspecify.annotations.NullMarked;
