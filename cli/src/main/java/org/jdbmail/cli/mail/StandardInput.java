package org.jdbmail.cli.mail;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;

/** Reads a message as programs hand it over: lines end in LF there, and mbox's first line may stand before it. */
final class StandardInput {
    private StandardInput() {}

    /**
     * The message with lines that end in CRLF.
     *
     * @throws Refusal TOO_BIG if it has more octets than that
     */
    static byte[] message(InputStream source, long most) throws IOException {
        InputStream in = new BufferedInputStream(source);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int before = 0;
        for (int octet = in.read(); octet >= 0; octet = in.read()) {
            if (octet == '\n' && before != '\r') {
                out.write('\r');
            }
            out.write(octet);
            before = octet;
            if (out.size() > most) {
                throw new Refusal(Reason.TOO_BIG, "the message is larger than " + most + " octets");
            }
        }
        byte[] all = out.toByteArray();
        String start = new String(all, 0, Math.min(all.length, 1000), StandardCharsets.ISO_8859_1);
        int end = start.indexOf("\r\n");
        return start.startsWith("From ") && end > 0 ? Arrays.copyOfRange(all, end + 2, all.length) : all;
    }
}
