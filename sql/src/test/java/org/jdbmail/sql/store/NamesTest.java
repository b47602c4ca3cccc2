package org.jdbmail.sql.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jdbmail.core.mail.Flag;
import org.jdbmail.core.mail.FlagSet;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.store.Alias;
import org.jdbmail.core.store.Credential;
import org.jdbmail.core.store.Mailbox;
import org.jdbmail.core.store.Messages.FlagMode;
import org.jdbmail.core.store.Routing.Found;
import org.jdbmail.core.store.Tx;
import org.jdbmail.core.store.User;
import org.jdbmail.sql.SqlStore;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Names that some collation or other takes for the same are different here, in every statement that takes a name. Where a unique
 * key of DBMail's lets one of them exist only, the other can't be made, and nothing is found under it.
 */
final class NamesTest extends StoreContract {
    private static final Credential SECRET = new Credential("{hash}", "sha512");

    private record Pair(String one, String other) {}

    private static final List<Pair> DIFFERENT = List.of(
            new Pair("anna", "ánna"),
            new Pair("rené", "rene"),
            new Pair("Ångström", "ångström"),
            new Pair("blank", "blank "),
            new Pair("blanks ", "blanks   "),
            new Pair("tab", "tab\t"),
            new Pair("width", "ｗｉｄｔｈ"),
            new Pair("INIT", "ınıt"),
            new Pair("istanbul", "İstanbul"),
            new Pair("strasse", "straße"),
            new Pair("mass", "maſſ"),
            new Pair("kelvin", "\u212Aelvin"),
            new Pair("caf\u00e9", "cafe\u0301"),
            new Pair("stack\u0301\u0316", "stack\u0316\u0301"),
            new Pair("smile\uD83D\uDE00", "smile\uD83D\uDE01"),
            new Pair("deseret\uD801\uDC00", "deseret\uD801\uDC28"),
            new Pair("ΣΑΣ", "σας"),
            new Pair("soft\u00adhyphen", "softhyphen"),
            new Pair("joiner", "join\u200Der"),
            new Pair("æther", "aether"));

    private static final List<Pair> SAME = List.of(new Pair("Plain", "pLAIN"), new Pair("MIXÉd", "mixÉD"));

    /** Does it, or is told by the one refusal that is meant for it. */
    private static boolean isDone(SqlStore store, Consumer<Tx> work) {
        try {
            store.write(tx -> {
                work.accept(tx);
                return true;
            });
            return true;
        } catch (Refusal refusal) {
            assertEquals(Reason.INVALID, refusal.reason(), refusal.text());
            return false;
        }
    }

    private static void run(SqlStore store, Consumer<Tx> work) {
        store.write(tx -> {
            work.accept(tx);
            return true;
        });
    }

    private static Reason refused(SqlStore store, Consumer<Tx> work) {
        return assertThrows(Refusal.class, () -> run(store, work)).reason();
    }

    private static Optional<Long> account(SqlStore store, String name) {
        Optional<Long> found = store.look(tx -> tx.users().find(name)).map(User::id);
        assertEquals(
                found,
                store.look(tx -> tx.users().login(name))
                        .map(login -> login.user().id()));
        List<Long> listed =
                store.look(tx -> tx.users().list(name)).stream().map(User::id).toList();
        assertEquals(found.stream().toList(), listed);
        Found routed = store.look(tx -> tx.routing().find(List.of(name)));
        assertEquals(listed, routed.users().stream().map(User::id).toList());
        return found;
    }

