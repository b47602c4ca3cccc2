package org.jdbmail.mime.listing;

/**
 * What a listing shows of a message, so that it never parses one.
 *
 * @param size bytes of the message
 * @param textLines line feeds after the top header
 * @param envelope IMAP's ENVELOPE as it goes over the wire
 * @param bodyStructure IMAP's BODYSTRUCTURE as it goes over the wire; {@link BodyStructure#form} makes BODY of it
 */
@SuppressWarnings("ArrayRecordComponent") // wire bytes that are never changed; listings aren't compared
public record Listing(int size, int textLines, byte[] envelope, byte[] bodyStructure) {}
