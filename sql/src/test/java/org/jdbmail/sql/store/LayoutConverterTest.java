package org.jdbmail.sql.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jdbmail.core.content.PreparedMessage;
import org.jdbmail.sql.SqlStore;
import org.jdbmail.sql.SqlStoreOptions.Layout;
import org.jdbmail.sql.content.LayoutConverter;
import org.jdbmail.sql.content.LayoutConverter.Progress;
import org.jdbmail.testkit.database.TestDatabase;
import org.jdbmail.testkit.mail.MailGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Messages move from one layout into the other and back, and nobody who reads them sees a difference. */
final class LayoutConverterTest extends StoreContract {
    private static int count(TestDatabase database, String table) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM " + table)) {
            row.next();
            return row.getInt(1);
        }
    }

    /** Runs a converter to its end; how many messages it moved. */
    private static int run(SqlStore store, Layout target) {
        LayoutConverter converter = store.converter(target);
        int moved = 0;
        Progress progress = converter.convert(0);
        while (progress.looked() > 0) {
            moved += progress.moved();
            progress = converter.convert(progress.last());
        }
        return moved;
    }

    private static void assertThere(SqlStore store, Map<Long, byte[]> messages) {
        messages.forEach((id, bytes) -> {
            PreparedMessage message = RoundTripContract.prepared(bytes);
            assertArrayEquals(
                    bytes,
                    RoundTripContract.whole(
                            store.read(tx -> tx.contents().read(List.of(id), 1)).get(id)));
            assertArrayEquals(
                    message.plan().head(message.bytes()),
                    store.read(tx -> tx.contents().heads(List.of(id))).get(id));
        });
    }

    @ParameterizedTest
    @MethodSource("databases")
    void messagesMoveThereAndBackUnchanged(String name) throws Exception {
        SqlStore store = store(name);
        TestDatabase database = opened(name).database();
        Account account = account(store);
        MailGenerator generator = new MailGenerator(7);
        List<byte[]> mails = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            mails.add(generator.next().bytes());
        }
        mails.add(new byte[0]);
        mails.add("no header\0 at all\n".getBytes(StandardCharsets.US_ASCII));
        mails.add(RoundTripContract.withAttachment("large", 3 << 20, 4));
        Map<Long, byte[]> messages = new LinkedHashMap<>();
        mails.forEach(mail -> messages.put(RoundTripContract.put(store, account, mail), mail));
        Map<Long, Seen> before = changes(store, account.inbox(), 0);

        assertEquals(0, run(store, Layout.COMPACT));
        assertEquals(messages.size(), run(store, Layout.PARTS));
        assertEquals(0, count(database, "jdbmail_content"));
        assertEquals(0, count(database, "jdbmail_content_piece"));
        assertEquals(messages.size(), count(database, "dbmail_envelope"));
        assertThere(store, messages);
        assertEquals(before, changes(store, account.inbox(), 0));

        assertEquals(messages.size(), run(store, Layout.COMPACT));
        for (String table : List.of(
                "dbmail_partlists", "dbmail_header", "dbmail_envelope", "dbmail_referencesfield", "jdbmail_repair")) {
            assertEquals(0, count(database, table), table);
        }
        assertEquals(messages.size(), count(database, "jdbmail_content"));
        assertThere(store, messages);
        assertEquals(before, changes(store, account.inbox(), 0));
    }
}