    @ParameterizedTest
    @MethodSource("databases")
    void accounts(String database) {
        SqlStore store = store(database);
        int made = 0;
        for (Pair pair : DIFFERENT) {
            long one = store.write(tx -> tx.users().create(pair.one, SECRET, 0, 0));
            assertEquals(Optional.empty(), account(store, pair.other), pair.other);
            boolean isMade = isDone(store, tx -> tx.users().create(pair.other, SECRET, 0, 0));
            made += isMade ? 1 : 0;
            assertEquals(isMade, account(store, pair.other).isPresent());
            assertEquals(Optional.of(one), account(store, pair.one));
            assertEquals(Reason.ALREADY_EXISTS, refused(store, tx -> tx.users().create(pair.one, SECRET, 0, 0)));
            account(store, pair.other)
                    .ifPresent(other -> run(store, tx -> tx.users().delete(other)));
            long third = store.write(tx -> tx.users().create("third", SECRET, 0, 0));
            assertEquals(isMade, isDone(store, tx -> tx.users().rename(third, pair.other)));
            assertEquals(isMade, account(store, pair.other).isPresent());
            run(store, tx -> tx.users().delete(third));
        }
        // Where no key forbids it, both exist; MySQL's collations tell only some apart.
        assertTrue(made == DIFFERENT.size() || isMysql(database) && made < DIFFERENT.size(), made + " were made");
        for (Pair pair : SAME) {
            long one = store.write(tx -> tx.users().create(pair.one, SECRET, 0, 0));
            assertEquals(Optional.of(one), account(store, pair.other));
            assertEquals(Reason.ALREADY_EXISTS, refused(store, tx -> tx.users().create(pair.other, SECRET, 0, 0)));
        }
    }

