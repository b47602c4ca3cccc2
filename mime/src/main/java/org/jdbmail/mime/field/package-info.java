/** The values of header fields: words, addresses, dates, ids, content types and their parameters. */
@NullMarked
package org.jdbmail.mime.field;

import org.jspecify.annotations.NullMarked;
