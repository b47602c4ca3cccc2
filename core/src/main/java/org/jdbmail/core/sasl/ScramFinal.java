package org.jdbmail.core.sasl;

import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The client's last message (RFC 5802 §7).
 *
 * @param binding the GS2 header and the channel binding's data
 * @param nonce both sides'
 * @param withoutProof the message up to the proof, which is proved
 * @param proof the proof
 */
@SuppressWarnings("ArrayRecordComponent") // never compared as a record
record ScramFinal(byte[] binding, String nonce, String withoutProof, byte[] proof) {
    private static final Pattern FORM = Pattern.compile(
            "(c=([A-Za-z0-9+/=]{1,4096}),r=([!-+\\--~]{1,1024})(?:,[A-Za-z]=[^,]{0,512})*),p=([A-Za-z0-9+/=]{1,128})");

    static Optional<ScramFinal> parse(String message) {
        Matcher matcher = FORM.matcher(message);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new ScramFinal(
                    Base64.getDecoder().decode(matcher.group(2)),
                    matcher.group(3),
                    matcher.group(1),
                    Base64.getDecoder().decode(matcher.group(4))));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // not base64 after all
        }
    }
}
