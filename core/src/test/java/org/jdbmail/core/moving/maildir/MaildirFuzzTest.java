package org.jdbmail.core.moving.maildir;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jdbmail.core.mail.FlagSet;
import org.jdbmail.core.moving.source.SourceMailbox;
import org.jdbmail.testkit.fuzz.Fuzz;
import org.junit.jupiter.api.Test;

/** Whatever files are called, and whatever Dovecot's files beside them say, there are messages with flags. */
class MaildirFuzzTest {
    private static final List<String> KEYWORDS =
            List.of("$Label1", "Junk", "", "$Forwarded", "x y", "a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k");

    private static final List<String> NAMES = List.of(
            "1767323045.M1P2.host,S=123,W=130:2,FRS",
            "1767323045.M1P2.host:2,",
            "1767323045.M1P2.host:2,DFPRSTabcp",
            "1767323045.M1P2.host;2,S",
            "1767323045.M1P2.host!2,Sz",
            "1767323045.M1P2.host:1,S",
            "a2,b:2,S:2,T");

    /** The small files of a Maildir, one behind the other. */
    private static final String BETWEEN = "\u001f";

    private static final List<String> FILES = List.of(
            String.join(
                    BETWEEN,
                    "3 V1275660208 N25022 G3085f01b7f11094c501100008c4a11c1\n1 P5 G12 :one\n2 :two\n4294967295 W3 :x y\n",
                    "0 $Label1\n1 Junk\n25 last\n",
                    "user=bob lrwst\nanyone lr\nuser=\u00c3\u00bc\ngroup=x lr\n",
                    "V\t2\n\nINBOX\tSent\n&AOQ-\n",
                    "one red blue\ntwo $Label1\n",
                    "\\Sent\n"),
            String.join(
                    BETWEEN, "1 1275660208 25022\n1 one:2,S\n2 two\n", "\n", "-user=x lr\n", "a.b\nc/d\n", " \n", ""));

    @Test
    void everyNameHasABaseAndFlags() {
        assertTrue(Fuzz.run(NAMES, bytes -> {
                    String name = new String(bytes, ISO_8859_1);
                    String base = MaildirName.base(name);
                    assertTrue(name.startsWith(base), name);
                    FlagSet flags = MaildirName.flags(name, KEYWORDS);
                    String letters = MaildirName.letters(flags, KEYWORDS);
                    assertEquals(flags, MaildirName.flags("x:2," + letters, KEYWORDS), name);
                })
                > 0);
    }

    @Test
    void whateverStandsInTheFilesBesideTheMessagesAreFound() throws IOException {
        Path root = Files.createTempDirectory("jdbmail-maildir-");
        root.toFile().deleteOnExit();
        Files.createDirectories(root.resolve("new"));
        Path cur = Files.createDirectories(root.resolve("cur"));
        for (String name : List.of("one:2,Sa", "two")) {
            Files.writeString(cur.resolve(name), "Subject: " + name + "\n\n", StandardCharsets.US_ASCII);
        }
        List<String> names = List.of(
                UidList.FILE,
                MaildirMailbox.KEYWORDS,
                MaildirMailbox.RIGHTS,
                "subscriptions",
                MaildirMailbox.MORE_KEYWORDS,
                MaildirMailbox.USE);
        assertTrue(Fuzz.run(500, FILES, bytes -> {
                    String[] parts = new String(bytes, ISO_8859_1).split(BETWEEN, -1);
                    for (int i = 0; i < names.size(); i++) {
                        Files.writeString(root.resolve(names.get(i)), i < parts.length ? parts[i] : "", ISO_8859_1);
                    }
                    List<SourceMailbox> mailboxes = MaildirTree.read(root);
                    assertFalse(mailboxes.isEmpty());
                    assertEquals(2, mailboxes.getFirst().messages().size());
                    assertEquals("INBOX", mailboxes.getFirst().about().name());
                })
                > 0);
    }
}
