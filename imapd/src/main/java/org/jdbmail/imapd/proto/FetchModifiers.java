package org.jdbmail.imapd.proto;

import org.jspecify.annotations.Nullable;

/**
 * What stands in parentheses after the items of a FETCH (RFC 4466 §2.4).
 *
 * @param partial which of the messages named are meant (RFC 9394 §3.3); null for all
 */
public record FetchModifiers(@Nullable PartialRange partial) {
    static final FetchModifiers NONE = new FetchModifiers(null);

    static FetchModifiers parse(Tokenizer in, boolean uid) throws ImapSyntaxException {
        in.skipSpaces();
        if (!in.take('(')) {
            return NONE;
        }
        FetchModifiers modifiers = NONE;
        do {
            in.skipSpaces();
            modifiers = modifiers.with(in.word(), in, uid);
            in.skipSpaces();
        } while (in.peek() != ')' && !in.atEnd());
        in.expect(')');
        return modifiers;
    }

    private FetchModifiers with(String name, Tokenizer in, boolean uid) throws ImapSyntaxException {
        // RFC 9394 §3.3: of UID FETCH only.
        if (!name.equals("PARTIAL") || !uid || partial != null) {
            throw new ImapSyntaxException("Unknown FETCH modifier");
        }
        in.space();
        return new FetchModifiers(PartialRange.parse(in));
    }
}
