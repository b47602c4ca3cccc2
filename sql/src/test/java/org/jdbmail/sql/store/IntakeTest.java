package org.jdbmail.sql.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jdbmail.core.content.Layout;
import org.jdbmail.core.content.PreparedMessage;
import org.jdbmail.core.mail.Flag;
import org.jdbmail.core.mail.FlagSet;
import org.jdbmail.core.mail.NumberSet;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.store.BulkIntake;
import org.jdbmail.core.store.Mailbox;
import org.jdbmail.mime.bytes.MessageBytes;
import org.jdbmail.sql.SqlStore;
import org.jdbmail.sql.SqlStoreOptions;
import org.jdbmail.testkit.database.StatementCounter;
import org.jdbmail.testkit.database.TestDatabase;
import org.jdbmail.testkit.database.TestDatabases;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Many messages at a time, with what they bring along. */
final class IntakeTest extends StoreContract {
    private static final byte[] ATTACHED =
            ("Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: image/png\r\n\r\n"
                            + "x".repeat(5_000) + "\r\n--b--\r\n")
                    .getBytes(StandardCharsets.US_ASCII);

    private final StatementCounter counter = new StatementCounter();

    @Override
    SqlStoreOptions options() {
        return SqlStoreOptions.DEFAULT.withConnections(counter::around);
    }

    private static BulkIntake.Item item(PreparedMessage message, long uid, String origin, FlagSet flags) {
        return new BulkIntake.Item(
                new BulkIntake.Fresh(message, DATE, 0), flags, false, DATE.plusSeconds(5), uid, "", origin);
    }

    private static BulkIntake intake(Account account, int count, long firstUid, String origin) {
        List<BulkIntake.Item> items = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            PreparedMessage message = i % 3 == 0 ? RoundTripContract.prepared(ATTACHED) : message(i);
            items.add(item(
                    message,
                    firstUid == 0 ? 0 : firstUid + 2L * i,
                    origin.isEmpty() ? "" : origin + i,
                    new FlagSet(i % 32, i % 2 == 0 ? java.util.Set.of("$Forwarded", "Todo") : java.util.Set.of())));
        }
        return new BulkIntake(account.inbox(), account.user(), items);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void whatIsTakenInIsThereInItsOrderWithAllThatItBrings(String name) {
        SqlStore store = store(name);
        Account account = account(store, 1);
        List<BulkIntake.Taken> taken = store.takeIn(intake(account, 40, 0, ""));
        Map<Long, Seen> there = changes(store, account.inbox(), 0);
        assertEquals(taken.stream().map(BulkIntake.Taken::uid).toList(), List.copyOf(there.keySet()));
        int i = 0;
        for (Map.Entry<Long, Seen> each : there.entrySet()) {
            assertEquals(taken.get(i).physId(), each.getValue().physId());
            assertEquals(i % 32, each.getValue().flags());
            assertFalse(each.getValue().recent());
            assertEquals(DATE.getEpochSecond(), each.getValue().date());
            assertEquals(
                    i % 2 == 0 ? new TreeSet<>(List.of("$Forwarded", "Todo")) : new TreeSet<>(),
                    each.getValue().keywords());
            i++;
        }
        byte[] content = store.read(tx -> {
            MessageBytes bytes = tx.contents()
                    .read(List.of(taken.getFirst().physId()), Long.MAX_VALUE)
                    .get(taken.getFirst().physId());
            return bytes.slice(0, bytes.size());
        });
        assertArrayEquals(ATTACHED, content);
        assertEquals(
                DATE.getEpochSecond() + 5,
                store.read(tx -> tx.messages().saveTimes(account.inbox()))
                        .get(taken.getFirst().uid()));
        assertTrue(used(store, account) > 13L * ATTACHED.length, "charged, though there was no room");
    }

