package org.jdbmail.imapd.proto;

/** The client's command is not what the grammar asks for: answered with BAD and this text. */
public final class ImapSyntaxException extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean fatal;

    /** A command that is wrong; the next one may be right. */
    public ImapSyntaxException(String text) {
        this(text, false);
    }

    /**
     * As above.
     *
     * @param text a short sentence for the client, without CR or LF, and without what the client sent
     * @param fatal whether we can't tell where the next command begins, so that the connection must end
     */
    public ImapSyntaxException(String text, boolean fatal) {
        super(text, null, false, false);
        this.fatal = fatal;
    }

    /** Whether the connection must end. */
    public boolean isFatal() {
        return fatal;
    }
}
