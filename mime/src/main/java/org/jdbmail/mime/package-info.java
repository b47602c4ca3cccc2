/**
 * Reading the bytes of a message: its MIME structure with offsets, the ENVELOPE and BODYSTRUCTURE that IMAP wants, the
 * sections that FETCH names, decoded header fields and searchable text. Pure code: nothing here knows a database or a
 * socket, and nothing here changes a byte. This package has what all the others share; they lie below each other in the
 * order bytes, charset, field, structure, text, listing.
 */
@NullMarked
package org.jdbmail.mime;

import org.jspecify.annotations.NullMarked;
