package org.jdbmail.sql.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbmail.core.content.Layout;
import org.jdbmail.core.digest.TextDigest;
import org.jdbmail.sql.SqlStore;
import org.jdbmail.sql.SqlStoreOptions;
import org.jdbmail.testkit.database.TestDatabase;
import org.jdbmail.testkit.database.TestDatabases;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The round trip through DBMail's layout, and what DBMail and its users see of it in the tables. */
class PartsRoundTripTest extends RoundTripContract {
    @Override
    SqlStoreOptions options() {
        return super.options().with(SqlStoreOptions.Writing.in(Layout.PARTS));
    }

    /** The rows of a query on one message, columns joined by a bar. */
    private List<String> rows(TestDatabase database, String sql, long physId) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = database.connect();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, physId);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    List<String> columns = new ArrayList<>();
                    for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                        byte[] value = row.getBytes(i);
                        columns.add(value == null ? "NULL" : new String(value, StandardCharsets.UTF_8).strip());
                    }
                    rows.add(String.join("|", columns));
                }
            }
        }
        return rows;
    }

    private static byte[] bytes(String text) {
        return text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void theRowsAreThoseThatDbmailWrites(String name) throws Exception {
        SqlStore store = store(name);
        TestDatabase database = opened(name).database();
        long physId = put(store, account(store), bytes("""
                Subject: two parts
                Content-Type: multipart/mixed; boundary=b

                preamble
                --b

                one
                --b
                Content-Type: text/html

                <p>two
                --b--
                """));
        assertEquals(
                List.of(
                        "1|1|0|0|Subject: two parts\nContent-Type: multipart/mixed; boundary=b",
                        "0|1|0|1|preamble",
                        "1|2|1|0|",
                        "0|2|1|1|one",
                        "1|3|1|0|Content-Type: text/html",
                        "0|3|1|1|<p>two"),
                rows(
                        database,
                        "SELECT l.is_header, l.part_key, l.part_depth, l.part_order, m.data FROM dbmail_partlists l"
                                + " JOIN dbmail_mimeparts m ON m.id = l.part_id WHERE l.physmessage_id = ?"
                                + " ORDER BY l.part_key, l.part_order",
                        physId));
        // echo -n 'preamble' | sha1sum
        assertEquals(
                List.of("d754b54dbe4be7947dbabee43763bd519051d79c|8"),
                rows(
                        database,
                        "SELECT m.hash, m.size FROM dbmail_partlists l JOIN dbmail_mimeparts m ON m.id = l.part_id"
                                + " WHERE l.physmessage_id = ? AND l.part_key = 1 AND l.part_order = 1",
                        physId));
        assertEquals(
                List.of(),
                rows(database, "SELECT physmessage_id FROM jdbmail_repair WHERE physmessage_id = ?", physId),
                "a well-formed message needs no repair");
        assertEquals(
                List.of(),
                rows(database, "SELECT physmessage_id FROM jdbmail_content WHERE physmessage_id = ?", physId));
    }

    @ParameterizedTest
    @MethodSource("databases")
    void anAttachmentIsStoredOnceForAllMessages(String name) throws Exception {
        SqlStore store = store(name);
        TestDatabase database = opened(name).database();
        List<String> ids = new ArrayList<>();
        for (String subject : List.of("first", "second", "third")) {
            long physId = put(store, account(store), withAttachment(subject, 200_000, 77));
            ids.addAll(rows(
                    database,
                    "SELECT part_id FROM dbmail_partlists WHERE physmessage_id = ? AND part_key = 3 AND part_order = 1",
                    physId));
        }
        assertEquals(3, ids.size());
        assertEquals(1, ids.stream().distinct().count(), "one row for the attachment of three messages");
    }

    @ParameterizedTest
    @MethodSource("databases")
    void partsAndHeaderValuesHaveTheDigestThatTheSettingsName(String name) throws Exception {
        TestDatabase database = opened(name).database();
        for (TextDigest digest : TextDigest.values()) {
            byte[] message = bytes("Subject: by " + digest + "\n\nbody by " + digest);
            try (SqlStore store = SqlStore.open(
                    config(database), options().with(new SqlStoreOptions.Writing(Optional.of(Layout.PARTS), digest)))) {
                List<Long> ids = List.of(put(store, account(store), message), put(store, account(store), message));
                String part = "SELECT m.hash, m.id FROM dbmail_partlists l JOIN dbmail_mimeparts m ON m.id = l.part_id"
                        + " WHERE l.physmessage_id = ? AND l.is_header = 0";
                List<String> first = rows(database, part, ids.getFirst());
                assertEquals(digest.of("body by " + digest), first.getFirst().replaceAll("[ |].*", ""));
                assertEquals(first, rows(database, part, ids.getLast()));
                assertEquals(
                        List.of(digest.of("by " + digest)),
                        rows(
                                database,
                                "SELECT v.hash FROM dbmail_header h JOIN dbmail_headername n ON n.id = h.headername_id"
                                        + " JOIN dbmail_headervalue v ON v.id = h.headervalue_id"
                                        + " WHERE n.headername = 'subject' AND h.physmessage_id = ?",
                                ids.getFirst()));
                assertComesBack(store, ids.getLast(), message, digest.name());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aPartWithTheHashOfAnotherIsNotMistakenForIt(String name) throws Exception {
        SqlStore store = store(name);
        TestDatabase database = opened(name).database();
        byte[] message = bytes("Subject: collision\n\n" + "one of two\n");
        long first = put(store, account(store), message);
        database.execute("UPDATE dbmail_mimeparts SET data = 'ONE OF TWO\n' WHERE id = (SELECT part_id FROM"
                + " dbmail_partlists WHERE physmessage_id = " + first + " AND is_header = 0)");
        long second = put(store, account(store), message);
        assertComesBack(store, second, message, "the message whose part is like another's");
        String part = "SELECT part_id FROM dbmail_partlists WHERE physmessage_id = ? AND is_header = 0";
        assertNotEquals(rows(database, part, first), rows(database, part, second));
    }

    @ParameterizedTest
    @MethodSource("databases")
    void dbmailsViewsShowTheHeader(String name) throws Exception {
        SqlStore store = store(name);
        TestDatabase database = opened(name).database();
        long physId = put(store, account(store), bytes("""
                From: =?utf-8?q?J=C3=BCrgen?= <juergen@example.org>
                To: b@example.org, c@example.org
                Cc: B <b@example.org>
                Subject: Re: [list] =?utf-8?b?R3LDvMOfZQ==?=
                Date: Tue, 3 Mar 2026 23:20:30 -0500
                Message-ID: <1@example.org>
                References: <a@example.org> <b@example.org>
                In-Reply-To: <b@example.org>

                text
                """));
        assertEquals(
                List.of("juergen"),
                rows(database, "SELECT fromfield FROM dbmail_fromfield WHERE physmessage_id = ?", physId));
        assertEquals(
                List.of("b"), rows(database, "SELECT tofield FROM dbmail_tofield WHERE physmessage_id = ?", physId));
        assertEquals(
                List.of("b"), rows(database, "SELECT ccfield FROM dbmail_ccfield WHERE physmessage_id = ?", physId));
        assertEquals(
                List.of("Re: [list] Gr\u00fc\u00dfe|gr\u00fc\u00dfe"),
                rows(
                        database,
                        "SELECT subjectfield, sortfield FROM dbmail_subjectfield WHERE physmessage_id = ?",
                        physId));
        List<String> dates =
                rows(database, "SELECT datefield, sortfield FROM dbmail_datefield WHERE physmessage_id = ?", physId);
        assertEquals(1, dates.size());
        assertTrue(dates.getFirst().startsWith("2026-03-03"), dates.getFirst());
        assertTrue(dates.getFirst().endsWith("|2026-03-03 23:20:30"), dates.getFirst());
        assertEquals(
                List.of("a@example.org", "b@example.org"),
                rows(
                        database,
                        "SELECT referencesfield FROM dbmail_referencesfield WHERE physmessage_id = ?"
                                + " ORDER BY referencesfield",
                        physId));
        List<String> envelope = rows(database, "SELECT envelope FROM dbmail_envelope WHERE physmessage_id = ?", physId);
        assertEquals(1, envelope.size());
        assertTrue(envelope.getFirst().contains("\"<1@example.org>\""), envelope.getFirst());
        assertEquals(
                List.of("cc", "content-type", "date", "from", "in-reply-to", "references", "subject", "to"),
                rows(
                        database,
                        "SELECT n.headername FROM dbmail_header h JOIN dbmail_headername n ON n.id = h.headername_id"
                                + " WHERE h.physmessage_id = ? ORDER BY n.headername",
                        physId));
    }

    @ParameterizedTest
    @MethodSource("databases")
    void headerValuesAreStoredOnceForAllMessages(String name) throws Exception {
        SqlStore store = store(name);
        TestDatabase database = opened(name).database();
        byte[] message = bytes("From: A <a@example.org>\nTo: A <a@example.org>\nSubject: the same\n\nx\n");
        String values = "SELECT headervalue_id FROM dbmail_header h JOIN dbmail_headername n ON n.id = h.headername_id"
                + " WHERE h.physmessage_id = ? AND n.headername IN ('from', 'to', 'subject') ORDER BY headervalue_id";
        List<String> first = rows(database, values, put(store, account(store), message));
        List<String> second = rows(database, values, put(store, account(store), message));
        assertEquals(first, second);
        assertEquals(2, first.stream().distinct().count(), "From and To have one value between them");
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aMessageWithoutDateIsSortedByItsArrival(String name) throws Exception {
        SqlStore store = store(name);
        long physId = put(store, account(store), bytes("Subject: no date\n\nx\n"));
        assertEquals(
                List.of("2026-03-29 01:30:07"),
                rows(
                        opened(name).database(),
                        "SELECT sortfield FROM dbmail_datefield WHERE physmessage_id = ?",
                        physId));
    }

    @ParameterizedTest
    @MethodSource("databases")
    @Tag("full")
    void aPartThatTheServerDoesntTakeGoesIntoTheOtherLayout(String name) throws Exception {
        SqlStore store = store(name);
        byte[] message = withAttachment("too large for a packet of 128 MB", 50 << 20, 3);
        long physId = put(store, account(store), message);
        String content = "SELECT 1 FROM jdbmail_content WHERE physmessage_id = ?";
        String parts = "SELECT 1 FROM dbmail_partlists WHERE physmessage_id = ? AND part_key = 1";
        TestDatabase database = opened(name).database();
        boolean bounded = TestDatabases.isMysql(name);
        assertEquals(bounded, !rows(database, content, physId).isEmpty());
        assertEquals(!bounded, !rows(database, parts, physId).isEmpty());
        assertComesBack(store, physId, message, "a large part");
    }
}
