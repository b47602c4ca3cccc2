package org.jdbmail.sql.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TimeZone;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jdbmail.core.content.PreparedMessage;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.reading.Summaries;
import org.jdbmail.core.store.Delivered;
import org.jdbmail.mime.Checkpoint;
import org.jdbmail.mime.bytes.MessageBytes;
import org.jdbmail.mime.listing.Listing;
import org.jdbmail.mime.listing.MessageSummary;
import org.jdbmail.mime.listing.SortKeys;
import org.jdbmail.sql.SqlStore;
import org.jdbmail.testkit.mail.MailGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Messages come back byte for byte, attachments are stored once, and summaries answer listings. */
final class ContentsTest extends StoreContract {
    private static PreparedMessage prepared(byte[] bytes) {
        return PreparedMessage.prepare(MessageBytes.of(bytes));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] all(MessageBytes message) {
        return message.slice(0, message.size());
    }

    private long physId(SqlStore store, Account account, byte[] bytes) {
        Delivered.Stored stored =
                (Delivered.Stored) store.deliver(prepared(bytes), DATE, List.of(account.destination()))
                        .getFirst();
        return changes(store, account.inbox(), stored.modseq() - 1)
                .get(stored.uid())
                .physId();
    }

    private static List<byte[]> oddMessages() {
        List<byte[]> messages = new ArrayList<>();
        messages.add(new byte[0]);
        messages.add(ascii("\r\n"));
        messages.add(ascii("no header at all"));
        messages.add(ascii("Subject: bare\nline\rends\r\n\rbody\n\r\n.\r\n..\n"));
        messages.add(ascii("Subject: nul\0in header\r\n\r\nand \0 in body\0"));
        messages.add(ascii("Subject: gr\u00fc\u00dfe\r\n\r\n\u00ff\u00fe 8-bit \u0080"));
        messages.add(ascii("Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nno end"));
        messages.add(ascii("Content-Type: multipart/mixed\r\n\r\n--b\r\n\r\nx\r\n--b--\r\n"));
        byte[] random = new byte[300_000];
        new Random(4).nextBytes(random);
        messages.add(random);
        StringBuilder nested = new StringBuilder();
        for (int i = 0; i < 60; i++) {
            nested.append("Content-Type: multipart/mixed; boundary=b")
                    .append(i)
                    .append("\r\n\r\n--b")
                    .append(i)
                    .append("\r\n");
        }
        messages.add(ascii(nested + "\r\ndeep"));
        StringBuilder many = new StringBuilder("Content-Type: multipart/mixed; boundary=b\r\n\r\n");
        for (int i = 0; i < 10_000; i++) {
            many.append("--b\r\n\r\npart ").append(i).append("\r\n");
        }
        messages.add(ascii(many + "--b--\r\n"));
        return messages;
    }

