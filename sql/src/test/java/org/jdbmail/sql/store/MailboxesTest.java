package org.jdbmail.sql.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jdbmail.core.mail.Flag;
import org.jdbmail.core.mail.FlagSet;
import org.jdbmail.core.mail.NumberSet;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.mail.Right;
import org.jdbmail.core.mail.Rights;
import org.jdbmail.core.store.Credential;
import org.jdbmail.core.store.Destination;
import org.jdbmail.core.store.Inboxes;
import org.jdbmail.core.store.Mailbox;
import org.jdbmail.core.store.MailboxAccess;
import org.jdbmail.core.store.MailboxStatus;
import org.jdbmail.core.store.Maintenance;
import org.jdbmail.core.store.Subscriptions;
import org.jdbmail.core.store.User;
import org.jdbmail.sql.SqlStore;
import org.jdbmail.testkit.database.TestDatabases;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Names of mailboxes, rights on them, and what STATUS counts. */
final class MailboxesTest extends StoreContract {
    private static long create(SqlStore store, Account account, String name) {
        return store.write(tx -> tx.mailboxes().create(account.user(), name, null));
    }

    private static Reason refused(Runnable work) {
        return assertThrows(Refusal.class, work::run).reason();
    }

    @ParameterizedTest
    @MethodSource("databases")
    void namesAreComparedWithoutAsciiCaseAndExactlyOtherwise(String name) {
        SqlStore store = store(name);
        Account account = account(store);
        long plain = create(store, account, "Work/Offers");
        long shifted = create(store, account, "Entw\u00fcrfe");
        store.read(tx -> {
            assertEquals(
                    plain,
                    tx.mailboxes()
                            .find(account.user(), "wORK/oFFERS")
                            .orElseThrow()
                            .id());
            assertEquals(
                    shifted,
                    tx.mailboxes()
                            .find(account.user(), "ENTW\u00fcRFE")
                            .orElseThrow()
                            .id());
            assertTrue(tx.mailboxes().find(account.user(), "Entw\u00dcrfe").isEmpty());
            assertTrue(tx.mailboxes().find(account.user(), "Work/Offer").isEmpty());
            assertTrue(tx.mailboxes().find(account.user(), "Work/Offers ").isEmpty());
            assertTrue(tx.mailboxes().find(account.user(), "W%").isEmpty());
            return plain;
        });
        assertEquals(Reason.ALREADY_EXISTS, refused(() -> create(store, account, "work/offers")));
        assertEquals(Reason.ALREADY_EXISTS, refused(() -> create(store, account, "inbox")));
    }

