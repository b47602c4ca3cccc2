package org.jdbmail.imapd.proto;

import org.jspecify.annotations.Nullable;

/**
 * AUTHENTICATE (RFC 3501 §6.2.2), with an initial response (RFC 4959).
 *
 * @param mechanism the mechanism's name in upper case
 * @param initial the initial response in base64, {@code =} for an empty one, or null where there is none
 */
public record Authenticate(String mechanism, @Nullable String initial) implements ImapCommand {
    static Authenticate parse(Tokenizer in) throws ImapSyntaxException {
        in.space();
        String mechanism = in.word();
        in.skipSpaces();
        return new Authenticate(mechanism, in.atEnd() ? null : in.atom());
    }

    /** Leaves the initial response out: it may hold a password. */
    @Override
    public String toString() {
        return "Authenticate[" + mechanism + "]";
    }
}
