package org.jdbmail.testkit.mail;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The generator's mail is repeatable, varied, and of the sizes it promises. */
class MailGeneratorTest {
    private static List<GeneratedMail> mail(long seed, int count) {
        MailGenerator generator = new MailGenerator(seed);
        List<GeneratedMail> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(generator.next());
        }
        return all;
    }

    @Test
    void theSameSeedGivesTheSameMail() {
        MailGenerator one = new MailGenerator(7);
        MailGenerator two = new MailGenerator(7);
        for (int i = 0; i < 150; i++) {
            assertArrayEquals(one.next().bytes(), two.next().bytes());
        }
        assertFalse(new MailGenerator(7)
                .next()
                .text()
                .equals(new MailGenerator(8).next().text()));
    }

    @Test
    void fiveHundredMessagesHoldEveryKindAndSizesUpToTwentyMegabytes() {
        Set<MailKind> kinds = EnumSet.noneOf(MailKind.class);
        Set<String> ids = new HashSet<>();
        long total = 0;
        int biggest = 0;
        int smallest = Integer.MAX_VALUE;
        for (GeneratedMail mail : mail(1, 500)) {
            kinds.add(mail.kind());
            assertTrue(ids.add(mail.messageId()), mail::toString);
            assertTrue(mail.text().contains(mail.messageId()), mail::toString);
            total += mail.bytes().length;
            biggest = Math.max(biggest, mail.bytes().length);
            smallest = Math.min(smallest, mail.bytes().length);
        }
        assertTrue(kinds.size() >= 17, "only " + kinds);
        assertTrue(biggest > 18_000_000 && biggest < 22_000_000, "biggest " + biggest);
        assertTrue(smallest < 1_500, "smallest " + smallest);
        assertTrue(total > 40_000_000 && total < 200_000_000, "total " + total);
    }

    @Test
    void everyLineEndsInCrLf() {
        Pattern stray = Pattern.compile("(?<!\r)\n|\r(?!\n)");
        for (MailKind kind : MailKind.values()) {
            GeneratedMail mail = new MailGenerator(kind.ordinal()).next(kind);
            assertFalse(stray.matcher(mail.text()).find(), mail::toString);
            assertTrue(mail.text().endsWith("\r\n"), mail::toString);
        }
    }

    @Test
    void attachmentsComeAgainAndThreadsGoOn() {
        Set<String> files = new HashSet<>();
        int attached = 0;
        int answers = 0;
        Pattern name = Pattern.compile("filename=\"([^\"]*)\"");
        for (GeneratedMail mail : mail(3, 300)) {
            Matcher matcher = name.matcher(mail.text());
            while (matcher.find()) {
                files.add(matcher.group(1));
                attached++;
            }
            answers += mail.text().contains("In-Reply-To: ") ? 1 : 0;
        }
        assertTrue(files.size() < attached * 2 / 3, files.size() + " files in " + attached + " places");
        assertTrue(answers > 60, answers + " answers");
    }

    @Test
    void brokenKindsAreBroken() {
        assertFalse(
                new MailGenerator(1).next(MailKind.NO_CLOSING_BOUNDARY).text().endsWith("--\r\n"));
        assertFalse(header(MailKind.NO_BLANK_LINE).contains("\r\n\r\nthe"));
        assertTrue(header(MailKind.GARBAGE_HEADER).contains("No Colon Here"));
        assertTrue(new MailGenerator(1).next(MailKind.RAW_8BIT).text().chars().anyMatch(c -> c > 127));
        assertTrue(new MailGenerator(1).next(MailKind.LONG_LINE).text().lines().anyMatch(line -> line.length() > 2000));
    }

    private static String header(MailKind kind) {
        return new MailGenerator(1).next(kind).text();
    }

    @Test
    void aSizedMessageHasThatSizeToTheByte() {
        MailGenerator generator = new MailGenerator(5);
        for (int size : new int[] {4_000, 20_480, 20_481, 20_482, 200_000}) {
            GeneratedMail mail = generator.sized(size);
            assertEquals(size, mail.bytes().length);
            assertTrue(mail.text().endsWith("\r\n"));
        }
    }
}
