package org.jdbmail.imapd.proto;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jdbmail.core.mail.Flag;
import org.jdbmail.core.mail.FlagSet;

/** Flags as STORE, APPEND and SEARCH name them (RFC 3501 §9, flag). */
final class Flags {
    private Flags() {}

    /** {@code (\Seen keyword)}. */
    static FlagSet parseList(Tokenizer in) throws ImapSyntaxException {
        in.expect('(');
        FlagSet flags = in.peek() == ')' ? FlagSet.NONE : parseBare(in);
        in.expect(')');
        return flags;
    }

    /** Flags without parentheses, as STORE allows. */
    static FlagSet parseBare(Tokenizer in) throws ImapSyntaxException {
        int system = 0;
        List<String> keywords = new ArrayList<>();
        int count = 0;
        do {
            in.skipSpaces();
            if (++count > in.limits().items()) {
                throw new ImapSyntaxException("Too many flags");
            }
            if (in.take('\\')) {
                system |= system(in.word()).bit();
            } else {
                keywords.add(in.atom());
            }
        } while (in.peek() == ' ');
        return FlagSet.of(system, dropTwins(keywords));
    }

    /** FlagSet wants each keyword once, also where only the case differs. */
    private static List<String> dropTwins(List<String> keywords) {
        List<String> once = new ArrayList<>();
        for (String keyword : keywords) {
            if (once.stream().noneMatch(keyword::equalsIgnoreCase)) {
                once.add(keyword);
            }
        }
        return once;
    }

    private static Flag system(String name) throws ImapSyntaxException {
        for (Flag flag : Flag.values()) {
            if (flag.imapName().substring(1).toUpperCase(Locale.ROOT).equals(name)) {
                return flag;
            }
        }
        // RFC 3501 §2.3.2: \Recent can't be changed by a client.
        throw new ImapSyntaxException(name.equals("RECENT") ? "\\Recent can't be set" : "Unknown system flag");
    }
}
