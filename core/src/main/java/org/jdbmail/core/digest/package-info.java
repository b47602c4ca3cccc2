/** The digests that DBMail stores as text: of passwords, of parts of messages, of values of header fields. */
@NullMarked
package org.jdbmail.core.digest;

import org.jspecify.annotations.NullMarked;
