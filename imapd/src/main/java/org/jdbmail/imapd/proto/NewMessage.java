package org.jdbmail.imapd.proto;

import java.io.IOException;
import org.jdbmail.core.mail.FlagSet;
import org.jspecify.annotations.Nullable;

/**
 * A message that a command brings (RFC 3501 §9, append-message of RFC 3502).
 *
 * @param date the internal date in seconds since 1970-01-01T00:00:00Z; null for now
 */
public record NewMessage(FlagSet flags, @Nullable Long date, MessageLiteral literal) {
    static NewMessage parse(Tokenizer in) throws IOException, ImapSyntaxException {
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
        return new NewMessage(flags, date, literal(in));
    }

    private static MessageLiteral literal(Tokenizer in) throws IOException, ImapSyntaxException {
        // RFC 6855 §4: UTF8 (~{n}
        if (!in.lookingAt("UTF8 (")) {
            return in.message();
        }
        if (!in.speaksUtf8()) {
            throw new ImapSyntaxException("ENABLE UTF8=ACCEPT first");
        }
        in.word();
        in.space();
        in.expect('(');
        MessageLiteral message = in.message();
        boolean whole = false;
        try {
            in.expect(')');
            whole = true;
            return message;
        } finally {
            if (!whole) {
                message.close();
            }
        }
    }

    void close() {
        literal.close();
    }
}
