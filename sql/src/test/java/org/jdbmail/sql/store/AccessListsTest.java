package org.jdbmail.sql.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.jdbmail.core.mail.Right;
import org.jdbmail.core.mail.Rights;
import org.jdbmail.core.store.AccessLists;
import org.jdbmail.core.store.User;
import org.jdbmail.sql.SqlStore;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who may do what with a mailbox, as the table has it and as the user meets it. */
final class AccessListsTest extends StoreContract {
    private static final Rights READING = Rights.of(Right.LOOKUP, Right.READ);

    private static List<AccessLists.Entry> list(SqlStore store, Account owner) {
        return store.read(tx -> tx.accessLists().of(owner.inbox()));
    }

    private static Rights met(SqlStore store, Account user, Account owner) {
        return store.read(tx -> tx.mailboxes()
                .access(user.user(), owner.user(), "INBOX")
                .orElseThrow()
                .rights());
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aLineReplacesTheOneBeforeAndGoesAway(String name) {
        SqlStore store = store(name);
        Account owner = account(store);
        Account other = account(store);
        String login =
                store.read(tx -> tx.users().find(other.user()).orElseThrow().login());
        for (Rights rights : List.of(Rights.ALL, READING, Rights.NONE)) {
            store.write(tx -> {
                tx.accessLists().set(owner.inbox(), other.user(), rights);
                return true;
            });
            assertEquals(List.of(new AccessLists.Entry(other.user(), login, rights)), list(store, owner));
            assertEquals(rights, met(store, other, owner));
        }
        store.write(tx -> {
            tx.accessLists().remove(owner.inbox(), other.user());
            return true;
        });
        assertEquals(List.of(), list(store, owner));
        assertEquals(Rights.NONE, met(store, other, owner));
    }

    @ParameterizedTest
    @MethodSource("databases")
    void eachRightHasItsColumn(String name) {
        SqlStore store = store(name);
        Account owner = account(store);
        Account other = account(store);
        for (Right right : Right.values()) {
            store.write(tx -> {
                tx.accessLists().set(owner.inbox(), other.user(), Rights.of(right));
                return true;
            });
            assertEquals(Rights.of(right), list(store, owner).getFirst().rights());
            assertEquals(Rights.of(right), met(store, other, owner));
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void whatEverybodyHasAddsToWhatOneHas(String name) {
        SqlStore store = store(name);
        Account owner = account(store);
        Account other = account(store);
        store.write(tx -> {
            tx.accessLists()
                    .set(
                            owner.inbox(),
                            tx.users().find(User.ANYONE).orElseThrow().id(),
                            Rights.of(Right.LOOKUP));
            tx.accessLists().set(owner.inbox(), other.user(), Rights.of(Right.READ));
            return true;
        });
        assertEquals(READING, met(store, other, owner));
        assertEquals(Rights.ALL, met(store, owner, owner));
    }

    @ParameterizedTest
    @MethodSource("databases")
    void anOwnerOnTheListHasWhatTheListSays(String name) {
        SqlStore store = store(name);
        Account owner = account(store);
        store.write(tx -> {
            tx.accessLists().set(owner.inbox(), owner.user(), READING);
            return true;
        });
        assertEquals(READING, met(store, owner, owner));
    }
}
