package org.jdbmail.imapd.proto;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jdbmail.core.mail.FlagSet;
import org.jspecify.annotations.Nullable;

/**
 * A message that a command brings (RFC 3501 §9, append-message of RFC 3502).
 *
 * @param date the internal date in seconds since 1970-01-01T00:00:00Z; null for now
 * @param pieces what it is put together of (RFC 4469): one text alone, unless the client says otherwise
 */
public record NewMessage(FlagSet flags, @Nullable Long date, List<MessagePiece> pieces) {
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
        return new NewMessage(
                flags, date, in.lookingAt("CATENATE (") ? pieces(in) : List.of(new MessagePiece.Text(literal(in))));
    }

    /** RFC 4469 §5, append-data. */
    private static List<MessagePiece> pieces(Tokenizer in) throws IOException, ImapSyntaxException {
        in.word();
        in.space();
        in.expect('(');
        List<MessagePiece> pieces = new ArrayList<>();
        boolean whole = false;
        try {
            long octets = 0;
            do {
                in.skipSpaces();
                MessagePiece piece = piece(in);
                pieces.add(piece);
                octets +=
                        piece instanceof MessagePiece.Text text ? text.literal().size() : 0;
                if (octets > in.limits().message()
                        || pieces.size() > in.limits().items()) {
                    throw new ImapSyntaxException("The message is too large", ResponseCode.Plain.TOOBIG);
                }
                in.skipSpaces();
            } while (in.peek() != ')' && !in.atEnd());
            in.expect(')');
            whole = true;
            return List.copyOf(pieces);
        } finally {
            if (!whole) {
                pieces.forEach(MessagePiece::close);
            }
        }
    }

    private static MessagePiece piece(Tokenizer in) throws IOException, ImapSyntaxException {
        if (in.lookingAt("UTF8 (")) {
            return new MessagePiece.Text(literal(in));
        }
        String word = in.word();
        in.space();
        return switch (word) {
            case "TEXT" -> new MessagePiece.Text(in.message());
            case "URL" -> new MessagePiece.Link(in.astring());
            default -> throw new ImapSyntaxException("Expected TEXT or URL");
        };
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

    /** Octets of what the client brings. */
    long octets() {
        long octets = 0;
        for (MessagePiece piece : pieces) {
            octets += piece instanceof MessagePiece.Text text ? text.literal().size() : 0;
        }
        return octets;
    }

    void close() {
        pieces.forEach(MessagePiece::close);
    }
}
