package org.jdbmail.mime.text;

import java.io.InputStream;
import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.codec.QuotedPrintableInputStream;
import org.jdbmail.mime.field.TransferEncoding;

/**
 * Undoes a transfer encoding (RFC 2045 §6) with Mime4j's streams, and never fails: what isn't base64 is passed over, what
 * isn't quoted-printable is taken as it stands. Between the body and Mime4j stands what makes hostile and sloppy bodies
 * harmless: {@link Base64Pieces} and {@link ShortBlanks}.
 */
final class TransferDecoder {
    private TransferDecoder() {}

    /**
     * The decoded body. It has to be closed, once and by the thread that opened it, since Mime4j then uses its buffers
     * for the next one.
     */
    static InputStream of(TransferEncoding encoding, InputStream encoded) {
        return switch (encoding) {
            case IDENTITY -> encoded;
            case BASE64 -> new Base64Pieces(encoded);
            case QUOTED_PRINTABLE -> new QuotedPrintableInputStream(new ShortBlanks(encoded), DecodeMonitor.SILENT);
        };
    }
}
