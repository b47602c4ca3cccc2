package org.jdbmail.sql.parts;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The digest by which DBMail finds parts and header values that are there already: SHA-1, its default. It only narrows the
 * search, what is found is compared byte for byte; so a store whose DBMail was set to another algorithm is read as well, and
 * merely shares less between DBMail's rows and ours.
 */
final class PartHash {
    private PartHash() {}

    /** The digest as DBMail writes it, in lower-case hexadecimal digits. */
    static String of(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1", e);
        }
    }

    /** The same of a text, as UTF-8. */
    static String of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }
}
