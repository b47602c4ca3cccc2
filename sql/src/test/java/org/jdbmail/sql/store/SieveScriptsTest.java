package org.jdbmail.sql.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.store.SieveScripts.SieveScript;
import org.jdbmail.sql.SqlStore;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The scripts of accounts: told exactly, one of them active, each account's its own. */
final class SieveScriptsTest extends StoreContract {
    private static void put(SqlStore store, long user, String name, String text) {
        store.write(tx -> {
            tx.sieveScripts().put(user, name, text);
            return true;
        });
    }

    private static void activate(SqlStore store, long user, String name) {
        store.write(tx -> {
            tx.sieveScripts().activate(user, name);
            return true;
        });
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aScriptComesBackByteForByte(String name) {
        SqlStore store = store(name);
        long user = account(store).user();
        String text = "# \u00e4\ud83d\ude00\nkeep;\r\n'\\\"%\n\n";
        put(store, user, "a", text);
        put(store, user, "\u00e4 \"b\" /c/", "");
        assertEquals(
                List.of(new SieveScript("a", text, false), new SieveScript("\u00e4 \"b\" /c/", "", false)),
                store.read(tx -> tx.sieveScripts().list(user)));
        String large = "x".repeat(60_000);
        put(store, user, "a", large);
        assertEquals(
                large,
                store.read(tx -> tx.sieveScripts().find(user, "a"))
                        .orElseThrow()
                        .text());
    }

    @ParameterizedTest
    @MethodSource("databases")
    void oneScriptIsActiveAndStaysSo(String name) {
        SqlStore store = store(name);
        long user = account(store).user();
        long other = account(store).user();
        put(store, user, "a", "1");
        put(store, user, "b", "2");
        put(store, other, "a", "3");
        assertEquals(Optional.empty(), store.read(tx -> tx.sieveScripts().active(user)));
        activate(store, other, "a");
        activate(store, user, "a");
        activate(store, user, "b");
        put(store, user, "b", "4");
        assertEquals(
                Optional.of(new SieveScript("b", "4", true)),
                store.read(tx -> tx.sieveScripts().active(user)));
        assertEquals(true, store.write(tx -> tx.sieveScripts().rename(user, "b", "c")));
        assertEquals(
                Optional.of(new SieveScript("c", "4", true)),
                store.read(tx -> tx.sieveScripts().active(user)));
        assertEquals(
                Optional.of(Set.of(user, other)),
                store.read(tx -> tx.sieveScripts().activeOwners(2)));
        assertEquals(Optional.empty(), store.read(tx -> tx.sieveScripts().activeOwners(1)));
        store.write(tx -> {
            tx.sieveScripts().activate(user, null);
            return true;
        });
        assertEquals(
                Optional.of(Set.of(other)), store.read(tx -> tx.sieveScripts().activeOwners(1)));
        assertEquals(
                "3",
                store.read(tx -> tx.sieveScripts().active(other)).orElseThrow().text());
    }

    @ParameterizedTest
    @MethodSource("databases")
    void namesAreToldExactlyOrRefused(String name) {
        SqlStore store = store(name);
        long user = account(store).user();
        put(store, user, "Main", "1");
        assertEquals(Optional.empty(), store.read(tx -> tx.sieveScripts().find(user, "main")));
        assertEquals(false, store.write(tx -> tx.sieveScripts().delete(user, "main")));
        assertEquals(false, store.write(tx -> tx.sieveScripts().rename(user, "main", "x")));
        try {
            put(store, user, "main", "2");
            assertEquals(
                    "1",
                    store.read(tx -> tx.sieveScripts().find(user, "Main"))
                            .orElseThrow()
                            .text());
            assertEquals(
                    "2",
                    store.read(tx -> tx.sieveScripts().find(user, "main"))
                            .orElseThrow()
                            .text());
        } catch (Refusal refusal) {
            assertEquals(Reason.ALREADY_EXISTS, refusal.reason(), "as where the database takes them for the same");
        }
        put(store, user, "other", "3");
        assertEquals(true, store.write(tx -> tx.sieveScripts().delete(user, "Main")));
        assertThrows(
                Refusal.class,
                () -> store.write(tx -> {
                    tx.sieveScripts().rename(user, "other", "other");
                    return true;
                }));
    }
}
