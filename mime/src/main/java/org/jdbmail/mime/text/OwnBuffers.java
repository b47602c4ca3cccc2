package org.jdbmail.mime.text;

import java.io.InputStream;
import java.lang.ref.SoftReference;
import org.apache.james.mime4j.codec.Base64InputStream;
import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.codec.QuotedPrintableInputStream;
import org.apache.james.mime4j.util.BufferRecycler;

/**
 * Mime4j's decoders, each with buffers of its own, so that any thread may go on reading where another one stopped.
 *
 * <p>Mime4j's take their buffers from a store of the thread that makes them, an unsynchronised list, and give them back there
 * whenever they need a larger one and when they are closed, whichever thread that is. A large part is decoded in pieces, each
 * by another thread of the pool, while the thread that made the decoder decodes for somebody else: both would get one buffer,
 * and one user the octets of another. So while a decoder is made its thread has no store, and Mime4j makes one, which nobody
 * else ever knows. Closing gives nothing back: these are a few KiB, which go with the decoder.
 */
final class OwnBuffers {
    private OwnBuffers() {}

    /** Decodes base64, up to the first padding. */
    static InputStream base64(InputStream encoded) {
        return Base64.of(encoded);
    }

    /** Decodes quoted-printable. */
    static InputStream quotedPrintable(InputStream encoded) {
        return QuotedPrintable.of(encoded);
    }

    private static final class Base64 extends Base64InputStream {
        private Base64(InputStream encoded) {
            super(encoded, DecodeMonitor.SILENT);
        }

        static Base64 of(InputStream encoded) {
            SoftReference<BufferRecycler> ofThread = _recyclerRef.get();
            _recyclerRef.remove();
            try {
                return new Base64(encoded);
            } finally {
                _recyclerRef.set(ofThread);
            }
        }

        @Override
        public void close() {
            // See above.
        }
    }

    private static final class QuotedPrintable extends QuotedPrintableInputStream {
        private QuotedPrintable(InputStream encoded) {
            super(encoded, DecodeMonitor.SILENT);
        }

        static QuotedPrintable of(InputStream encoded) {
            SoftReference<BufferRecycler> ofThread = _recyclerRef.get();
            _recyclerRef.remove();
            try {
                return new QuotedPrintable(encoded);
            } finally {
                _recyclerRef.set(ofThread);
            }
        }

        @Override
        public void close() {
            // See above.
        }
    }
}
