package org.jdbmail.imapd.proto;

import org.jspecify.annotations.Nullable;

/**
 * What stands in parentheses after the items of a FETCH (RFC 4466 §2.4).
 *
 * @param changedSince only messages with a greater MODSEQ (RFC 7162 §3.1.4.1); null for all
 * @param vanished whether UIDs are to be told that were expunged since (RFC 7162 §3.2.6)
 */
public record FetchModifiers(@Nullable Long changedSince, boolean vanished) {
    static final FetchModifiers NONE = new FetchModifiers(null, false);

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
        if (modifiers.vanished && modifiers.changedSince == null) {
            throw new ImapSyntaxException("VANISHED needs CHANGEDSINCE");
        }
        return modifiers;
    }

    private FetchModifiers with(String name, Tokenizer in, boolean uid) throws ImapSyntaxException {
        if (name.equals("CHANGEDSINCE") && changedSince == null) {
            in.space();
            return new FetchModifiers(in.number(), vanished);
        }
        // RFC 7162 §3.2.6: of UID FETCH only, and where QRESYNC is enabled.
        if (name.equals("VANISHED") && uid && in.isOn(Extension.QRESYNC)) {
            return new FetchModifiers(changedSince, true);
        }
        throw new ImapSyntaxException("Unknown FETCH modifier");
    }
}