    private static byte[] withAttachment(String subject, byte[] attachment) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(ascii("Subject: " + subject + "\r\nMIME-Version: 1.0\r\n"
                + "Content-Type: multipart/mixed; boundary=frontier\r\n\r\n--frontier\r\n\r\nHello " + subject
                + "\r\n--frontier\r\nContent-Type: application/octet-stream\r\n"
                + "Content-Transfer-Encoding: base64\r\n\r\n"));
        out.writeBytes(Base64.getMimeEncoder().encode(attachment));
        out.writeBytes(ascii("\r\n--frontier--\r\n"));
        return out.toByteArray();
    }

    private long count(String name, String from) throws SQLException {
        try (Connection connection = opened(name).database().connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM " + from)) {
            row.next();
            return row.getLong(1);
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void oddMessagesComeBackByteForByte(String name) {
        SqlStore store = store(name);
        Account account = account(store);
        List<byte[]> messages = oddMessages();
        MailGenerator generator = new MailGenerator(11, 400_000);
        for (int i = 0; i < 60; i++) {
            messages.add(generator.next().bytes());
        }
        List<Long> ids = new ArrayList<>();
        messages.forEach(message -> ids.add(physId(store, account, message)));
        Map<Long, MessageBytes> read = store.read(tx -> tx.contents().read(ids, Long.MAX_VALUE));
        Map<Long, byte[]> heads = store.read(tx -> tx.contents().heads(ids));
        Map<Long, Listing> listings = store.read(tx -> tx.contents().listings(ids));
        Map<Long, SortKeys> keys = store.read(tx -> tx.contents().sortKeys(ids));
        Map<Long, String> previews = store.read(tx -> tx.contents().previews(ids));
        assertEquals(ids, List.copyOf(read.keySet()));
        for (int i = 0; i < messages.size(); i++) {
            byte[] sent = messages.get(i);
            Long id = ids.get(i);
            assertArrayEquals(sent, all(read.get(id)), "message " + i);
            Listing listing = listings.get(id);
            MessageSummary made = prepared(sent).summary();
            assertEquals(sent.length, listing.size());
            assertEquals(made.listing().textLines(), listing.textLines());
            assertArrayEquals(made.listing().envelope(), listing.envelope());
            assertArrayEquals(made.listing().bodyStructure(), listing.bodyStructure());
            assertEquals(made.keys(), keys.get(id));
            assertEquals(made.preview(), previews.get(id));
            int headLength = prepared(sent).plan().headLength();
            assertArrayEquals(Arrays.copyOf(sent, headLength), heads.get(id));
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aReadGivesAsManyAsFitTheBudgetInOrderAndAtLeastOne(String name) {
        SqlStore store = store(name);
        Account account = account(store);
        List<Long> ids = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            ids.add(physId(store, account, ascii("Subject: x\r\n\r\n" + "y".repeat(986))));
        }
        List<Long> order = List.of(ids.get(3), Long.MAX_VALUE, ids.get(0), ids.get(4), ids.get(1));
        assertEquals(
                List.of(ids.get(3), ids.get(0)),
                List.copyOf(store.read(tx -> tx.contents().read(order, 2_500)).keySet()));
        assertEquals(
                List.of(ids.get(3)),
                List.copyOf(store.read(tx -> tx.contents().read(order, 1)).keySet()));
        assertEquals(
                Set.of(),
                store.read(tx -> tx.contents().read(List.of(Long.MAX_VALUE), 1)).keySet());
    }

    @ParameterizedTest
    @MethodSource("databases")
    void theSameAttachmentIsStoredOnceAlsoWhenManyArriveAtOnce(String name) throws Exception {
        SqlStore store = store(name);
        byte[] attachment = new byte[300_000];
        new Random(99).nextBytes(attachment);
        long before = count(name, "jdbmail_blob");
        List<Callable<Boolean>> deliveries = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            Account account = account(store);
            byte[] message = withAttachment("number " + i, attachment);
            deliveries.add(() -> {
                long id = physId(store, account, message);
                MessageBytes read =
                        store.read(tx -> tx.contents().read(List.of(id), 1)).get(id);
                return Arrays.equals(message, all(read));
            });
        }
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Boolean> delivery : executor.invokeAll(deliveries)) {
                assertTrue(delivery.get());
            }
        }
        assertEquals(before + 1, count(name, "jdbmail_blob"));
    }

    @ParameterizedTest
    @MethodSource("databases")
    void fiftyMegabytesComeBackPieceByPiece(String name) {
        SqlStore store = store(name);
        Account account = account(store);
        byte[] attachment = new byte[37_500_000];
        new Random(5).nextBytes(attachment);
        byte[] message = withAttachment("large", attachment);
        assertTrue(message.length > 50_000_000);
        long id = physId(store, account, message);
        MessageBytes read = store.read(tx -> tx.contents().read(List.of(id), 1)).get(id);
        assertEquals(message.length, read.size());
        for (int from = 0; from < message.length; from += 3_000_000) {
            int to = Math.min(message.length, from + 3_000_000);
            assertArrayEquals(Arrays.copyOfRange(message, from, to), read.slice(from, to));
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void missingSummariesArePutAndExistingOnesStay(String name) throws Exception {
        SqlStore store = store(name);
        Account account = account(store);
        long without = physId(store, account, ascii("Subject: one\r\n\r\n"));
        long with = physId(store, account, ascii("Subject: two\r\n\r\n"));
        opened(name).database().execute("DELETE FROM jdbmail_summary WHERE physmessage_id = " + without);
        assertEquals(
                Set.of(with),
                store.read(tx -> tx.contents().listings(List.of(without, with))).keySet());
        assertEquals(
                -1,
                changes(store, account.inbox(), 0).values().iterator().next().size());
        MessageSummary put = prepared(ascii("Subject: put\r\n\r\n")).summary();
        store.write(tx -> {
            tx.contents().putSummaries(Map.of(without, put, with, put, Long.MAX_VALUE, put));
            return put;
        });
        Map<Long, SortKeys> keys = store.read(tx -> tx.contents().sortKeys(List.of(without, with)));
        assertEquals("PUT", keys.get(without).subject());
        assertEquals("TWO", keys.get(with).subject());
    }

    @ParameterizedTest
    @MethodSource("databases")
    void summariesOfEarlierVersionsAnswerListingsUntilTheyAreCompleted(String name) throws Exception {
        SqlStore store = store(name);
        Account account = account(store);
        byte[] mail = ascii("Subject: Re: old\r\nDate: Sun, 29 Mar 2026 02:30:00 +0000\r\n\r\ntext\r\n");
        long id = physId(store, account, mail);
        opened(name)
                .database()
                .execute("UPDATE jdbmail_summary SET version = 1, thread_id = NULL, sort_keys = NULL, preview = NULL"
                        + " WHERE physmessage_id = " + id);
        assertEquals(
                mail.length,
                store.read(tx -> tx.contents().listings(List.of(id))).get(id).size());
        assertEquals(Map.of(), store.read(tx -> tx.contents().sortKeys(List.of(id))));
        assertEquals(Map.of(), store.read(tx -> tx.contents().previews(List.of(id))));
        Summaries summaries = new Summaries(store, 1 << 20, 1 << 20);
        SortKeys made = prepared(mail).summary().keys();
        assertEquals(Map.of(id, made), summaries.sortKeys(List.of(id), Checkpoint.NONE));
        assertEquals(Map.of(id, made), store.read(tx -> tx.contents().sortKeys(List.of(id))));
        assertEquals(Map.of(id, "text"), summaries.previews(List.of(id), false));
        // An hour that some zones don't have on that day.
        assertEquals(Instant.parse("2026-03-29T02:30:00Z"), made.sent());
    }

    @ParameterizedTest
    @MethodSource("databases")
    void whenAMessageWasSentIsReadAlikeWhateverTheTimeZoneOfTheProcess(String name) throws Exception {
        SqlStore store = store(name);
        // The first of them is of an hour that Berlin does not have.
        List<String> dates = List.of("Sun, 29 Mar 2026 02:30:00 +0000", "Thu, 01 Jan 1970 00:00:01 +0000");
        List<Instant> expected = List.of(Instant.parse("2026-03-29T02:30:00Z"), Instant.ofEpochSecond(1));
        TimeZone before = TimeZone.getDefault();
        try {
            for (String zone : List.of("Europe/Berlin", "Pacific/Kiritimati", "America/St_Johns")) {
                TimeZone.setDefault(TimeZone.getTimeZone(zone));
                Account account = account(store);
                List<Long> ids = new ArrayList<>();
                for (String date : dates) {
                    ids.add(physId(store, account, ascii("Date: " + date + "\r\n\r\n" + zone + "\r\n")));
                }
                Map<Long, SortKeys> read = store.read(tx -> tx.contents().sortKeys(ids));
                assertEquals(
                        expected, ids.stream().map(id -> read.get(id).sent()).toList(), zone);
            }
        } finally {
            TimeZone.setDefault(before);
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aMessageOfWhichAPieceIsMissingIsNotServedAsAShorterOne(String name) throws Exception {
        SqlStore store = store(name);
        Account account = account(store);
        byte[] bytes = RoundTripContract.withAttachment("missing piece", 9_000, 4711);
        store.deliver(RoundTripContract.prepared(bytes), DATE, List.of(account.destination()));
        long whole = deliver(store, account);
        List<Long> ids = changes(store, account.inbox(), 0).values().stream()
                .map(Seen::physId)
                .toList();
        opened(name).database().execute("DELETE FROM jdbmail_content_piece WHERE physmessage_id = " + ids.getFirst());
        Refusal refusal = assertThrows(
                Refusal.class, () -> store.read(tx -> tx.contents().read(ids.subList(0, 1), Long.MAX_VALUE)));
        assertEquals(Reason.CORRUPT, refusal.reason());
        assertEquals(
                1,
                store.read(tx -> tx.contents().read(ids.subList(1, 2), Long.MAX_VALUE))
                        .size());
        assertEquals(whole, uids(store, account.inbox()).getLast());
    }
}
