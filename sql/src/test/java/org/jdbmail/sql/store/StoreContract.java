package org.jdbmail.sql.store;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbmail.core.content.PreparedMessage;
import org.jdbmail.core.mail.FlagSet;
import org.jdbmail.core.mail.NumberSet;
import org.jdbmail.core.smtp.EnvelopeAddress;
import org.jdbmail.core.smtp.MailParameters;
import org.jdbmail.core.smtp.RecipientParameters;
import org.jdbmail.core.store.Credential;
import org.jdbmail.core.store.Delivered;
import org.jdbmail.core.store.Destination;
import org.jdbmail.core.store.MessageSink;
import org.jdbmail.core.store.Messages;
import org.jdbmail.core.store.Outgoing;
import org.jdbmail.core.store.OutgoingRecipient;
import org.jdbmail.core.store.QueuedMail;
import org.jdbmail.core.store.ReplyMemory;
import org.jdbmail.mime.bytes.MessageBytes;
import org.jdbmail.sql.SqlStore;
import org.jdbmail.sql.SqlStoreOptions;
import org.jdbmail.sql.database.DatabaseConfig;
import org.jdbmail.testkit.database.TestDatabase;
import org.jdbmail.testkit.database.TestDatabases;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;

/**
 * What the tests of the store share: one store for each database of the run, opened when it is first asked for, and accounts
 * of their own for each test.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class StoreContract {
    static final Instant DATE = Instant.parse("2026-03-29T01:30:07Z");

    private final Map<String, Opened> open = new HashMap<>();
    private final AtomicInteger accounts = new AtomicInteger();

    record Opened(TestDatabase database, SqlStore store) {}

    /** A user with an INBOX. */
    record Account(long user, long inbox) {
        Destination destination() {
            return Destination.plain(inbox, user);
        }
    }

    /** Mail for one recipient, once in {@code once}'s window if that is given. */
    static Outgoing outgoing(String origin, int content, @Nullable ReplyMemory once) {
        return new Outgoing(
                origin,
                content,
                0,
                "",
                new EnvelopeAddress("sender", "example.test"),
                MailParameters.NONE,
                null,
                List.of(OutgoingRecipient.of(new EnvelopeAddress("there", "example.test"), RecipientParameters.NONE)),
                once);
    }

    /** Takes all mail out of the queue, also what is being sent. */
    static void emptyQueue(SqlStore store) {
        List<Long> all = store.read(tx -> tx.queue().list(0, 10_000)).stream()
                .map(QueuedMail::id)
                .toList();
        store.write(tx -> tx.queue().delete(all, Instant.now().plus(Duration.ofDays(99))));
    }

    /** A message as a sink was told of it. */
    record Seen(
            long physId,
            int flags,
            boolean recent,
            long modseq,
            long size,
            long date,
            boolean expunged,
            TreeSet<String> keywords) {}

    static List<String> databases() {
        return TestDatabases.names();
    }

    /** With those that only what writes and delivers is tried on. */
    static List<String> allDatabases() {
        return TestDatabases.allNames();
    }

    static DatabaseConfig config(TestDatabase database) {
        DatabaseConfig config =
                DatabaseConfig.of(database.url()).with(DatabaseConfig.Patience.forConnections(Duration.ofSeconds(20)));
        return database.user().isEmpty() ? config : config.withAccount(database.user(), database.password());
    }

    SqlStoreOptions options() {
        return SqlStoreOptions.DEFAULT;
    }

    Opened opened(String name) {
        return open.computeIfAbsent(name, key -> {
            TestDatabase database = TestDatabases.create(key);
            return new Opened(database, SqlStore.open(config(database), options()));
        });
    }

    SqlStore store(String name) {
        return opened(name).store();
    }

    @AfterAll
    void close() {
        open.values().forEach(opened -> {
            opened.store().close();
            opened.database().close();
        });
        open.clear();
    }

    Account account(SqlStore store) {
        return account(store, 0);
    }

    Account account(SqlStore store, long quota) {
        return account(store, getClass().getSimpleName() + "-" + accounts.incrementAndGet(), quota);
    }

    static Account account(SqlStore store, String login, long quota) {
        return store.write(tx -> {
            long user = tx.users().create(login, new Credential("", ""), 0, quota);
            return new Account(user, tx.mailboxes().create(user, "INBOX", null));
        });
    }

    static PreparedMessage message(String text) {
        return PreparedMessage.prepare(
                MessageBytes.of(text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8)));
    }

    static PreparedMessage message(int number) {
        return message("From: a@example.org\nSubject: number " + number + "\n\nThis is number " + number + ".\n");
    }

    static long deliver(SqlStore store, Account account, FlagSet flags) {
        Destination destination = new Destination(account.inbox(), account.user(), flags, true);
        Delivered delivered =
                store.deliver(message(1), DATE, List.of(destination)).getFirst();
        return ((Delivered.Stored) delivered).uid();
    }

    static long deliver(SqlStore store, Account account) {
        return deliver(store, account, FlagSet.NONE);
    }

    static long[] deliver(SqlStore store, Account account, int count) {
        long[] uids = new long[count];
        for (int i = 0; i < count; i++) {
            uids[i] = deliver(store, account);
        }
        return uids;
    }

    static Messages.State state(SqlStore store, long mailbox) {
        MessageSink nothing = new MessageSink() {
            @Override
            public void message(
                    long uid, long physId, int flags, boolean recent, long modseq, long size, long date, boolean gone) {
                throw new AssertionError("nothing is newer than the end of time");
            }

            @Override
            public void keyword(long uid, String keyword) {
                throw new AssertionError("nothing is newer than the end of time");
            }
        };
        return store.read(tx -> tx.messages().changesSince(mailbox, Long.MAX_VALUE, nothing))
                .orElseThrow();
    }

    static long used(SqlStore store, Account account) {
        return store.read(tx -> tx.users().find(account.user())).orElseThrow().used();
    }

    /** What changed since a seq, by UID. */
    static Map<Long, Seen> changes(SqlStore store, long mailbox, long since) {
        return changes(store, mailbox, since, 0);
    }

    /** The same for a user who has a {@code \\Seen} of his own. */
    static Map<Long, Seen> changes(SqlStore store, long mailbox, long since, long reader) {
        Map<Long, Seen> seen = new LinkedHashMap<>();
        store.read(tx -> tx.messages().asSeenBy(reader).changesSince(mailbox, since, new MessageSink() {
            @Override
            public void message(
                    long uid,
                    long physId,
                    int flags,
                    boolean recent,
                    long modseq,
                    long size,
                    long internalDate,
                    boolean expunged) {
                TreeSet<String> keywords = new TreeSet<>();
                seen.put(uid, new Seen(physId, flags, recent, modseq, size, internalDate, expunged, keywords));
            }

            @Override
            public void keyword(long uid, String keyword) {
                seen.get(uid).keywords().add(keyword);
            }
        }));
        return seen;
    }

    static List<Long> uids(SqlStore store, long mailbox) {
        return new ArrayList<>(changes(store, mailbox, 0).keySet());
    }

    static NumberSet all() {
        return NumberSet.range(1, Long.MAX_VALUE);
    }
}
