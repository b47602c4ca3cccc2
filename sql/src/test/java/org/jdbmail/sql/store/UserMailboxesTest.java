package org.jdbmail.sql.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jdbmail.core.index.MailboxIndexes;
import org.jdbmail.core.index.SessionView;
import org.jdbmail.core.mail.Flag;
import org.jdbmail.core.mail.FlagSet;
import org.jdbmail.core.mail.NumberSet;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.mail.Right;
import org.jdbmail.core.mail.Rights;
import org.jdbmail.core.mailbox.MailboxName;
import org.jdbmail.core.mailbox.Transfer;
import org.jdbmail.core.mailbox.UserMailboxes;
import org.jdbmail.core.reading.Readings;
import org.jdbmail.core.search.SearchKey;
import org.jdbmail.core.search.Searcher;
import org.jdbmail.core.store.Destination;
import org.jdbmail.core.store.MailboxAccess;
import org.jdbmail.core.store.MessageSink;
import org.jdbmail.core.store.User;
import org.jdbmail.core.work.Progress;
import org.jdbmail.sql.SqlStore;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a user may do with mailboxes, on every database, without any front. */
final class UserMailboxesTest extends StoreContract {
    private static UserMailboxes mailboxes(SqlStore store, Account account) {
        User user = store.read(tx -> tx.users().find(account.user())).orElseThrow();
        return new UserMailboxes(user);
    }

    private static long create(SqlStore store, UserMailboxes mailboxes, String name) {
        return store.write(tx -> mailboxes.create(tx, new MailboxName(name), null));
    }

    private static void rename(SqlStore store, UserMailboxes mailboxes, String from, String to) {
        store.write(tx -> mailboxes.rename(tx, new MailboxName(from), new MailboxName(to)));
    }

    private static Set<String> names(SqlStore store, UserMailboxes mailboxes) {
        return store.read(mailboxes::visible).keySet();
    }

    private static Reason refused(Runnable work) {
        return assertThrows(Refusal.class, work::run).reason();
    }

    private static String login(SqlStore store, Account account) {
        return store.read(tx -> tx.users().find(account.user())).orElseThrow().login();
    }

