package org.jdbmail.sql.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.jdbmail.core.content.PreparedMessage;
import org.jdbmail.core.store.Delivered;
import org.jdbmail.mime.bytes.MessageBytes;
import org.jdbmail.sql.SqlStore;
import org.jdbmail.testkit.mail.MailGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever comes in comes out, to the byte; the same for every layout of contents. */
abstract class RoundTripContract extends StoreContract {
    /** Messages that a MIME reader may stumble over, by what is odd about them. */
    private static Map<String, String> oddMessages() {
        String mixed = "Content-Type: multipart/mixed; boundary=b\r\n\r\n";
        Map<String, String> odd = new LinkedHashMap<>();
        odd.put("empty", "");
        odd.put("only a blank line", "\r\n");
        odd.put("only a line feed", "\n");
        odd.put("no header", "\r\nbody\r\n");
        odd.put("no header and no blank line", "no header at all");
        odd.put("header without line end", "Subject: x");
        odd.put("header without blank line", "Subject: x\r\n");
        odd.put("no body", "Subject: x\r\n\r\n");
        odd.put(
                "a binary part (BINARYMIME)",
                "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n"
                        + "Content-Type: application/octet-stream\r\nContent-Transfer-Encoding: binary\r\n\r\n"
                        + "\0\r\n\n\r\0\r\r\n.\r\n--\0b\r\n".repeat(700) + "\r\n--b\r\n\r\nx\0\r\n--b--\r\n");
        odd.put("NUL bytes", "Subject: \0x\r\n\r\nNUL \0\0 and \0\r\n");
        odd.put(
                "NUL in an encoded word",
                "Subject: =?us-ascii?q?a=00b?=\r\nFrom: =?us-ascii?q?=00?= <a\0@b>\r\n\r\nx\r\n");
        odd.put("bare CR", "Subject: x\r\n\r\na\rb\r\r\nc\r");
        odd.put("bare LF", "Subject: x\n\nonly\nline feeds\n");
        odd.put("all line ends", "Subject: x\r\n\r\nmixed\nline\r\nends\r\r\n\rno end");
        odd.put("8-bit", "Subject: J\u00f6rg \u00ff\r\n\r\n\u0080\u00fe\u00ff\r\n");
        odd.put("no final line end", "Subject: x\r\n\r\nno end");
        odd.put("garbage in the header", "Subject: x\r\nthis is no header line\r\nTo: a@b\r\n\r\nx\r\n");
        odd.put("mbox line first", "From a@b Mon Jan  1 00:00:00 2026\r\nSubject: x\r\n\r\nx\r\n");
        odd.put("boundary not closed", mixed + "--b\r\nContent-Type: text/html\r\n\r\nnever closed\r\n");
        odd.put("boundary never occurs", mixed + "just text\r\n");
        odd.put("no boundary parameter", "Content-Type: multipart/mixed\r\n\r\n--b\r\n\r\ntext\r\n--b--\r\n");
        odd.put("boundary in disguise", mixed + "--b  \r\n\r\nspace\r\n--bb\r\n\r\nlonger\r\n--b--trailing\r\nx");
        odd.put("boundaries only", mixed + "\r\n\r\n--b\r\n--b\r\n--b--");
        odd.put(
                "digest",
                "Content-Type: multipart/digest; boundary=d\r\n\r\n--d\r\n\r\nSubject: one\r\n\r\n1\r\n--d\r\n\r\n"
                        + "Subject: two\r\n\r\n2\r\n--d--\r\n");
        odd.put("impossible date", "Date: Mon, 31 Feb 99999 99:99:99 +9999\r\n\r\nx\r\n");
        odd.put("date far away", "Date: Fri, 1 Jan 0001 00:00:00 +0000\r\n\r\nx\r\n");
        odd.put(
                "long references",
                "References: <" + "r".repeat(900) + "@x> <A@x> <a@x>\r\nIn-Reply-To: <a@x>\r\n\r\nx\r\n");
        odd.put(
                "huge field",
                "Subject: " + "a b\u00e4 ".repeat(40_000) + "\r\nTo: " + "a@b, ".repeat(20_000) + "\r\n\r\nx\r\n");
        odd.put("same fields twice", "To: a@b\r\nTo: a@b\r\nSubject: s\r\nSubject: s\r\nCc: a@b\r\n\r\nx\r\n");
        return odd;
    }

    static PreparedMessage prepared(byte[] bytes) {
        return PreparedMessage.prepare(MessageBytes.of(bytes));
    }

    static byte[] whole(MessageBytes message) {
        return message.slice(0, message.size());
    }

