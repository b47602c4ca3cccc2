package org.jdbmail.authd.proto;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.Optional;

/** What a client is told of an exchange. */
public sealed interface AuthReply {
    /** The exchange that it is about. */
    long id();

    /** A challenge. */
    @SuppressWarnings("ArrayRecordComponent") // sent once and never compared
    record Go(long id, byte[] challenge) implements AuthReply {}

    /**
     * Somebody is let in.
     *
     * @param user the name of the account
     * @param last what the client of the client is told along with that; empty for nothing
     */
    record Ok(long id, String user, Optional<byte[]> last) implements AuthReply {}

    /**
     * Nobody is let in.
     *
     * @param why what a program makes of it
     * @param reason words for people; may be empty
     */
    record Fail(long id, Why why, String reason) implements AuthReply {}

    /** Why nobody is let in. */
    enum Why {
        /** Name or password are wrong, or what was said is no answer of the mechanism. */
        CREDENTIALS(""),
        /** Who proved to be somebody may not act as somebody else. */
        AUTHORIZATION("\tcode=authz_fail\tauthz"),
        /** It can't be told now. Old clients know the bare word. */
        NOT_NOW("\tcode=temp_fail\ttemp");

        private final String words;

        Why(String words) {
            this.words = words;
        }
    }

    /** The line, with its end. */
    default byte[] line() {
        String text = switch (this) {
            case Go(long id, byte[] challenge) -> "CONT\t" + id + "\t" + base64(challenge);
            case Ok(long id, String user, Optional<byte[]> last) ->
                "OK\t" + id + "\tuser=" + Fields.escaped(user)
                        + last.map(data -> "\tresp=" + base64(data)).orElse("");
            case Fail(long id, Why why, String reason) ->
                "FAIL\t" + id + (reason.isEmpty() ? "" : "\treason=" + Fields.escaped(reason)) + why.words;
        };
        return (text + "\n").getBytes(UTF_8);
    }

    private static String base64(byte[] data) {
        return Base64.getEncoder().encodeToString(data);
    }
}