    @ParameterizedTest
    @MethodSource("databases")
    void whatIsBelowGoesAlongWithARenamedMailbox(String name) {
        SqlStore store = store(name);
        UserMailboxes mine = mailboxes(store, account(store));
        create(store, mine, "one/zwölf/drei");
        create(store, mine, "one2");
        rename(store, mine, "one", "Größe/eins");
        assertEquals(
                Set.of("INBOX", "Größe", "Größe/eins", "Größe/eins/zwölf", "Größe/eins/zwölf/drei", "one2"),
                names(store, mine));
        assertEquals(Reason.INVALID, refused(() -> rename(store, mine, "Größe", "größe/unten")));
        assertEquals(Reason.ALREADY_EXISTS, refused(() -> rename(store, mine, "one2", "Größe")));
        rename(store, mine, "Größe", "GrößE");
        assertTrue(names(store, mine).contains("GrößE/eins/zwölf/drei"));
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aNewNameTakesTheSpellingOfTheLevelsAbove(String name) {
        SqlStore store = store(name);
        UserMailboxes mine = mailboxes(store, account(store));
        create(store, mine, "foo/Bar");
        create(store, mine, "FOO/bar/x");
        create(store, mine, "Inbox/sub");
        create(store, mine, "iNBOX/SUB/y");
        create(store, mine, "other");
        rename(store, mine, "other", "fOO/Other");
        assertEquals(
                Set.of("INBOX", "INBOX/sub", "INBOX/sub/y", "foo", "foo/Bar", "foo/Bar/x", "foo/Other"),
                names(store, mine));
        assertEquals(Reason.INVALID, refused(() -> create(store, mine, "x".repeat(256))));
        assertEquals(Reason.INVALID, refused(() -> create(store, mine, "ü".repeat(100))));
    }

    /** RFC 4314 §6. */
    @ParameterizedTest
    @MethodSource("databases")
    void aStrangerIsToldTheSameWhateverThereIs(String name) {
        SqlStore store = store(name);
        Account bob = account(store);
        UserMailboxes his = mailboxes(store, bob);
        UserMailboxes mine = mailboxes(store, account(store));
        create(store, his, "Secret/deep");
        create(store, mine, "Mine");
        String prefix = "#Users/" + login(store, bob) + "/";
        for (String target : List.of(
                prefix + "Secret", prefix + "secret/deep", prefix + "Other", prefix + "INBOX", "#Users/no/body")) {
            assertEquals(Reason.NO_PERMISSION, refused(() -> create(store, mine, target)), target);
            assertEquals(Reason.NO_PERMISSION, refused(() -> rename(store, mine, "Mine", target)), target);
            assertEquals(
                    Reason.NOT_FOUND,
                    refused(() -> store.write(tx -> mine.delete(tx, new MailboxName(target)))),
                    target);
            assertEquals(
                    Reason.NOT_FOUND,
                    refused(() -> store.write(tx -> mine.subscribe(tx, new MailboxName(target)))),
                    target);
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aNameThatSomebodyTypedIntoTheTableIsTheNameItself(String name) throws SQLException {
        SqlStore store = store(name);
        Account account = account(store);
        UserMailboxes mine = mailboxes(store, account);
        long typed = create(store, mine, "typed");
        long wrong = create(store, mine, "wrong");
        opened(name).database().execute("UPDATE dbmail_mailboxes SET name = 'Entwürfe' WHERE mailbox_idnr = " + typed);
        opened(name).database().execute("UPDATE dbmail_mailboxes SET name = 'R&D' WHERE mailbox_idnr = " + wrong);
        assertEquals(Set.of("INBOX", "Entwürfe", "R&D"), names(store, mine));
        assertEquals(typed, find(store, mine, "entwürfe").mailbox().id());
        assertEquals(wrong, find(store, mine, "r&d").mailbox().id());
        assertEquals(Reason.ALREADY_EXISTS, refused(() -> create(store, mine, "Entwürfe")));
        rename(store, mine, "R&D", "Labor/R&D");
        assertEquals(Set.of("INBOX", "Entwürfe", "Labor", "Labor/R&D"), names(store, mine));
    }

    private static MailboxAccess find(SqlStore store, UserMailboxes mailboxes, String name) {
        return store.read(tx -> mailboxes.find(tx, new MailboxName(name)));
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aCopyKeepsTheFlagsThatItsMakerMaySet(String name) {
        SqlStore store = store(name);
        Account alice = account(store);
        Account bob = account(store);
        UserMailboxes hers = mailboxes(store, alice);
        long drop = create(store, mailboxes(store, bob), "Drop");
        store.write(tx -> {
            tx.mailboxes().grant(drop, alice.user(), Rights.of(Right.LOOKUP, Right.INSERT, Right.WRITE));
            return true;
        });
        FlagSet flags =
                new FlagSet(FlagSet.of(Flag.SEEN, Flag.FLAGGED, Flag.DELETED).system(), Set.of("red"));
        store.deliver(message(1), Instant.EPOCH, List.of(new Destination(alice.inbox(), alice.user(), flags, true)));
        MailboxName target = new MailboxName("#Users/" + login(store, bob) + "/Drop");
        MailboxAccess access = store.read(tx -> hers.findWith(tx, target, Right.INSERT));
        Transfer transfer =
                new Transfer(alice.inbox(), NumberSet.range(1, Long.MAX_VALUE - 1), 1, access, false, false);
        assertEquals(1, store.write(tx -> transfer.run(tx, List.of("red"))).size());
        int[] system = new int[1];
        store.read(tx -> tx.messages().changesSince(drop, 0, new MessageSink() {
            @Override
            public void message(
                    long uid, long physId, int bits, boolean recent, long modseq, long size, long date, boolean gone) {
                system[0] = bits;
            }

            @Override
            public void keyword(long uid, String keyword) {
                assertEquals("red", keyword);
            }
        }));
        assertEquals(Flag.FLAGGED.bit(), system[0]);
        assertEquals(Reason.NO_PERMISSION, refused(() -> store.read(tx -> hers.findWith(tx, target, Right.READ))));
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aSearchNeedsNoFront(String name) {
        SqlStore store = store(name);
        Account account = account(store);
        for (int i = 1; i <= 3; i++) {
            store.deliver(message(i), Instant.EPOCH, List.of(Destination.plain(account.inbox(), account.user())));
        }
        MailboxIndexes indexes = new MailboxIndexes(store, 1 << 20);
        SessionView view = new SessionView(indexes.open(account.inbox()), true, 0);
        SearchKey key = new SearchKey.Or(
                new SearchKey.Header("Subject", "NUMBER 1"), new SearchKey.Text("this is number 3", false));
        assertArrayEquals(
                new int[] {0, 2},
                new Searcher(Readings.of(store), view, account.inbox(), key, NumberSet.EMPTY, Progress.UNLIMITED)
                        .run());
        indexes.close(view.index());
    }
}
