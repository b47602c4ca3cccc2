package org.jdbmail.mime;

/**
 * How much of a message is understood. Beyond a limit nothing is lost: the bytes stay where they are and are served,
 * they are only not looked into any further.
 */
public final class MimeLimits {
    /** Levels of parts inside parts, an embedded message counting as one; deeper ones are opaque leaves. */
    public static final int DEPTH = 100;

    /** Parts in all; after so many, boundaries are no longer looked for. */
    public static final int PARTS = 20_000;

    /** Bytes of one header block that are parsed. */
    public static final int HEADER_BYTES = 1 << 20;

    /** Bytes of all header blocks of a message that are parsed. */
    public static final int ALL_HEADER_BYTES = 1 << 25;

    /** Fields of one header block that are kept for later use; RFC 5322 knows two dozen. */
    public static final int KNOWN_FIELDS = 1_000;

    /** Fields of one header block that are listed. */
    public static final int FIELDS = 20_000;

    /** Longest field name; a line with a longer one is taken for garbage. */
    public static final int FIELD_NAME = 998;

    /** Longest boundary that is looked for: what fits into a line. RFC 2046 §5.1.1 allows 70. */
    public static final int BOUNDARY = 996;

    /** Parameters of one Content-Type or Content-Disposition. */
    public static final int PARAMETERS = 100;

    /** Addresses of one kind (all To fields, say) that are kept. */
    public static final int ADDRESSES = 5_000;

    private MimeLimits() {}
}
