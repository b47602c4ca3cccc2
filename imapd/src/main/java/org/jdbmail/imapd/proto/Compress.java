package org.jdbmail.imapd.proto;

/**
 * COMPRESS (RFC 4978 §3).
 *
 * @param mechanism in upper case
 */
public record Compress(String mechanism) implements ImapCommand {
    static Compress parse(Tokenizer in) throws ImapSyntaxException {
        in.space();
        return new Compress(in.word());
    }
}