    @ParameterizedTest
    @MethodSource("databases")
    void ofSeveralThatMakeTheSameMailboxOneSucceeds(String name) throws Exception {
        SqlStore store = store(name);
        Account account = account(store);
        List<Callable<Boolean>> sessions = new ArrayList<>();
        for (String variant : List.of("Race", "RACE", "race", "Race", "rACE")) {
            sessions.add(() -> {
                try {
                    create(store, account, variant);
                    return true;
                } catch (Refusal refusal) {
                    return false;
                }
            });
        }
        int made = 0;
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Boolean> session : executor.invokeAll(sessions)) {
                made += session.get() ? 1 : 0;
            }
        }
        assertEquals(1, made);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aMailboxComesBackAsItWasMade(String name) {
        SqlStore store = store(name);
        Account account = account(store);
        long sent = store.write(tx -> tx.mailboxes().create(account.user(), "Sent", "\\Sent"));
        Mailbox mailbox = store.read(tx -> tx.mailboxes().find(sent)).orElseThrow();
        assertEquals("Sent", mailbox.name());
        assertEquals("\\Sent", mailbox.specialUse());
        assertEquals(account.user(), mailbox.ownerId());
        assertFalse(mailbox.noSelect() || mailbox.noInferiors() || mailbox.readOnly());
        assertEquals(1, state(store, sent).seq());
        assertEquals(1, state(store, sent).uidNext());
        assertEquals(
                List.of("INBOX", "Sent"),
                store.read(tx -> tx.mailboxes().ownedBy(account.user())).stream()
                        .map(Mailbox::name)
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("databases")
    void rightsComeFromTheListOfTheUserAndOfAnyone(String name) {
        SqlStore store = store(name);
        Account owner = account(store);
        Account friend = account(store);
        Account stranger = account(store);
        long shared = create(store, owner, "Shared");
        long open = create(store, owner, "Open");
        create(store, owner, "Hidden");
        long anyone =
                store.read(tx -> tx.users().find(User.ANYONE)).orElseThrow().id();
        store.write(tx -> {
            tx.mailboxes().grant(shared, friend.user(), Rights.of(Right.WRITE));
            tx.mailboxes().grant(shared, friend.user(), Rights.of(Right.LOOKUP, Right.READ, Right.EXPUNGE));
            tx.mailboxes().grant(open, anyone, Rights.of(Right.LOOKUP, Right.POST));
            tx.mailboxes().grant(open, friend.user(), Rights.of(Right.READ));
            tx.subscriptions().add(friend.user(), shared);
            tx.subscriptions().add(friend.user(), shared);
            return shared;
        });
        assertEquals(Rights.ALL, access(store, owner, owner, "shared").rights());
        MailboxAccess friends = access(store, friend, owner, "Shared");
        assertEquals(Rights.of(Right.LOOKUP, Right.READ, Right.EXPUNGE), friends.rights());
        assertTrue(friends.subscribed());
        assertEquals(
                Rights.of(Right.LOOKUP, Right.POST, Right.READ),
                access(store, friend, owner, "Open").rights());
        assertEquals(Rights.NONE, access(store, stranger, owner, "Hidden").rights());
        assertEquals(List.of("INBOX", "Open", "Shared"), visible(store, friend));
        assertEquals(List.of("INBOX", "Open"), visible(store, stranger));
        assertEquals(List.of("Hidden", "INBOX", "Open", "Shared"), visible(store, owner));
        assertEquals(
                state(store, shared).seq(),
                access(store, friend, owner, "Shared").seq());
        store.write(tx -> {
            tx.subscriptions().remove(friend.user(), shared);
            tx.mailboxes().grant(shared, owner.user(), Rights.of(Right.LOOKUP));
            return shared;
        });
        assertFalse(access(store, friend, owner, "Shared").subscribed());
        assertEquals(
                Rights.of(Right.LOOKUP), access(store, owner, owner, "Shared").rights());
        // Others' tests run on the same tables and shall not see this one's open mailbox.
        store.write(tx -> {
            tx.mailboxes().delete(open);
            return open;
        });
    }

    /** DBMail's rows go with the mailbox; RFC 3501 §6.3.9 wants the name to stay. */
    @ParameterizedTest
    @MethodSource("databases")
    void aNameStaysSubscribedUntilAMailboxGetsItOrTheUserDoesNotWantIt(String name) {
        SqlStore store = store(name);
        Account owner = account(store);
        Account friend = account(store);
        deleteSubscribed(store, owner, "Gone \u00e4", owner, friend);
        deleteSubscribed(store, owner, "gone \u68e4", friend);
        assertEquals(List.of("Gone \u00e4"), names(store, owner, owner));
        assertEquals(List.of("Gone \u00e4", "gone \u68e4"), names(store, friend, owner));
        assertFalse(unsubscribe(store, owner, "Gone \u6900"));
        assertTrue(unsubscribe(store, owner, "GONE \u00e4"));
        assertEquals(List.of(), names(store, owner, owner));

        create(store, friend, "gone \u00e4");
        create(store, owner, "gone \u00e4");
        assertTrue(access(store, friend, owner, "gone \u00e4").subscribed());
        assertFalse(access(store, owner, owner, "gone \u00e4").subscribed());
        assertFalse(access(store, friend, friend, "gone \u00e4").subscribed());
        assertEquals(List.of("gone \u68e4"), names(store, friend, owner));
        long other = create(store, owner, "Other");
        store.write(tx -> {
            tx.mailboxes()
                    .delete(access(store, owner, owner, "gone \u00e4").mailbox().id());
            tx.mailboxes().rename(Map.of(other, "Gone \u68e4"));
            return other;
        });
        assertTrue(access(store, friend, owner, "Gone \u68e4").subscribed());
        assertEquals(List.of("gone \u00e4"), names(store, friend, owner));
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aNameThatTheDatabaseCannotTellApartCannotBeGiven(String name) {
        SqlStore store = store(name);
        Account account = account(store);
        create(store, account, "\u00e4");
        long other = create(store, account, "Other");
        if (TestDatabases.isMysql(name)) {
            assertEquals(Reason.INVALID, refused(() -> create(store, account, "\u68e4")));
            assertEquals(
                    Reason.INVALID,
                    refused(() -> store.write(tx -> {
                        tx.mailboxes().rename(Map.of(other, "\u68e4"));
                        return other;
                    })));
        } else {
            create(store, account, "\u68e4");
            assertEquals(
                    "\u68e4",
                    access(store, account, account, "\u68e4").mailbox().name());
        }
    }

    private static void deleteSubscribed(SqlStore store, Account owner, String name, Account... subscribers) {
        long mailbox = create(store, owner, name);
        store.write(tx -> {
            for (Account subscriber : subscribers) {
                tx.subscriptions().add(subscriber.user(), mailbox);
            }
            tx.mailboxes().delete(mailbox);
            return mailbox;
        });
    }

    private static boolean unsubscribe(SqlStore store, Account owner, String name) {
        return store.<Boolean>write(tx -> tx.subscriptions().remove(owner.user(), owner.user(), name));
    }

    private static List<String> names(SqlStore store, Account user, Account owner) {
        return store.look(tx -> tx.subscriptions().names(user.user())).stream()
                .filter(gone -> gone.ownerId() == owner.user())
                .map(Subscriptions.Name::name)
                .sorted()
                .toList();
    }

    private static MailboxAccess access(SqlStore store, Account user, Account owner, String name) {
        return store.read(tx -> tx.mailboxes().access(user.user(), owner.user(), name))
                .orElseThrow();
    }

    private static List<String> visible(SqlStore store, Account user) {
        return store.read(tx -> tx.mailboxes().visibleTo(user.user())).stream()
                .map(access -> access.mailbox().name())
                .sorted()
                .toList();
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aMailboxKeptReadOnlyLeavesOthersOnlyReading(String name) throws Exception {
        SqlStore store = store(name);
        Account owner = account(store);
        Account friend = account(store);
        store.write(tx -> {
            tx.mailboxes().grant(owner.inbox(), friend.user(), Rights.ALL);
            return owner;
        });
        opened(name)
                .database()
                .execute("UPDATE dbmail_mailboxes SET permission = 1 WHERE mailbox_idnr = " + owner.inbox());
        MailboxAccess access = access(store, friend, owner, "INBOX");
        assertTrue(access.mailbox().readOnly());
        assertEquals(Rights.of(Right.LOOKUP, Right.READ), access.rights());
    }

    @ParameterizedTest
    @MethodSource("databases")
    void deletingAMailboxGivesItsOctetsBackAndItsIdIsNeverUsedAgain(String name) {
        SqlStore store = store(name);
        Account account = account(store);
        long box = create(store, account, "Trash");
        store.deliver(message(1), DATE, List.of(account.destination()));
        store.deliver(message(1), DATE, List.of(Destination.plain(box, account.user())));
        store.write(tx -> {
            tx.mailboxes().delete(box);
            return box;
        });
        assertEquals(message(1).size(), used(store, account));
        assertTrue(store.read(tx -> tx.messages().seq(box)).isEmpty());
        long again = create(store, account, "Trash");
        assertTrue(again > box);
        assertEquals(List.of(), uids(store, again));
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aParentThatIsDeletedStaysAsAPlaceAndCanComeBack(String name) {
        SqlStore store = store(name);
        Account account = account(store);
        long box = create(store, account, "Parent");
        store.deliver(message(1), DATE, List.of(Destination.plain(box, account.user())));
        store.write(tx -> {
            tx.mailboxes().deleteButKeepChildren(box);
            return box;
        });
        assertTrue(store.read(tx -> tx.mailboxes().find(box)).orElseThrow().noSelect());
        assertEquals(List.of(), uids(store, box));
        assertEquals(0, used(store, account));
        store.write(tx -> {
            tx.mailboxes().makeSelectable(box);
            return box;
        });
        assertFalse(store.read(tx -> tx.mailboxes().find(box)).orElseThrow().noSelect());
    }

    @ParameterizedTest
    @MethodSource("databases")
    void renamingMovesAHierarchyAtOnceAndRefusesTakenNames(String name) {
        SqlStore store = store(name);
        Account account = account(store);
        long parent = create(store, account, "a");
        long child = create(store, account, "a/b");
        create(store, account, "Taken");
        assertEquals(
                Reason.ALREADY_EXISTS,
                refused(() -> store.write(tx -> {
                    tx.mailboxes().rename(Map.of(parent, "tAKEN", child, "tAKEN/b"));
                    return parent;
                })));
        store.write(tx -> {
            tx.mailboxes().rename(Map.of(parent, "A", child, "A/b"));
            return parent;
        });
        assertEquals(
                "A", store.read(tx -> tx.mailboxes().find(parent)).orElseThrow().name());
        assertEquals(
                "A/b",
                store.read(tx -> tx.mailboxes().find(child)).orElseThrow().name());
    }

    @ParameterizedTest
    @MethodSource("databases")
    void statusCountsWhatIsVisible(String name) {
        SqlStore store = store(name);
        Account account = account(store);
        long empty = create(store, account, "Empty");
        long[] uids = deliver(store, account, 4);
        store.write(tx -> tx.messages().claimRecent(account.inbox(), 1));
        deliver(store, account, FlagSet.of(Flag.SEEN));
        long last = deliver(store, account, FlagSet.of(Flag.DELETED));
        store.write(tx -> tx.messages().expunge(account.inbox(), NumberSet.of(uids[0]), false));
        Map<Long, MailboxStatus> status =
                store.read(tx -> tx.mailboxes().status(List.of(account.inbox(), empty, Long.MAX_VALUE)));
        long seq = state(store, account.inbox()).seq();
        assertEquals(new MailboxStatus(5, 2, 4, 1, last + 1, seq), status.get(account.inbox()));
        assertEquals(new MailboxStatus(0, 0, 0, 0, 1, 1), status.get(empty));
        assertEquals(2, status.size());
    }

    @ParameterizedTest
    @MethodSource("databases")
    void whoGetsAnInboxIsSubscribedToIt(String name) {
        SqlStore store = store(name);
        Account made = account(store);
        store.maintenance()
                .addAccounts(List.of(
                        new Maintenance.NewAccount(
                                "in-bulk-1", new Credential("", ""), List.of(), 0, 0, true, List.of()),
                        new Maintenance.NewAccount(
                                "in-bulk-2", new Credential("", ""), List.of(), 0, 0, true, List.of())));
        long first = store.write(tx -> tx.users().create("at-first-login", new Credential("", ""), 0, 0));
        new Inboxes(store).findOrCreate(first);
        List<Long> users = store.read(tx -> List.of(
                made.user(),
                first,
                tx.users().find("in-bulk-1").orElseThrow().id(),
                tx.users().find("in-bulk-2").orElseThrow().id()));
        for (long user : users) {
            List<MailboxAccess> all = store.read(tx -> tx.mailboxes().visibleTo(user));
            assertEquals(1, all.size());
            assertEquals(Mailbox.INBOX, all.getFirst().mailbox().name());
            assertTrue(all.getFirst().subscribed());
        }
        create(store, made, "Other");
        assertFalse(access(store, made, made, "Other").subscribed());
    }
}
