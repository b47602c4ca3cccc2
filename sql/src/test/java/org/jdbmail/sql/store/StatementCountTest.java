package org.jdbmail.sql.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jdbmail.core.content.PreparedMessage;
import org.jdbmail.core.mail.Flag;
import org.jdbmail.core.mail.FlagSet;
import org.jdbmail.core.mail.NumberSet;
import org.jdbmail.core.smtp.EnvelopeAddress;
import org.jdbmail.core.smtp.MailParameters;
import org.jdbmail.core.smtp.RecipientParameters;
import org.jdbmail.core.store.Credential;
import org.jdbmail.core.store.Delivered;
import org.jdbmail.core.store.Delivery;
import org.jdbmail.core.store.Destination;
import org.jdbmail.core.store.Messages.FlagMode;
import org.jdbmail.core.store.Outgoing;
import org.jdbmail.core.store.OutgoingRecipient;
import org.jdbmail.core.store.Portion;
import org.jdbmail.core.store.QueuedMail;
import org.jdbmail.core.store.QueuedRecipient;
import org.jdbmail.core.store.Settlement;
import org.jdbmail.core.store.Tx;
import org.jdbmail.sql.SqlStore;
import org.jdbmail.sql.SqlStoreOptions;
import org.jdbmail.testkit.database.StatementCounter;
import org.jdbmail.testkit.database.TestDatabases;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How many statements the hot methods take: whoever raises one of these numbers has to say why. */
final class StatementCountTest extends StoreContract {
    private final StatementCounter counter = new StatementCounter();

    @Override
    SqlStoreOptions options() {
        return SqlStoreOptions.DEFAULT.withConnections(counter::around);
    }

    private void assertRead(int statements, SqlStore store, Function<Tx, Object> work) {
        counter.clear();
        store.read(work::apply);
        assertCount(statements);
    }

    private void assertWrite(int statements, SqlStore store, Function<Tx, Object> work) {
        counter.clear();
        store.write(work::apply);
        assertCount(statements);
    }

    private void assertCount(int statements) {
        // Whether any account has a limit on its messages, or any domain one on its octets, is asked once in a few
        // seconds, whoever delivers then.
        List<String> run = counter.statements().stream()
                .filter(statement -> !statement.startsWith("select exists") || !statement.contains("jdbmail_quota"))
                .filter(statement -> !statement.startsWith("select") || !statement.contains("jdbmail_domain"))
                .toList();
        assertEquals(statements, run.size(), () -> String.join("\n", run));
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aDeliveryTakesOneStatementOnPostgresqlAndMariadbAndSixElsewhere(String name) {
        SqlStore store = store(name);
        Account account = account(store);
        counter.clear();
        deliver(store, account);
        assertCount(List.of("postgresql", "mariadb").contains(name) ? 1 : 6);
        Account other = account(store);
        counter.clear();
        store.deliver(message(1), DATE, List.of(account.destination(), other.destination()));
        // For a second mailbox its lock, its charge and its row.
        assertCount(9);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aDeliveryToAThousandTakesAsManyStatementsAsToTwoAndStoresItsContentOnce(String name) {
        SqlStore store = store(name);
        List<Destination> all = accounts(store, 1_000);
        PreparedMessage message = message(1);
        counter.clear();
        List<Delivered> delivered = store.deliver(message, DATE, all);
        assertCount(9);
        Set<Long> contents = new HashSet<>();
        for (Delivered each : delivered) {
            contents.add(assertInstanceOf(Delivered.Stored.class, each).physId());
        }
        assertEquals(1_000, delivered.size());
        assertEquals(1, contents.size());
    }

    /** Whoever it reached, and whoever it did not, is noted in one go. */
    @ParameterizedTest
    @MethodSource("databases")
    void whatCameOfSendingToAHundredTakesAsFewStatementsAsToOne(String name) {
        SqlStore store = store(name);
        EnvelopeAddress sender = new EnvelopeAddress("s", "a.test");
        List<OutgoingRecipient> recipients = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            recipients.add(OutgoingRecipient.of(new EnvelopeAddress("r" + i, "b.test"), RecipientParameters.NONE));
        }
        Outgoing mail = new Outgoing("id", 0, 0, "", sender, MailParameters.NONE, null, recipients, null);
        Delivery delivery = new Delivery(
                List.of(new Delivery.Content(message(1), DATE)),
                List.of(new Portion(List.of(), List.of(mail), List.of())));
        // Ids of physical messages are drawn by the thousand on PostgreSQL.
        store.deliver(delivery);
        emptyQueue(store);
        counter.clear();
        store.deliver(delivery);
        // Elsewhere the physical message, its content, the queue's row, and one for each recipient in a batch.
        assertCount(name.equals("postgresql") ? 1 : 4);
        Instant now = Instant.now().plusSeconds(1);
        List<Settlement> settlements = new ArrayList<>();
        for (QueuedMail each : store.write(tx -> tx.queue().claim(name, now, now.plusSeconds(60), 1_000, 1_000))) {
            for (QueuedRecipient one : each.recipients()) {
                settlements.add(
                        one.address().localPart().endsWith("0")
                                ? Settlement.later(one.id(), name, now.plusSeconds(60), "450 later", false)
                                : Settlement.over(one.id(), name));
            }
        }
        counter.clear();
        store.deliver(new Delivery(List.of(), List.of(new Portion(List.of(), List.of(), List.of(), settlements))));
        // Whether the leases are ours still, those for later, those that leave, and the message if nobody is left.
        assertCount(4);
    }

    /** Many accounts with their INBOXes, made in one go. */
    private static List<Destination> accounts(SqlStore store, int count) {
        return store.write(tx -> {
            List<Destination> all = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                long user = tx.users().create("many" + i + "-" + System.nanoTime(), new Credential("", "md5"), 0, 0);
                all.add(Destination.plain(tx.mailboxes().create(user, "INBOX", null), user));
            }
            return all;
        });
    }

