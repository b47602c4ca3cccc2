package org.jdbmail.pop3d;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.jdbmail.core.content.PreparedMessage;
import org.jdbmail.core.index.MailboxIndexes;
import org.jdbmail.core.reading.Readings;
import org.jdbmail.core.store.Credential;
import org.jdbmail.core.store.Destination;
import org.jdbmail.mime.bytes.MessageBytes;
import org.jdbmail.sql.SqlStore;
import org.jdbmail.sql.SqlStoreOptions;
import org.jdbmail.sql.database.DatabaseConfig;
import org.jdbmail.testkit.database.StatementCounter;
import org.jdbmail.testkit.database.TestDatabase;
import org.jdbmail.testkit.database.TestDatabases;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a session reads of an INBOX that another has read a moment ago: the same for few messages and for many. */
class MaildropTest {
    private static final int FEW = 5;
    private static final int MANY = 60;

    private final StatementCounter counter = new StatementCounter();

    static List<String> databases() {
        return TestDatabases.names();
    }

    private record Cost(int statements, int rows) {}

    private Cost cost(Supplier<?> work) {
        counter.clear();
        work.get();
        return new Cost(counter.statements().size(), counter.rows());
    }

    private static long account(SqlStore store, String login, int messages) {
        long user = store.write(tx -> {
            long id = tx.users().create(login, new Credential("", ""), 0, 0);
            tx.mailboxes().create(id, "INBOX", null);
            return id;
        });
        long inbox = store.read(
                tx -> tx.mailboxes().find(user, "INBOX").orElseThrow().id());
        byte[] message = "Subject: one of many\r\n\r\nbody\r\n".getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < messages; i++) {
            store.deliver(
                    PreparedMessage.prepare(MessageBytes.of(message)),
                    Instant.EPOCH,
                    List.of(Destination.plain(inbox, user)));
        }
        return user;
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aSecondSessionReadsNoMessageAnew(String name) {
        try (TestDatabase database = TestDatabases.create(name);
                SqlStore store = SqlStore.open(
                        DatabaseConfig.of(database.url()).withAccount(database.user(), database.password()),
                        SqlStoreOptions.DEFAULT.withConnections(counter::around))) {
            // What is looked at once in a while, whoever comes, is looked at now.
            second(store, account(store, "first", 1), 1);
            Cost few = second(store, account(store, "few", FEW), FEW);
            Cost many = second(store, account(store, "many", MANY), MANY);
            assertEquals(few, many);
            assertTrue(many.rows < FEW, many.toString());
        }
    }

    private Cost second(SqlStore store, long user, int messages) {
        Readings readings = Readings.of(store);
        MailboxIndexes indexes = new MailboxIndexes(store, 1 << 20);
        long octets = Maildrop.open(readings, indexes, user).sizeLeft();
        return cost(() -> {
            Maildrop maildrop = Maildrop.open(readings, indexes, user);
            assertEquals(messages, maildrop.countLeft());
            assertEquals(octets, maildrop.sizeLeft());
            return maildrop;
        });
    }
}