    @ParameterizedTest
    @MethodSource("databases")
    void theNumberOfStatementsDoesNotGrowWithThatOfMessages(String name) {
        SqlStore store = store(name);
        Account account = account(store);
        store.takeIn(intake(account, 30, 0, "first"));
        counter.clear();
        store.takeIn(intake(account, 30, 0, "second"));
        int few = counter.statements().size();
        counter.clear();
        store.takeIn(intake(account, 300, 0, "third"));
        int many = counter.statements().size();
        // MariaDB and SQLite give the numbers of two tables row by row; to SQLite nothing travels.
        int rows = name.equals("postgresql") ? 0 : 2 * 270;
        assertTrue(many - few <= rows + 3, few + " and " + many);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void anOriginIsTakenOnceAndAllOrNoneIsTaken(String name) {
        SqlStore store = store(name);
        Account account = account(store);
        List<BulkIntake.Taken> taken = store.takeIn(intake(account, 3, 0, "a"));
        assertEquals(
                Map.of(
                        "a0",
                        taken.get(0).uid(),
                        "a1",
                        taken.get(1).uid(),
                        "a2",
                        taken.get(2).uid()),
                store.read(tx -> tx.messages().origins(account.inbox())));
        List<BulkIntake.Item> mixed = new ArrayList<>(intake(account, 2, 0, "b").items());
        mixed.addAll(intake(account, 1, 0, "a").items());
        Refusal refusal =
                assertThrows(Refusal.class, () -> store.takeIn(new BulkIntake(account.inbox(), account.user(), mixed)));
        assertEquals(Reason.ALREADY_EXISTS, refusal.reason());
        assertEquals(3, uids(store, account.inbox()).size());
    }

    @ParameterizedTest
    @MethodSource("databases")
    void uidsAreKeptWhereTheyAreFreeAndNobodyElseGetsThem(String name) {
        SqlStore store = store(name);
        Account account = account(store);
        Account other = account(store);
        long first = deliver(store, other) + 100;
        assertTrue(store.maintenance().reserveUids(NumberSet.of(first, first + 2, first + 4)));
        List<BulkIntake.Taken> taken = store.takeIn(intake(account, 3, first, ""));
        assertEquals(
                List.of(first, first + 2, first + 4),
                taken.stream().map(BulkIntake.Taken::uid).toList());
        assertTrue(deliver(store, other) > first + 4);
        assertTrue(deliver(store, account) > first + 4);
        assertFalse(store.maintenance().reserveUids(NumberSet.of(first + 1, first + 2)));
        assertFalse(store.maintenance().reserveUids(NumberSet.of(1L << 31)));
        Refusal refusal = assertThrows(Refusal.class, () -> store.takeIn(intake(account, 2, first + 5, "")));
        assertEquals(Reason.INVALID, refusal.reason());
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aMailboxThatIsNewGetsItsNumber(String name) {
        SqlStore store = store(name);
        Account account = account(store);
        long number = account.inbox() + 1_000;
        assertTrue(store.maintenance().renumberMailbox(account.inbox(), number));
        Mailbox inbox =
                store.read(tx -> tx.mailboxes().find(account.user(), "INBOX")).orElseThrow();
        assertEquals(number, inbox.id());
        assertEquals(
                List.of(number),
                store.read(tx -> tx.mailboxes().visibleTo(account.user())).stream()
                        .filter(access -> access.subscribed())
                        .map(access -> access.mailbox().id())
                        .toList());
        Account next = account(store);
        assertTrue(next.inbox() > number, "numbers go on above it");
        assertFalse(store.maintenance().renumberMailbox(next.inbox(), number));
        deliver(store, next);
        assertFalse(store.maintenance().renumberMailbox(next.inbox(), number + 10_000));
    }

    @ParameterizedTest
    @MethodSource("databases")
    void theLayoutOfDbmailTakesThemToo(String name) {
        try (TestDatabase database = TestDatabases.create(name);
                SqlStore store = SqlStore.open(
                        config(database), SqlStoreOptions.DEFAULT.with(SqlStoreOptions.Writing.in(Layout.PARTS)))) {
            Account account = account(store);
            List<BulkIntake.Taken> taken = store.takeIn(intake(account, 6, 0, ""));
            long physId = taken.get(3).physId();
            byte[] content = store.read(tx -> {
                MessageBytes bytes =
                        tx.contents().read(List.of(physId), Long.MAX_VALUE).get(physId);
                return bytes.slice(0, bytes.size());
            });
            assertArrayEquals(ATTACHED, content);
            assertEquals(
                    FlagSet.of(Flag.SEEN, Flag.ANSWERED).system(),
                    changes(store, account.inbox(), 0).get(taken.get(3).uid()).flags());
        }
    }
}
