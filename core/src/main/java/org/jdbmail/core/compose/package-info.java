/**
 * Messages that we write ourselves: {@link org.jdbmail.core.compose.LetterWriter} writes well-formed ones, whatever the texts are that it is
 * given, {@link org.jdbmail.core.compose.Report} reports of what became of a message (RFC 3464).
 */
@NullMarked
package org.jdbmail.core.compose;

import org.jspecify.annotations.NullMarked;
