package org.jdbmail.imapd.proto;

import java.io.IOException;
import org.jdbmail.core.mail.FlagSet;
import org.jdbmail.core.mailbox.MailboxName;
import org.jspecify.annotations.Nullable;

/**
 * APPEND (RFC 3501 §6.3.11).
 *
 * @param date the internal date in seconds since 1970-01-01T00:00:00Z; null for now
 */
public record Append(
        MailboxName mailbox, FlagSet flags, @Nullable Long date, MessageLiteral message) implements ImapCommand {
    static Append parse(Tokenizer in) throws IOException, ImapSyntaxException {
        in.space();
        MailboxName mailbox = MailboxNames.parse(in);
        in.space();
        FlagSet flags = FlagSet.NONE;
        if (in.peek() == '(') {
            flags = Flags.parseList(in);
            in.space();
        }
        Long date = null;
        if (in.peek() == '"') {
            date = Dates.moment(in);
            in.space();
        }
        return new Append(mailbox, flags, date, in.message());
    }

    @Override
    public void close() {
        message.close();
    }
}
