package org.jdbmail.core.queue;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Passes lines on as programs expect them, ended by LF. Of what comes in, every CR belongs to a line's end. */
final class LfStream extends OutputStream {
    private final OutputStream out;

    LfStream(OutputStream out) {
        this.out = new BufferedOutputStream(out);
    }

    @Override
    public void write(int octet) throws IOException {
        if (octet != '\r') {
            out.write(octet);
        }
        if (octet == '\n') {
            out.flush();
        }
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }
}
