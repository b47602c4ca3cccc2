package org.jdbmail.authenticity;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jdbmail.authenticity.dkim.BodyHash;
import org.jdbmail.authenticity.dkim.BodyHashes;
import org.jdbmail.authenticity.dkim.DkimSigner;
import org.jdbmail.authenticity.field.HeaderBlock;
import org.jdbmail.mime.bytes.MessageBytes;
import org.jdbmail.testkit.mail.MailGenerator;

/** Messages to sign, and what may befall them afterwards. Texts stand for octets. */
final class GeneratedMail {
    private GeneratedMail() {}

    static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    static MessageBytes bytes(String text) {
        return MessageBytes.of(octets(text));
    }

    /** What a signature of ours signs of the body. */
    static BodyHash body(String message, HeaderBlock block) {
        return BodyHashes.of(bytes(message), block.body(), Set.of(DkimSigner.BODY))
                .get(DkimSigner.BODY);
    }

    /** Generated messages in lines that end in CRLF, with one From, as they would come by SMTP. */
    static List<String> messages(int count) {
        MailGenerator generator = new MailGenerator(22);
        List<String> all = new ArrayList<>();
        while (all.size() < count) {
            String text = new String(generator.next().bytes(), StandardCharsets.ISO_8859_1)
                    .replace("\r\n", "\n")
                    .replace('\r', ' ')
                    .replace("\n", "\r\n")
                    .replace("\0", "");
            HeaderBlock block = HeaderBlock.of(bytes(text));
            boolean isUsual = block.fields().stream().allMatch(each -> each.colon() > 0)
                    && block.named("From").size() == 1
                    && block.body() < text.length();
            if (isUsual) {
                all.add(text);
            }
        }
        return all;
    }

    /** The same, or changed in a way that somebody on the way might. */
    static String changed(Random random, String message) {
        int at = message.indexOf("\r\n\r\n") + 4;
        return switch (random.nextInt(6)) {
            case 0 -> message.substring(0, at) + "x" + message.substring(at);
            case 1 -> message + "more\r\n";
            case 2 -> message.replaceFirst("(?i)\r\nSubject: ", "\r\nSubject: x");
            case 3 -> message.replaceFirst("(?i)\r\nFrom: ", "\r\nFrom:   ");
            case 4 -> "From: another@x.test\r\n" + message;
            default -> message;
        };
    }
}
