package org.jdbmail.imapd.proto;

import org.jspecify.annotations.Nullable;

/**
 * What stands in parentheses after the items of a FETCH (RFC 4466 §2.4).
 *
 * @param partial which of the messages named are meant (RFC 9394 §3.3); null for all
 * @param changedSince only messages with a greater MODSEQ (RFC 7162 §3.1.4.1); null for all
 * @param vanished whether UIDs are to be told that were expunged since (RFC 7162 §3.2.6)
 */
public record FetchModifiers(
        @Nullable PartialRange partial, @Nullable Long changedSince, boolean vanished) {
    static final FetchModifiers NONE = new FetchModifiers(null, null, false);

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
        // RFC 9394 §3.3: of UID FETCH only.
        if (name.equals("PARTIAL") && uid && partial == null) {
            in.space();
            return new FetchModifiers(PartialRange.parse(in), changedSince, vanished);
        }
        if (name.equals("CHANGEDSINCE") && changedSince == null) {
            in.space();
            return new FetchModifiers(partial, in.number(), vanished);
        }
        // RFC 7162 §3.2.6: of UID FETCH only, and where QRESYNC is enabled.
        if (name.equals("VANISHED") && uid && in.isOn(Extension.QRESYNC)) {
            return new FetchModifiers(partial, changedSince, true);
        }
        throw new ImapSyntaxException("Unknown FETCH modifier");
    }
}
