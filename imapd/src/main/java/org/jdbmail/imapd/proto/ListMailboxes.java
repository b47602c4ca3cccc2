package org.jdbmail.imapd.proto;

import java.io.IOException;

/**
 * LIST, or with subscribed LSUB (RFC 3501 §6.3.8, §6.3.9).
 *
 * @param reference what the pattern is relative to, in Unicode
 * @param pattern a name with the wildcards {@code *} and {@code %}
 * @param onlySpecial whether only mailboxes with a special use are wanted (RFC 6154 §2)
 */
public record ListMailboxes(String reference, String pattern, boolean subscribed, boolean onlySpecial)
        implements ImapCommand {
    /** The option that SPECIAL-USE adds, before the reference and behind RETURN (RFC 6154 §6). */
    private static final String SPECIAL_USE = "SPECIAL-USE";

    static ListMailboxes parse(Tokenizer in, boolean subscribed) throws IOException, ImapSyntaxException {
        in.space();
        boolean onlySpecial = false;
        if (!subscribed && in.peek() == '(') {
            onlySpecial = options(in);
            in.space();
        }
        String reference = MailboxNames.reference(in);
        in.space();
        String pattern = MailboxNames.pattern(in);
        if (!subscribed && in.lookingAt(" RETURN ")) {
            in.space();
            in.word();
            in.space();
            // Uses are told in any case.
            options(in);
        }
        return new ListMailboxes(reference, pattern, subscribed, onlySpecial);
    }

    /** A list of options; whether it is not empty. */
    private static boolean options(Tokenizer in) throws ImapSyntaxException {
        in.expect('(');
        boolean some = false;
        while (in.peek() != ')') {
            if (!in.word().equals(SPECIAL_USE)) {
                throw new ImapSyntaxException("Unknown option");
            }
            some = true;
            in.skipSpaces();
        }
        in.expect(')');
        return some;
    }
}