    /** Delivers a message to an account; its physical id. */
    static long put(SqlStore store, Account account, byte[] bytes) {
        Delivered delivered = store.deliver(prepared(bytes), DATE, List.of(account.destination()))
                .getFirst();
        long uid = ((Delivered.Stored) delivered).uid();
        return changes(store, account.inbox(), 0).get(uid).physId();
    }

    static void assertComesBack(SqlStore store, long physId, byte[] bytes, String what) {
        PreparedMessage message = prepared(bytes);
        byte[] read = whole(message(store, physId));
        assertArrayEquals(bytes, read, what);
        byte[] head = store.read(tx -> tx.contents().heads(List.of(physId))).get(physId);
        assertArrayEquals(message.plan().head(message.bytes()), head, "head of: " + what);
        assertEquals(
                bytes.length,
                store.read(tx -> tx.contents().listings(List.of(physId)))
                        .get(physId)
                        .size(),
                what);
    }

    private static MessageBytes message(SqlStore store, long physId) {
        MessageBytes message =
                store.read(tx -> tx.contents().read(List.of(physId), 1)).get(physId);
        assertNotNull(message, "the message is not there");
        return message;
    }

    /** Comes back alone, and with all the others of its mailbox. */
    private void assertAllComeBack(String database, List<byte[]> messages, List<String> names) {
        SqlStore store = store(database);
        Account account = account(store);
        List<Long> ids = new ArrayList<>();
        for (byte[] message : messages) {
            ids.add(put(store, account, message));
        }
        for (int i = 0; i < messages.size(); i++) {
            assertComesBack(store, ids.get(i), messages.get(i), names.get(i));
        }
        Map<Long, MessageBytes> all = store.read(tx -> tx.contents().read(ids, Long.MAX_VALUE));
        assertEquals(ids, List.copyOf(all.keySet()));
        Map<Long, byte[]> heads = store.read(tx -> tx.contents().heads(ids));
        for (int i = 0; i < messages.size(); i++) {
            PreparedMessage message = prepared(messages.get(i));
            assertArrayEquals(messages.get(i), whole(all.get(ids.get(i))), names.get(i));
            assertArrayEquals(message.plan().head(message.bytes()), heads.get(ids.get(i)), names.get(i));
        }
        assertEquals(
                messages.stream().map(message -> (long) message.length).toList(),
                changes(store, account.inbox(), 0).values().stream()
                        .map(Seen::size)
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("databases")
    void oddMessagesComeBackToTheByte(String database) {
        Map<String, String> odd = oddMessages();
        assertAllComeBack(
                database,
                odd.values().stream()
                        .map(text -> text.getBytes(StandardCharsets.ISO_8859_1))
                        .toList(),
                List.copyOf(odd.keySet()));
    }

    /** Pieces of messages, each of which is odd alone; put together by chance they are odd in new ways. */
    private static final List<String> PIECES = List.of(
            "Subject: x\r\n",
            "Subject: x\n",
            "To: a@b\r\n c@d\r\n\t\r\n",
            "From a@b Mon Jan  1 00:00:00 2026\r\n",
            "no header line\r\n",
            ": no name\r\n",
            "Content-Type: multipart/mixed; boundary=a\r\n",
            "Content-Type: multipart/mixed; boundary=\"b c\"\n",
            "Content-Type: multipart/digest; boundary=d\r\n",
            "Content-Type: multipart/mixed; boundary=\r\n",
            "Content-Type: message/rfc822\r\n",
            "Content-Type: text/plain; charset=\u00e4\r\n",
            "Content-Transfer-Encoding: base64\r\n",
            "\r\n",
            "\n",
            "\r",
            "\r\r\n",
            "--a\r\n",
            "--a--\r\n",
            "--a",
            "--a-- trailing",
            "--b c\n",
            "--b c--\n",
            "--d\r\n",
            "--d--\r\n",
            "--\r\n",
            "text\r\n",
            "text\n",
            "text",
            "\0",
            "\u00ff\u00fe",
            "QUJD\r\n",
            ".\r\n",
            " ",
            "x".repeat(5_000) + "\r\n");

    @ParameterizedTest
    @MethodSource("databases")
    void oddPiecesInAnyOrderComeBackToTheByte(String database) {
        Random random = new Random(42);
        List<byte[]> messages = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 250; i++) {
            StringBuilder text = new StringBuilder();
            for (int pieces = 1 + random.nextInt(24); pieces > 0; pieces--) {
                text.append(PIECES.get(random.nextInt(PIECES.size())));
            }
            messages.add(text.toString().getBytes(StandardCharsets.ISO_8859_1));
            names.add(text.toString());
        }
        assertAllComeBack(database, messages, names);
    }

    /** Levels, parts and a large attachment at once, with line ends of every kind between them. */
    @ParameterizedTest
    @MethodSource("databases")
    @Tag("full")
    void manyLevelsManyPartsAndALargeAttachmentComeBackTogether(String database) {
        Random random = new Random(7);
        List<String> ends = List.of("\r\n", "\n", "\r\n", "\r\r\n");
        StringBuilder text = new StringBuilder("Subject: all at once\0\n");
        for (int i = 0; i < 60; i++) {
            text.append("Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n".formatted(i, i));
        }
        text.append("\r\nbottom").append(ends.get(1));
        for (int level = 59; level >= 0; level--) {
            for (int i = 0; i < 160; i++) {
                String end = ends.get(random.nextInt(ends.size()));
                text.append("--b").append(level).append(end).append("X-N: ").append(random.nextInt(3_000));
                text.append(end).append(end).append("part").append(end);
            }
            // Every third level is never closed.
            text.append(level % 3 == 0 ? "" : "--b" + level + "--\r\n");
        }
        byte[] large = withAttachment("and a large one", 12 << 20, 9);
        byte[] first = text.toString().getBytes(StandardCharsets.ISO_8859_1);
        byte[] both = Arrays.copyOf(first, first.length + large.length);
        System.arraycopy(large, 0, both, first.length, large.length);
        assertAllComeBack(database, List.of(both, first), List.of("both", "levels and parts"));
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aHundredGeneratedMailsComeBackToTheByte(String database) {
        MailGenerator generator = new MailGenerator(2);
        List<byte[]> messages = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            var mail = generator.next();
            messages.add(mail.bytes());
            names.add(mail.toString());
        }
        assertAllComeBack(database, messages, names);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void sixtyLevelsOfMimeComeBack(String database) {
        StringBuilder deep = new StringBuilder("Subject: deep\r\n");
        for (int i = 0; i < 60; i++) {
            deep.append("Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n".formatted(i, i));
        }
        deep.append("\r\nbottom\r\n");
        for (int i = 59; i >= 0; i--) {
            deep.append("--b").append(i).append("--\r\n");
        }
        assertAllComeBack(database, List.of(deep.toString().getBytes(StandardCharsets.US_ASCII)), List.of("deep"));
    }

    @ParameterizedTest
    @MethodSource("databases")
    void tenThousandPartsComeBack(String database) {
        StringBuilder wide = new StringBuilder("Content-Type: multipart/mixed; boundary=b\r\n\r\n");
        for (int i = 0; i < 10_000; i++) {
            wide.append("--b\r\nContent-ID: <")
                    .append(i % 7_000)
                    .append(">\r\n\r\npart ")
                    .append(i)
                    .append("\r\n");
        }
        wide.append("--b--\r\n");
        assertAllComeBack(database, List.of(wide.toString().getBytes(StandardCharsets.US_ASCII)), List.of("wide"));
    }

    /** As many bytes of base64, in lines of 76. */
    static byte[] withAttachment(String subject, int bytes, long seed) {
        Random random = new Random(seed);
        byte[] raw = new byte[bytes];
        random.nextBytes(raw);
        String base64 = java.util.Base64.getMimeEncoder().encodeToString(raw);
        String text = "Subject: " + subject + "\r\nFrom: a@example.org\r\nDate: Tue, 3 Mar 2026 10:20:30 +0100\r\n"
                + "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\n" + subject
                + "\r\n--b\r\nContent-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\n\r\n"
                + base64 + "\r\n--b--\r\n";
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @ParameterizedTest
    @MethodSource("databases")
    @Tag("full")
    void fiftyMegabytesOfAttachmentComeBack(String database) {
        SqlStore store = store(database);
        Account account = account(store);
        byte[] message = withAttachment("large", 50 << 20, 1);
        long physId = put(store, account, message);
        assertComesBack(store, physId, message, "50 MB of attachment");
    }

    @ParameterizedTest
    @MethodSource("databases")
    void asManyMessagesAreReadAsFitAndAtLeastOne(String database) {
        SqlStore store = store(database);
        Account account = account(store);
        List<Long> ids = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            ids.add(put(
                    store,
                    account,
                    ("Subject: " + i + "\r\n\r\n" + "x".repeat(10_000)).getBytes(StandardCharsets.US_ASCII)));
        }
        List<Long> some = store.read(tx -> tx.contents().read(ids, 45_000)).keySet().stream()
                .collect(Collectors.toList());
        assertEquals(ids.subList(0, some.size()), some);
        assertEquals(true, !some.isEmpty() && some.size() <= 4, () -> "read " + some.size());
        assertEquals(
                ids.subList(0, 1),
                List.copyOf(store.read(tx -> tx.contents().read(ids, 1)).keySet()));
        assertEquals(
                List.of(),
                List.copyOf(store.read(tx -> tx.contents().read(List.of(Long.MAX_VALUE, Long.MAX_VALUE - 1), 1))
                        .keySet()));
    }
}
