package org.jdbmail.sieved.proto;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** A word of a command (RFC 5804 §4). */
public sealed interface Word {
    /** A name: of a command, say. */
    record Atom(String text) implements Word {}

    /** A number. */
    record Amount(long value) implements Word {}

    /** A string, quoted or as a literal. */
    @SuppressWarnings("ArrayRecordComponent") // bytes that nobody changes; words aren't compared
    record Text(byte[] bytes) implements Word {
        /** The string as text. */
        String decoded() throws SieveSyntaxException {
            try {
                return StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(bytes))
                        .toString();
            } catch (CharacterCodingException e) {
                throw new SieveSyntaxException("a string is not UTF-8");
            }
        }
    }
}
