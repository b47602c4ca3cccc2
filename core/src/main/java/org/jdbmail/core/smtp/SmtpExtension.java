package org.jdbmail.core.smtp;

/** The extensions that a server may offer. Their commands and parameters exist only where they are offered. */
public enum SmtpExtension {
    /** RFC 2920. */
    PIPELINING("PIPELINING"),
    /** RFC 6152 (once 1652). */
    EIGHT_BIT_MIME("8BITMIME"),
    /** RFC 6531. */
    SMTPUTF8("SMTPUTF8"),
    /** RFC 1870; told with the limit. */
    SIZE("SIZE"),
    /** RFC 2034. */
    ENHANCED_STATUS_CODES("ENHANCEDSTATUSCODES"),
    /** RFC 3030 §2. */
    CHUNKING("CHUNKING"),
    /** RFC 3030 §3. */
    BINARY_MIME("BINARYMIME"),
    /** RFC 2852. */
    DELIVERBY("DELIVERBY"),
    /** RFC 3461. */
    DSN("DSN"),
    /** RFC 3207. */
    STARTTLS("STARTTLS"),
    /** RFC 4954; told with the mechanisms. */
    AUTH("AUTH"),
    /** RFC 9422; told with the limits. */
    LIMITS("LIMITS"),
    /** Postfix's own; told with the attributes. */
    XFORWARD("XFORWARD"),
    /** Postfix's own; told with the attributes. */
    XCLIENT("XCLIENT");

    private final String keyword;

    SmtpExtension(String keyword) {
        this.keyword = keyword;
    }

    /** The keyword in the reply to EHLO or LHLO. */
    public String keyword() {
        return keyword;
    }
}
