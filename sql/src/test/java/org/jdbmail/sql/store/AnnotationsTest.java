package org.jdbmail.sql.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.store.Annotations;
import org.jdbmail.sql.SqlStore;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Notes about mailboxes and the server: whose they are, that they change together, and how many there may be. */
final class AnnotationsTest extends StoreContract {
    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void change(SqlStore store, long mailbox, long user, Map<String, byte @Nullable []> values) {
        store.write(tx -> {
            tx.annotations().change(mailbox, user, values);
            return true;
        });
    }

    private static Map<String, String> of(SqlStore store, long mailbox, long user) {
        Map<String, String> texts = new HashMap<>();
        store.read(tx -> tx.annotations().of(List.of(mailbox), user))
                .getOrDefault(mailbox, List.of())
                .forEach(note -> texts.put(note.entry(), new String(note.value(), StandardCharsets.UTF_8)));
        return texts;
    }

    @ParameterizedTest
    @MethodSource("databases")
    void sharedNotesAreEverybodysAndPrivateOnesOneUsers(String name) {
        SqlStore store = store(name);
        Account one = account(store);
        Account two = account(store);
        for (long place : List.of(one.inbox(), Annotations.SERVER)) {
            change(
                    store,
                    place,
                    one.user(),
                    Map.of("/shared/comment", octets("all"), "/private/comment", octets("one")));
            change(store, place, two.user(), Map.of("/private/comment", octets("two")));
            assertEquals(Map.of("/shared/comment", "all", "/private/comment", "one"), of(store, place, one.user()));
            assertEquals(Map.of("/shared/comment", "all", "/private/comment", "two"), of(store, place, two.user()));
            change(store, place, one.user(), Map.of("/shared/comment", octets("again")));
            assertEquals("again", of(store, place, two.user()).get("/shared/comment"));
            change(store, place, one.user(), Collections.singletonMap("/shared/comment", null));
            assertEquals(Map.of("/private/comment", "two"), of(store, place, two.user()));
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aValueIsAnyOctets(String name) {
        SqlStore store = store(name);
        Account account = account(store);
        byte[] all = new byte[Annotations.LONGEST];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }
        change(store, account.inbox(), account.user(), Map.of("/shared/comment", all, "/private/empty", new byte[0]));
        List<Annotations.Annotation> notes = store.read(
                        tx -> tx.annotations().of(List.of(account.inbox()), account.user()))
                .get(account.inbox());
        assertArrayEquals(all, notes.getFirst().value());
        assertArrayEquals(new byte[0], notes.get(1).value());
    }

    @ParameterizedTest
    @MethodSource("databases")
    void tooManyChangeNothing(String name) {
        SqlStore store = store(name);
        Account account = account(store);
        Map<String, byte @Nullable []> many = new HashMap<>();
        for (int i = 0; i < Annotations.MOST; i++) {
            many.put("/private/vendor/x/" + i, octets("x"));
        }
        change(store, account.inbox(), account.user(), many);
        Map<String, byte @Nullable []> more = Map.of("/private/vendor/x/1", octets("y"), "/private/more", octets("y"));
        Refusal refusal = assertThrows(Refusal.class, () -> change(store, account.inbox(), account.user(), more));
        assertEquals(Reason.LIMIT, refusal.reason());
        assertEquals("x", of(store, account.inbox(), account.user()).get("/private/vendor/x/1"));
        change(store, account.inbox(), account.user(), Map.of("/shared/more", octets("y")));
        assertEquals(
                Annotations.MOST + 1, of(store, account.inbox(), account.user()).size());
    }

    @ParameterizedTest
    @MethodSource("databases")
    void theyGoWithTheirMailboxAndCanBeCopied(String name) {
        SqlStore store = store(name);
        Account account = account(store);
        long box = store.write(tx -> tx.mailboxes().create(account.user(), "Notes", null));
        change(
                store,
                account.inbox(),
                account.user(),
                Map.of("/shared/comment", octets("a"), "/private/b", octets("b")));
        store.write(tx -> {
            tx.annotations().copy(account.inbox(), box);
            return true;
        });
        assertEquals(of(store, account.inbox(), account.user()), of(store, box, account.user()));
        store.write(tx -> {
            tx.mailboxes().delete(box);
            return true;
        });
        assertEquals(Map.of(), of(store, box, account.user()));
    }
}
