package org.jdbmail.imapd.proto;

import java.io.IOException;

/**
 * THREAD (RFC 5256 §3).
 *
 * @param uid whether it answers with UIDs
 */
public record ThreadMessages(boolean uid, Algorithm algorithm, SearchProgram program) implements ImapCommand {
    /** How messages are put into threads. */
    public enum Algorithm {
        ORDEREDSUBJECT,
        REFERENCES,
        /** draft-ietf-morg-inthread. */
        REFS
    }

    static ThreadMessages parse(Tokenizer in, boolean uid) throws IOException, ImapSyntaxException {
        in.space();
        Algorithm algorithm = algorithm(in.word());
        in.space();
        return new ThreadMessages(uid, algorithm, SearchProgram.parseWithCharset(in));
    }

    private static Algorithm algorithm(String word) throws ImapSyntaxException {
        for (Algorithm algorithm : Algorithm.values()) {
            if (algorithm.name().equals(word)) {
                return algorithm;
            }
        }
        throw new ImapSyntaxException("Unknown threading algorithm");
    }
}
