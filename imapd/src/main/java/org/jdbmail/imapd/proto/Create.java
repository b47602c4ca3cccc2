package org.jdbmail.imapd.proto;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jdbmail.core.mailbox.MailboxName;

/**
 * CREATE (RFC 3501 §6.3.3).
 *
 * @param uses what it is to be for (RFC 6154 §3), with backslashes
 */
public record Create(MailboxName mailbox, List<String> uses) implements ImapCommand {
    static Create parse(Tokenizer in) throws IOException, ImapSyntaxException {
        in.space();
        MailboxName mailbox = MailboxNames.parse(in);
        List<String> uses = new ArrayList<>();
        if (in.lookingAt(" (USE ")) {
            in.space();
            in.expect('(');
            in.word();
            in.space();
            in.expect('(');
            while (in.peek() != ')') {
                in.expect('\\');
                uses.add("\\" + in.atom());
                in.skipSpaces();
            }
            in.expect(')');
            in.skipSpaces();
            in.expect(')');
        }
        return new Create(mailbox, uses);
    }
}
