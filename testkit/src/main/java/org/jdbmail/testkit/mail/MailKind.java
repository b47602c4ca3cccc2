package org.jdbmail.testkit.mail;

/** What a generated message is an example of. */
public enum MailKind {
    /** A short text in US-ASCII, or an answer to one. */
    PLAIN(300),
    /** Text as RFC 3676 flows it, with quoted lines. */
    FLOWED(80),
    /** Text in some charset and transfer encoding, with encoded words in its header. */
    CHARSET(160),
    /** The same text as plain and as HTML. */
    ALTERNATIVE(170),
    /** HTML with pictures of its own. */
    RELATED(40),
    /** Text with one to three attached files, which other messages attach as well. */
    ATTACHMENT(90),
    /** A message that carries another one. */
    FORWARD(30),
    /** An invitation with a calendar part. */
    CALENDAR(20),
    /** A report of a failed delivery. */
    REPORT(15),
    /** Mail from a list, with long header lines and a signature over a part. */
    LIST(40),
    /** Multiparts in multiparts. */
    NESTED(10),
    /** A multipart whose last boundary never comes. */
    NO_CLOSING_BOUNDARY(7, true),
    /** A header that runs into the text without a blank line. */
    NO_BLANK_LINE(6, true),
    /** Lines in the header that are no header lines. */
    GARBAGE_HEADER(6, true),
    /** 8-bit bytes in header and body, without a word about their charset. */
    RAW_8BIT(8, true),
    /** A line of several thousand bytes. */
    LONG_LINE(5, true),
    /** A header, and nothing after it. */
    NO_BODY(4, true),
    /** Base64 and encoded words that don't decode, charsets that don't exist, dates that are none. */
    BAD_ENCODING(7, true),
    /** A multipart without a boundary parameter. */
    NO_BOUNDARY(3, true);

    private final int weight;
    private final boolean broken;

    MailKind(int weight) {
        this(weight, false);
    }

    MailKind(int weight, boolean broken) {
        this.weight = weight;
        this.broken = broken;
    }

    /** Whether the message breaks the standards. */
    public boolean isBroken() {
        return broken;
    }

    /** How often it comes, beside the others. */
    int weight() {
        return weight;
    }
}