    private static boolean isMysql(String database) {
        return org.jdbmail.testkit.database.TestDatabases.isMysql(database);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void globs(String database) {
        SqlStore store = store(database);
        run(store, tx -> {
            tx.users().create("globe-é", SECRET, 0, 0);
            tx.users().create("Globe-x", SECRET, 0, 0);
        });
        assertEquals(
                1,
                store.look(tx -> tx.users().list("globe-e*")).size()
                        + store.look(tx -> tx.users().list("GLOBE-É")).size()
                        + store.look(tx -> tx.users().list("gLOBE-é")).size());
        assertEquals(2, store.look(tx -> tx.users().list("glo?e-*")).size());
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aliasesAndTheirTargets(String database) {
        SqlStore store = store(database);
        for (Pair pair : DIFFERENT) {
            Alias one = new Alias(pair.one + "@alias.test", pair.one + "@else.test", 0);
            Alias other = new Alias(pair.other + "@alias.test", pair.other + "@else.test", 0);
            run(store, tx -> tx.aliases().add(one));
            assertEquals(List.of(), store.look(tx -> tx.aliases().find(other.alias())));
            assertEquals(
                    List.of(),
                    store.look(tx -> tx.routing().find(List.of(other.alias()))).aliases());
            assertEquals(List.of(), store.look(tx -> tx.aliases().deliveringTo(other.deliverTo())));
            assertEquals(Integer.valueOf(0), store.write(tx -> tx.aliases().remove(other.alias(), one.deliverTo())));
            assertEquals(Integer.valueOf(0), store.write(tx -> tx.aliases().remove(one.alias(), other.deliverTo())));
            assertEquals(Integer.valueOf(0), store.write(tx -> tx.aliases().removeDeliveringTo(other.deliverTo())));
            run(store, tx -> tx.aliases().add(other));
            assertEquals(List.of(other), store.look(tx -> tx.aliases().find(other.alias())));
            assertEquals(List.of(other), store.look(tx -> tx.aliases().deliveringTo(other.deliverTo())));
            assertEquals(
                    List.of(one),
                    store.look(tx -> tx.routing().find(List.of(one.alias()))).aliases());
            assertEquals(Integer.valueOf(1), store.write(tx -> tx.aliases().remove(one.alias(), one.deliverTo())));
            assertEquals(Integer.valueOf(1), store.write(tx -> tx.aliases().removeDeliveringTo(other.deliverTo())));
        }
        for (Pair pair : SAME) {
            Alias one = new Alias(pair.one + "@alias.test", "1", 0);
            run(store, tx -> tx.aliases().add(one));
            assertEquals(List.of(one), store.look(tx -> tx.aliases().find(pair.other + "@ALIAS.test")));
            assertEquals(
                    List.of(one),
                    store.look(tx -> tx.routing().find(List.of(pair.other + "@alias.TEST")))
                            .aliases());
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aNameThatLooksLikeInboxIsNone(String database) {
        SqlStore store = store(database);
        long user = store.write(tx -> tx.users().create("without-inbox", SECRET, 0, 0));
        run(store, tx -> tx.mailboxes().create(user, "INBOX ", null));
        assertEquals(
                Map.of(),
                store.look(tx -> tx.routing().find(List.of("without-inbox"))).inboxes());
    }

    @ParameterizedTest
    @MethodSource("databases")
    void mailboxesAndSubscriptions(String database) {
        SqlStore store = store(database);
        Account account = account(store);
        long user = account.user();
        for (Pair pair : DIFFERENT) {
            long one = store.write(tx -> tx.mailboxes().create(user, pair.one, null));
            assertEquals(Optional.empty(), mailbox(store, user, pair.other), pair.other);
            boolean isMade = isDone(store, tx -> tx.mailboxes().create(user, pair.other, null));
            Optional<Long> other = mailbox(store, user, pair.other);
            assertEquals(isMade, other.isPresent());
            assertEquals(Optional.of(one), mailbox(store, user, pair.one));
            other.ifPresent(id -> run(store, tx -> tx.mailboxes().delete(id)));
            long third = store.write(tx -> tx.mailboxes().create(user, "third", null));
            assertEquals(isMade, isDone(store, tx -> tx.mailboxes().rename(Map.of(third, pair.other))));
            mailbox(store, user, "third")
                    .ifPresent(id -> run(store, tx -> tx.mailboxes().delete(id)));
            mailbox(store, user, pair.other)
                    .ifPresent(id -> run(store, tx -> tx.mailboxes().delete(id)));
            // Names without a mailbox are told apart on every database.
            for (String name : List.of(pair.one, pair.other)) {
                run(store, tx -> {
                    long id = tx.mailboxes()
                            .find(user, name)
                            .map(Mailbox::id)
                            .orElseGet(() -> tx.mailboxes().create(user, name, null));
                    tx.subscriptions().add(user, id);
                    tx.mailboxes().delete(id);
                });
            }
            assertEquals(Boolean.TRUE, store.write(tx -> tx.subscriptions().remove(user, user, pair.one)));
            assertEquals(Boolean.FALSE, store.write(tx -> tx.subscriptions().remove(user, user, pair.one)));
            assertEquals(
                    List.of(pair.other),
                    store.look(tx -> tx.subscriptions().names(user)).stream()
                            .map(name -> name.name())
                            .toList());
            assertEquals(Boolean.TRUE, store.write(tx -> tx.subscriptions().remove(user, user, pair.other)));
        }
    }

    private static Optional<Long> mailbox(SqlStore store, long user, String name) {
        Optional<Long> found = store.look(tx -> tx.mailboxes().find(user, name)).map(Mailbox::id);
        assertEquals(
                found,
                store.look(tx -> tx.mailboxes().access(user, user, name))
                        .map(access -> access.mailbox().id()));
        return found;
    }

    @ParameterizedTest
    @MethodSource("databases")
    void keywords(String database) throws SQLException {
        SqlStore store = store(database);
        Account account = account(store);
        long uid = deliver(store, account, FlagSet.of(0, Set.of("Plain")));
        // No client can give such a keyword, but somebody else may have written one.
        try (Connection connection = opened(database).database().connect();
                PreparedStatement insert = connection.prepareStatement(
                        "INSERT INTO dbmail_keywords (message_idnr, keyword) VALUES (?, 'Accént')")) {
            insert.setLong(1, uid);
            insert.execute();
        }
        FlagSet accent = FlagSet.of(0, Set.of("accent", "plain "));
        store.write(tx -> tx.messages().store(account.inbox(), all(), FlagMode.REMOVE, accent, null));
        assertEquals(Set.of("Plain", "Accént"), keywords(store, account, uid));
        FlagSet plain = FlagSet.of(0, Set.of("pLAIN"));
        store.write(tx -> tx.messages().store(account.inbox(), all(), FlagMode.ADD, plain, null));
        assertEquals(Set.of("Plain", "Accént"), keywords(store, account, uid));
        store.write(tx -> tx.messages().store(account.inbox(), all(), FlagMode.REPLACE, plain, null));
        assertEquals(Set.of("Plain"), keywords(store, account, uid));
        store.write(tx -> tx.messages().store(account.inbox(), all(), FlagMode.REMOVE, plain, null));
        assertEquals(Set.of(), keywords(store, account, uid));
        store.write(tx -> tx.messages().store(account.inbox(), all(), FlagMode.REPLACE, FlagSet.of(Flag.SEEN), null));
        assertEquals(Set.of(), keywords(store, account, uid));
    }

    private static Set<String> keywords(SqlStore store, Account account, long uid) {
        return changes(store, account.inbox(), 0).get(uid).keywords();
    }
}
