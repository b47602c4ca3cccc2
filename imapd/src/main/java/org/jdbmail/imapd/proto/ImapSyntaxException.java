package org.jdbmail.imapd.proto;

import org.jspecify.annotations.Nullable;

/** The client's command is not what the grammar asks for: answered with BAD and this text. */
@SuppressWarnings("serial") // exceptions are thrown and caught here, and not written anywhere
public final class ImapSyntaxException extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean fatal;
    private final @Nullable ResponseCode code;

    /** A command that is wrong; the next one may be right. */
    public ImapSyntaxException(String text) {
        this(text, false, null);
    }

    /** A command that is refused before it is whole, with NO and a code. */
    public ImapSyntaxException(String text, ResponseCode code) {
        this(text, false, code);
    }

    /**
     * As above.
     *
     * @param text a short sentence for the client, without CR or LF, and without what the client sent
     * @param fatal whether we can't tell where the next command begins, so that the connection must end
     */
    public ImapSyntaxException(String text, boolean fatal) {
        this(text, fatal, null);
    }

    private ImapSyntaxException(String text, boolean fatal, @Nullable ResponseCode code) {
        super(text, null, false, false);
        this.fatal = fatal;
        this.code = code;
    }

    /** The code of a NO; null for a BAD. */
    public @Nullable ResponseCode code() {
        return code;
    }

    /** Whether the connection must end. */
    public boolean isFatal() {
        return fatal;
    }
}
