package org.jdbmail.mime.listing;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import java.util.Random;
import org.eclipse.angus.mail.iap.Protocol;
import org.eclipse.angus.mail.iap.ProtocolException;
import org.eclipse.angus.mail.imap.protocol.BODYSTRUCTURE;
import org.eclipse.angus.mail.imap.protocol.ENVELOPE;
import org.eclipse.angus.mail.imap.protocol.FetchResponse;
import org.jdbmail.mime.MailScraps;
import org.jdbmail.mime.bytes.MessageBytes;
import org.jdbmail.mime.structure.MimePart;
import org.jdbmail.mime.structure.MimeScanner;
import org.jdbmail.testkit.mail.MailGenerator;
import org.junit.jupiter.api.Test;

/** Whatever the mail, a strict client reads what we say of it: Angus Mail, which fails on anything else. */
final class StrictClientTest {
    private static void check(byte[] mail) {
        MessageBytes message = MessageBytes.of(mail);
        MimePart root = MimeScanner.scan(message);
        String envelope = new String(ImapEnvelope.of(root.header()), StandardCharsets.ISO_8859_1);
        byte[] structure = BodyStructure.extended(root);
        String extended = new String(BodyStructure.form(structure, true, false), StandardCharsets.ISO_8859_1);
        String told = "ENVELOPE " + envelope + " BODYSTRUCTURE " + extended;
        FetchResponse response = assertDoesNotThrow(() -> read("* 1 FETCH (" + told + " UID 7)\r\n"), () -> told);
        assertNotNull(response.getItem(ENVELOPE.class), told);
        BODYSTRUCTURE read = response.getItem(BODYSTRUCTURE.class);
        assertNotNull(read, told);
        same(root, read, told);
    }

    private static FetchResponse read(String response) throws IOException, ProtocolException {
        InputStream in = new ByteArrayInputStream(response.getBytes(StandardCharsets.ISO_8859_1));
        PrintStream out = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.ISO_8859_1);
        Properties properties = new Properties();
        // This is not IMAP's grammar: it wants addresses with the quotes that ENVELOPE leaves out (RFC 3501 §7.4.2).
        properties.setProperty("mail.mime.address.strict", "false");
        return new FetchResponse(new Protocol(in, out, properties, false));
    }

    /** The parts are those that we mean, in their places. */
    private static void same(MimePart part, BODYSTRUCTURE read, String told) {
        if (part.kind() == MimePart.Kind.MULTIPART) {
            assertEquals(Math.max(1, part.children().size()), read.bodies.length, told);
            for (int i = 0; i < part.children().size(); i++) {
                same(part.children().get(i), read.bodies[i], told);
            }
            return;
        }
        assertEquals(part.bodySize(), read.size, told);
        if (part.kind() == MimePart.Kind.MESSAGE && part.contentType().is("message", "rfc822")) {
            assertNotNull(read.envelope, told);
            same(part.embedded(), read.bodies[0], told);
        }
    }

    @Test
    void generatedMailIsReadAsItIsMeant() {
        MailGenerator generator = new MailGenerator(23);
        for (int i = 0; i < 200; i++) {
            check(generator.next().bytes());
        }
    }

    @Test
    void hostileMailIsReadAsItIsMeant() {
        Random random = new Random(24);
        for (int i = 0; i < 6_000; i++) {
            check(MailScraps.mail(random));
        }
    }
}
