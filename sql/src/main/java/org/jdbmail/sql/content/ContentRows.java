package org.jdbmail.sql.content;

/** Which columns the rows of a physical message and of its content in the compact layout have: for all ways to deliver. */
public final class ContentRows {
    /** The columns of {@code dbmail_physmessage} but its key: octets twice, and when it came. */
    public static final String PHYSICAL_COLUMNS = "messagesize, rfcsize, internal_date";

    /** A parameter for each of these columns. */
    public static final String PHYSICAL_PARAMETERS = "?, ?, ?";

    /** The columns of {@code jdbmail_content}. */
    public static final String COLUMNS = "physmessage_id, head, body, packing, pieces";

    /** A parameter for each of these columns but the first and the last. */
    public static final String BYTES_PARAMETERS = "?, ?, ?";

    private ContentRows() {}
}
