package org.jdbmail.imapd.proto;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jdbmail.core.mail.ModifiedUtf7;
import org.jdbmail.core.mailbox.MailboxName;
import org.jspecify.annotations.Nullable;

/**
 * Names of mailboxes at the wire (RFC 3501 §5.1.3, §9, mailbox): modified UTF-7. A client that sends 8-bit text all the same
 * means UTF-8 by it, and where that is switched on all names are (RFC 6855 §3, RFC 9051 §5.1).
 */
final class MailboxNames {
    /** A pattern that fits no name. */
    private static final String FITS_NONE = "\0";

    private MailboxNames() {}

    /** A name; {@link MailboxName#NONE} where the spelling is none of a name. */
    static MailboxName parse(Tokenizer in) throws IOException, ImapSyntaxException {
        return of(reference(in));
    }

    /** The name that {@link #reference} has read. */
    static MailboxName of(String name) {
        return name.equals(FITS_NONE) ? MailboxName.NONE : new MailboxName(name);
    }

    /** The reference of a LIST, or a name as it is written, in Unicode. */
    static String reference(Tokenizer in) throws IOException, ImapSyntaxException {
        return orNone(decode(in, in.astring()));
    }

    /** A name with wildcards, in Unicode. */
    static String pattern(Tokenizer in) throws IOException, ImapSyntaxException {
        return orNone(decode(in, in.listMailbox()));
    }

    private static String orNone(@Nullable String pattern) {
        return pattern == null ? FITS_NONE : pattern;
    }

    /** The name as it is sent, octets as ISO 8859-1. */
    static String encode(String name, boolean utf8) {
        return utf8
                ? new String(name.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1)
                : ModifiedUtf7.encode(name);
    }

    private static @Nullable String decode(Tokenizer in, String octets) {
        return !in.speaksUtf8() && octets.chars().allMatch(c -> c < 0x80) ? ModifiedUtf7.decode(octets) : utf8(octets);
    }

    private static @Nullable String utf8(String octets) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(octets.getBytes(StandardCharsets.ISO_8859_1)))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }
}
