package org.jdbmail.core.parts;

/**
 * One row of {@code dbmail_partlists} with the bytes of its {@code dbmail_mimeparts}.
 *
 * @param header whether it is a header block ({@code is_header}); otherwise a body, preamble or epilogue
 * @param key {@code part_key}: counts the header blocks of the message, from 1
 * @param depth {@code part_depth}: how many multiparts are around
 * @param order {@code part_order}: counts the rows of one key, from 0
 * @param data the bytes, with bare line feeds; a header block without the blank line after it
 */
public record PartRow(boolean header, int key, int depth, int order, byte[] data) {
    /** Levels of parts inside parts that have rows of their own: DBMail reads no more. What is deeper stays in a body. */
    static final int MAX_DEPTH = 64;
}
