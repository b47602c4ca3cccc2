package org.jdbmail.sql.store;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbmail.core.mail.Flag;
import org.jdbmail.mime.listing.MessageSummary;
import org.jdbmail.sql.SqlStore;
import org.jdbmail.testkit.database.TestDatabase;
import org.jdbmail.testkit.database.TestDatabases;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Messages whose rows were written as DBMail writes them, by SQL of this test's own, are read through the store: byte for
 * byte as they were sent, also where DBMail itself reads them back with a line too many.
 */
final class DbmailRowsTest extends StoreContract {
    private static final String MULTIPART = """
            Return-Path: a@example.org
            Subject: as DBMail keeps it
            Content-Type: multipart/mixed; boundary="outer"

            preamble
            --outer
            Content-Type: multipart/alternative; boundary=inner

            --inner
            Content-Type: text/plain

            plain
            --inner
            Content-Type: text/html

            <p>html
            --inner--
            --outer
            Content-Type: message/rfc822

            Subject: inside

            text of the message inside
            --outer--
            """;

    /** Writes rows on a plain connection, with keys from 9000 on, which no row of the store's has here. */
    private static final class Writer implements AutoCloseable {
        private final Connection connection;
        private long nextPart;

        Writer(TestDatabase database, long firstPart) throws SQLException {
            this.connection = database.connect();
            this.nextPart = firstPart;
        }

        void run(String sql, Object... values) throws SQLException {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                for (int i = 0; i < values.length; i++) {
                    if (values[i] instanceof byte[] bytes) {
                        statement.setBytes(i + 1, bytes);
                    } else {
                        statement.setObject(i + 1, values[i]);
                    }
                }
                statement.executeUpdate();
            }
        }

        /** A message in a mailbox, its content yet to come. */
        void message(long uid, long mailbox, long physId, String uniqueId, String flags) throws SQLException {
            run("INSERT INTO dbmail_physmessage (id, messagesize, rfcsize, internal_date)" + " VALUES (" + physId
                    + ", 1, 2, '2026-11-20 20:41:10')");
            run(
                    "INSERT INTO dbmail_messages (message_idnr, mailbox_idnr, physmessage_id, seen_flag, answered_flag,"
                            + " deleted_flag, flagged_flag, recent_flag, draft_flag, unique_id, status, seq)"
                            + " VALUES (?, ?, ?, " + flags + ", ?, 1, 5)",
                    uid,
                    mailbox,
                    physId,
                    uniqueId);
            run("UPDATE dbmail_mailboxes SET seq = 5 WHERE mailbox_idnr = ?", mailbox);
        }

        void part(long physId, boolean header, int key, int depth, int order, String data) throws SQLException {
            long id = nextPart++;
            run(
                    "INSERT INTO dbmail_mimeparts (id, hash, data, size) VALUES (?, ?, ?, ?)",
                    id,
                    "0".repeat(40),
                    data.getBytes(ISO_8859_1),
                    (long) data.length());
            run("INSERT INTO dbmail_partlists (physmessage_id, is_header, part_key, part_depth, part_order, part_id)"
                    + " VALUES (" + physId + ", " + (header ? 1 : 0) + ", " + key + ", " + depth + ", " + order + ", "
                    + id + ")");
        }

        /** {@link #MULTIPART}, with the empty epilogue of the inner multipart that GMime reports. */
        void multipart(long physId) throws SQLException {
            part(
                    physId,
                    true,
                    1,
                    0,
                    0,
                    "Return-Path: a@example.org\nSubject: as DBMail keeps it\n"
                            + "Content-Type: multipart/mixed; boundary=\"outer\"\n");
            part(physId, false, 1, 0, 1, "preamble");
            part(physId, true, 2, 1, 0, "Content-Type: multipart/alternative; boundary=inner\n");
            part(physId, true, 3, 2, 0, "Content-Type: text/plain\n");
            part(physId, false, 3, 2, 1, "plain");
            part(physId, true, 4, 2, 0, "Content-Type: text/html\n");
            part(physId, false, 4, 2, 1, "<p>html");
            part(physId, true, 5, 1, 0, "Content-Type: message/rfc822\n");
            part(physId, true, 6, 1, 0, "Subject: inside\n");
            part(physId, false, 6, 1, 1, "text of the message inside");
        }

