package org.jdbmail.core.queue;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jdbmail.core.smtp.EnvelopeAddress;
import org.jdbmail.core.smtp.MailParameters;
import org.jdbmail.core.smtp.RecipientParameters;
import org.jdbmail.core.smtp.client.MailContent;
import org.jdbmail.core.smtp.client.SendResult;
import org.jdbmail.core.store.MailTarget;
import org.jdbmail.core.store.QueuedMail;
import org.jdbmail.core.store.QueuedRecipient;
import org.jdbmail.mime.bytes.MessageBytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mail that leaves by the program {@code sendmail}: its words, what it reads, and what its status means. */
class SendmailTransportTest {
    @TempDir
    private Path folder;

    private static QueuedRecipient recipient(int id, String address) {
        return new QueuedRecipient(
                id,
                MailTarget.ofStored(address),
                new RecipientParameters(Set.of(), false, "rfc822", address),
                false,
                1,
                Instant.EPOCH,
                "",
                false);
    }

    /** What is said of each recipient by a program that notes its words and what it reads. */
    private List<SendResult> send(EnvelopeAddress sender, int status) throws Exception {
        Path program = folder.resolve("sendmail");
        Files.writeString(
                program,
                "#!/bin/sh\nprintf '[%s]' \"$@\" >" + folder + "/words\ncat >" + folder + "/read\nexit " + status
                        + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        QueuedMail mail = new QueuedMail(
                1,
                1,
                Instant.EPOCH,
                "id",
                sender,
                0,
                "",
                MailParameters.NONE,
                null,
                List.of(recipient(1, "a@x.test"), recipient(2, "-b@y.test")));
        return new SendmailTransport(program + " -O x", new Program("", false, Duration.ofSeconds(60)))
                .send(mail, new MailContent("", MessageBytes.of("Subject: x\r\n\r\n.\r\n".getBytes(US_ASCII)), 0));
    }

    private String noted(String what) throws Exception {
        return Files.readString(folder.resolve(what));
    }

    @Test
    void itGetsSenderRecipientsAndTheMessage() throws Exception {
        List<SendResult> results = send(new EnvelopeAddress("s", "remote.test"), 0);
        assertEquals(2, results.size());
        results.forEach(each -> assertInstanceOf(SendResult.Sent.class, each));
        assertEquals("[-O][x][-i][-f][s@remote.test][--][a@x.test][-b@y.test]", noted("words"));
        assertEquals("Subject: x\n\n.\n", noted("read"));
        send(EnvelopeAddress.NULL, 0);
        assertEquals("[-O][x][-i][-f][<>][--][a@x.test][-b@y.test]", noted("words"));
    }

    @Test
    void itsStatusSaysWhetherToTryAgain() throws Exception {
        for (SendResult each : send(EnvelopeAddress.NULL, 75)) {
            assertEquals(false, assertInstanceOf(SendResult.Failed.class, each).isFinal());
        }
        for (SendResult each : send(EnvelopeAddress.NULL, 67)) {
            assertEquals(true, assertInstanceOf(SendResult.Failed.class, each).isFinal());
        }
    }
}
