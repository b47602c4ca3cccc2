package org.jdbmail.testkit.mail;

import java.nio.charset.StandardCharsets;

/**
 * A generated message.
 *
 * @param number its place in the generator's sequence, from 0
 * @param kind what it is an example of
 * @param messageId its Message-ID with the angle brackets, unique within the sequence
 * @param subject its subject in clear, without encoding
 * @param bytes the message; every line ends in CRLF
 */
@SuppressWarnings("ArrayRecordComponent") // never compared as a record; tests compare the bytes themselves
public record GeneratedMail(int number, MailKind kind, String messageId, String subject, byte[] bytes) {
    /** The bytes as text with one char for each. */
    public String text() {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    @Override
    public String toString() {
        return "message " + number + " " + kind + " " + messageId + " of " + bytes.length + " bytes";
    }
}