    @ParameterizedTest
    @MethodSource("databases")
    void anAttachmentTakesALookAndWhatStoresIt(String name) {
        SqlStore store = store(name);
        Account account = account(store);
        byte[] bytes = ("Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: image/x-counted\r\n\r\n"
                        + "counted for " + name + " ".repeat(5_000) + "\r\n--b--\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        counter.clear();
        store.deliver(RoundTripContract.prepared(bytes), DATE, List.of(account.destination()));
        // Its blob and the message; elsewhere the blob, its id, and the message with a row for the blob's place.
        assertCount(name.equals("postgresql") ? 3 : 10);
        counter.clear();
        store.deliver(RoundTripContract.prepared(bytes), DATE, List.of(account.destination()));
        assertCount(name.equals("postgresql") ? 2 : 9);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aLookForChangesTakesOneStatementWhenThereAreNoneAndThreeOtherwise(String name) {
        SqlStore store = store(name);
        Account account = account(store);
        deliver(store, account, 3);
        long seq = state(store, account.inbox()).seq();
        counter.clear();
        changes(store, account.inbox(), seq);
        assertCount(1);
        counter.clear();
        changes(store, account.inbox(), seq - 1);
        assertCount(3);
        counter.clear();
        changes(store, account.inbox(), 0);
        assertCount(3);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void changesToAHundredMessagesTakeAsFewAsToOne(String name) {
        SqlStore store = store(name);
        Account account = account(store);
        long inbox = account.inbox();
        long target = store.write(tx -> tx.mailboxes().create(account.user(), "Target", null));
        deliver(store, account, 100);
        assertWrite(3, store, tx -> tx.messages().store(inbox, all(), FlagMode.ADD, FlagSet.of(Flag.SEEN), null));
        assertWrite(
                5,
                store,
                tx -> tx.messages().store(inbox, all(), FlagMode.ADD, FlagSet.of(2, Set.of("Keyword")), null));
        assertWrite(9, store, tx -> tx.messages().copy(inbox, all(), target, account.user()));
        // MySQL knows no UPDATE … RETURNING.
        assertWrite(
                TestDatabases.isMysql(name) ? 3 : 1, store, tx -> tx.messages().claimRecent(inbox, 1));
        assertWrite(1, store, tx -> tx.messages().expunge(inbox, all(), true));
        // One of them notes when, so that they can be had back.
        assertWrite(8, store, tx -> tx.messages().expunge(inbox, all(), false));
        assertWrite(10, store, tx -> tx.messages().move(target, all(), inbox, account.user()));
    }

    @ParameterizedTest
    @MethodSource("databases")
    void readingTakesOneStatementWhateverTheNumber(String name) {
        SqlStore store = store(name);
        Account account = account(store);
        deliver(store, account, 50);
        Map<Long, Seen> seen = changes(store, account.inbox(), 0);
        List<Long> ids = new ArrayList<>();
        seen.values().forEach(message -> ids.add(message.physId()));
        assertRead(1, store, tx -> tx.contents().listings(ids));
        assertRead(1, store, tx -> tx.contents().sortKeys(ids));
        assertRead(1, store, tx -> tx.contents().previews(ids));
        assertRead(1, store, tx -> tx.contents().heads(ids));
        assertRead(1, store, tx -> tx.contents().read(ids.subList(0, 1), 1));
        assertRead(1, store, tx -> tx.contents().read(ids, Long.MAX_VALUE));
        // Which of them fit, and those.
        assertRead(2, store, tx -> tx.contents().read(ids, 1 << 20));
        assertRead(1, store, tx -> tx.messages().uniqueIds(account.inbox(), all()));
        assertRead(1, store, tx -> tx.messages().seq(account.inbox()));
        assertRead(1, store, tx -> tx.mailboxes().status(List.of(account.inbox())));
        assertRead(1, store, tx -> tx.mailboxes().visibleTo(account.user()));
        assertRead(1, store, tx -> tx.mailboxes().access(account.user(), account.user(), "inbox"));
        assertRead(1, store, tx -> tx.routing().find(List.of("one@example.org", "two", "@example.org")));
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aCombOfThousandsOfUidsTakesAsFewAsAWholeMailbox(String name) {
        SqlStore store = store(name);
        Account account = account(store);
        Account between = account(store);
        Map<Long, Integer> uids = new HashMap<>();
        for (int i = 0; i < 120; i++) {
            uids.put(deliver(store, account), i);
            deliver(store, between);
        }
        long[] comb = uids.keySet().stream().mapToLong(Long::longValue).toArray();
        assertTrue(NumberSet.of(comb).ranges() > 100);
        assertWrite(
                3,
                store,
                tx -> tx.messages()
                        .store(account.inbox(), NumberSet.of(comb), FlagMode.ADD, FlagSet.of(Flag.SEEN), null));
    }
}
