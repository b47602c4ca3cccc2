package org.jdbmail.mime.text;

import java.io.InputStream;
import org.jdbmail.mime.field.TransferEncoding;

/**
 * Undoes a transfer encoding (RFC 2045 §6) with Mime4j's streams, and never fails: what isn't base64 is passed over, what
 * isn't quoted-printable is taken as it stands. Between the body and Mime4j stands what makes hostile and sloppy bodies
 * harmless: {@link Base64Pieces} and {@link ShortBlanks}.
 */
final class TransferDecoder {
    private TransferDecoder() {}

    /** The decoded body. Read by one thread at a time, but not always by the same ({@link OwnBuffers}). */
    static InputStream of(TransferEncoding encoding, InputStream encoded) {
        return switch (encoding) {
            case IDENTITY -> encoded;
            case BASE64 -> new Base64Pieces(encoded);
            case QUOTED_PRINTABLE -> OwnBuffers.quotedPrintable(new ShortBlanks(encoded));
        };
    }
}