        @Override
        public void close() throws SQLException {
            connection.close();
        }
    }

    private static String crlf(String text) {
        return text.replace("\n", "\r\n");
    }

    private static String text(SqlStore store, long physId) {
        return new String(
                RoundTripContract.whole(
                        store.read(tx -> tx.contents().read(List.of(physId), 1)).get(physId)),
                ISO_8859_1);
    }

    private static String head(SqlStore store, long physId) {
        return new String(store.read(tx -> tx.contents().heads(List.of(physId))).get(physId), ISO_8859_1);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aMultipartThatDbmailWroteIsReadAsItWasSent(String name) throws Exception {
        SqlStore store = store(name);
        Account account = account(store);
        try (Writer dbmail = new Writer(opened(name).database(), 10_000)) {
            dbmail.message(9_001, account.inbox(), 9_001, "d1", "1, 0, 0, 1, 0, 1");
            dbmail.multipart(9_001);
            dbmail.run("INSERT INTO dbmail_keywords (message_idnr, keyword) VALUES (9001, 'Work')");
        }
        assertEquals(crlf(MULTIPART), text(store, 9_001));
        assertEquals(crlf(MULTIPART.substring(0, MULTIPART.indexOf("\n\n") + 2)), head(store, 9_001));
        Seen seen = changes(store, account.inbox(), 0).get(9_001L);
        assertEquals(Flag.SEEN.bit() | Flag.FLAGGED.bit() | Flag.DRAFT.bit(), seen.flags());
        assertEquals(Set.of("Work"), seen.keywords());
        assertEquals(5, seen.modseq());
        // date -ud '2026-11-20 20:41:10' +%s
        assertEquals(1795207270, seen.date());
    }

    @ParameterizedTest
    @MethodSource("databases")
    void itsSizeIsKnownOnceItWasSummedUp(String name) throws Exception {
        SqlStore store = store(name);
        Account account = account(store);
        try (Writer dbmail = new Writer(opened(name).database(), 20_000)) {
            dbmail.message(9_101, account.inbox(), 9_101, "d2", "0, 0, 0, 0, 1, 0");
            dbmail.multipart(9_101);
        }
        assertEquals(-1, changes(store, account.inbox(), 0).get(9_101L).size());
        assertEquals(Map.of(), store.read(tx -> tx.contents().listings(List.of(9_101L))));
        MessageSummary summary = MessageSummary.of(
                store.read(tx -> tx.contents().read(List.of(9_101L), 1)).get(9_101L));
        store.write(tx -> {
            tx.contents().putSummaries(Map.of(9_101L, summary, 9_999L, summary));
            tx.contents().putSummaries(Map.of(9_101L, summary));
            return summary;
        });
        assertEquals(
                crlf(MULTIPART).length(),
                changes(store, account.inbox(), 0).get(9_101L).size());
        assertEquals(
                "AS DBMAIL KEEPS IT",
                store.read(tx -> tx.contents().sortKeys(List.of(9_101L)))
                        .get(9_101L)
                        .subject());
    }

    @ParameterizedTest
    @MethodSource("databases")
    void messagesOfBothLayoutsAreReadInTheOrderInWhichTheyAreWanted(String name) throws Exception {
        SqlStore store = store(name);
        Account account = account(store);
        deliver(store, account);
        long first =
                changes(store, account.inbox(), 0).values().iterator().next().physId();
        try (Writer dbmail = new Writer(opened(name).database(), 30_000)) {
            dbmail.message(9_201, account.inbox(), 9_201, "d3", "0, 0, 0, 0, 1, 0");
            dbmail.multipart(9_201);
            dbmail.message(9_202, account.inbox(), 9_202, "d4", "0, 0, 0, 0, 1, 0");
            dbmail.part(9_202, true, 1, 0, 0, "Subject: no body\n");
        }
        List<Long> wanted = List.of(9_202L, first, 9_201L, 9_998L);
        assertEquals(
                List.of(9_202L, first, 9_201L),
                List.copyOf(store.read(tx -> tx.contents().read(wanted, Long.MAX_VALUE))
                        .keySet()));
        assertEquals(
                Set.of(9_202L, first, 9_201L),
                store.read(tx -> tx.contents().heads(wanted)).keySet());
        assertEquals("Subject: no body\r\n\r\n", text(store, 9_202));
        assertEquals("Subject: no body\r\n\r\n", head(store, 9_202));
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aMessageInBlocksOfDbmail2IsRead(String name) throws Exception {
        TestDatabase database = opened(name).database();
        SqlStore store = store(name);
        Account account = account(store);
        if (TestDatabases.isMysql(name)) {
            database.execute("CREATE TABLE IF NOT EXISTS dbmail_messageblks (messageblk_idnr bigint(21) NOT NULL"
                    + " AUTO_INCREMENT PRIMARY KEY, physmessage_id bigint(21) NOT NULL DEFAULT 0, messageblk longblob"
                    + " NOT NULL, blocksize bigint(21) NOT NULL DEFAULT 0, is_header tinyint(1) NOT NULL DEFAULT 0)");
        }
        String[] blocks = {"Subject: of old\nTo: b@example.org\n\n", "first block\nof ", "two\n"};
        try (Writer dbmail = new Writer(database, 40_000)) {
            dbmail.message(9_301, account.inbox(), 9_301, "d5", "0, 0, 0, 0, 1, 0");
            // The order of the ids counts, not that of their insertion.
            for (int i : new int[] {2, 0, 1}) {
                dbmail.run(
                        "INSERT INTO dbmail_messageblks (messageblk_idnr, physmessage_id, messageblk, blocksize, is_header)"
                                + " VALUES (?, ?, ?, ?, " + (i == 0 ? 1 : 0) + ")",
                        9_300L + i,
                        9_301L,
                        blocks[i].getBytes(ISO_8859_1),
                        (long) blocks[i].length());
            }
        }
        // One that is opened afterwards: whether there is such a table is looked up once.
        try (SqlStore other = SqlStore.open(config(database), options())) {
            assertEquals(crlf(String.join("", blocks)), text(other, 9_301));
            assertEquals(crlf(blocks[0]), head(other, 9_301));
            assertEquals(
                    Set.of(9_301L),
                    other.read(tx -> tx.contents().read(List.of(9_301L, 9_302L), 1))
                            .keySet());
        }
    }
}
