/**
 * Reading the bytes of a message: its MIME structure with offsets, the ENVELOPE and BODYSTRUCTURE that IMAP wants, the
 * sections that FETCH names, decoded header fields and searchable text. Pure code: nothing here knows a database or a
 * socket, and nothing here changes a byte.
 */
@NullMarked
package org.jdbmail.core.mime;

import org.jspecify.annotations.NullMarked;
