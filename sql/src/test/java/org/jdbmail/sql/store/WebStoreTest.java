package org.jdbmail.sql.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbmail.core.store.Alias;
import org.jdbmail.core.store.Aliases;
import org.jdbmail.core.store.Audit;
import org.jdbmail.core.store.Domains;
import org.jdbmail.core.store.History;
import org.jdbmail.core.store.Totals;
import org.jdbmail.core.store.Users;
import org.jdbmail.core.store.WebAccess;
import org.jdbmail.core.store.Work;
import org.jdbmail.sql.SqlStore;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the web front keeps and looks for. */
final class WebStoreTest extends StoreContract {
    private static final Instant NOW = Instant.parse("2026-06-01T12:34:56Z");

    private static boolean yes(SqlStore store, Work<Boolean> work) {
        return store.write(work);
    }

    private static int number(SqlStore store, Work<Integer> work) {
        return store.write(work);
    }

    private static void run(SqlStore store, Work<Boolean> work) {
        assertTrue(yes(store, work));
    }

    @ParameterizedTest
    @MethodSource("databases")
    void whatAnAccountIsOnTheWebIsKept(String name) {
        SqlStore store = store(name);
        long id = account(store, "standing@web.test", 0).user();
        assertEquals(WebAccess.Standing.USUAL, store.read(tx -> tx.web().standing(id)));
        run(store, tx -> {
            tx.web().setAdministrator(id, true);
            tx.web().setTotp(id, Optional.of("ABC"));
            return true;
        });
        assertTrue(store.read(tx -> tx.web().standing(id)).isAdministrator());
        assertTrue(store.read(tx -> tx.web().administrators()).contains(id));
        run(store, tx -> tx.web().spendTotpStep(id, 5));
        assertFalse(yes(store, tx -> tx.web().spendTotpStep(id, 5)));
        assertFalse(yes(store, tx -> tx.web().spendTotpStep(id, 4)));
        run(store, tx -> {
            tx.web().setTotp(id, Optional.empty());
            tx.web().setAdministrator(id, false);
            return true;
        });
        assertEquals(
                new WebAccess.Standing(false, Optional.empty(), 5),
                store.read(tx -> tx.web().standing(id)));
    }

    private static WebAccess.Session session(String digest, long user, Instant expires) {
        return new WebAccess.Session(
                digest, user, "mark", true, "192.0.2.1", "Brö" + "x".repeat(300), NOW, NOW, expires);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void sessionsBeginAreSeenAndEnd(String name) {
        SqlStore store = store(name);
        long id = account(store, "session@web.test", 0).user();
        long other = account(store, "other@web.test", 0).user();
        run(store, tx -> {
            tx.web().begin(session("s1", id, NOW.plusSeconds(60)));
            tx.web().begin(session("s2", id, NOW.plusSeconds(60)));
            tx.web().begin(session("S2", other, NOW.plusSeconds(60)));
            tx.web().seen("s1", NOW.plusSeconds(30));
            return true;
        });
        WebAccess.Session found = store.read(tx -> tx.web().session("s1", NOW)).orElseThrow();
        assertEquals(NOW.plusSeconds(30), found.seen());
        assertEquals(200, found.agent().length());
        assertEquals(
                other,
                store.read(tx -> tx.web().session("S2", NOW)).orElseThrow().userId(),
                "digests differ by case");
        assertTrue(store.read(tx -> tx.web().session("s1", NOW.plusSeconds(60))).isEmpty());
        assertEquals(2, store.read(tx -> tx.web().sessions(id, NOW)).size());
        assertFalse(yes(store, tx -> tx.web().end(other, "s1")), "nobody ends another's");
        assertEquals(1, number(store, tx -> tx.web().endAll(id, "s1")));
        assertTrue(number(store, tx -> tx.web().forget(NOW.plusSeconds(61))) >= 2);
        assertTrue(store.read(tx -> tx.web().sessions(id, NOW)).isEmpty());
    }

    @ParameterizedTest
    @MethodSource("databases")
    void tokensAndLinksLetInOnlyWhileTheyHold(String name) {
        SqlStore store = store(name);
        long id = account(store, "token@web.test", 0).user();
        long other = account(store, "token2@web.test", 0).user();
        WebAccess.Token token = new WebAccess.Token(
                0, id, "script", "t1", Set.of("b", "a"), NOW, Optional.of(NOW.plusSeconds(60)), Optional.empty());
        long number = store.write(tx -> tx.web().addToken(token));
        run(store, tx -> {
            tx.web().tokenUsed(number, NOW.plusSeconds(5));
            return true;
        });
        WebAccess.Token found = store.read(tx -> tx.web().token("t1", NOW)).orElseThrow();
        assertEquals(Set.of("a", "b"), found.scopes());
        assertEquals(Optional.of(NOW.plusSeconds(5)), found.lastUsed());
        assertTrue(store.read(tx -> tx.web().token("t1", NOW.plusSeconds(60))).isEmpty());
        assertFalse(yes(store, tx -> tx.web().removeToken(other, number)));
        run(store, tx -> tx.web().removeToken(id, number));
        assertTrue(store.read(tx -> tx.web().tokens(id)).isEmpty());
        run(store, tx -> {
            tx.web().addLink("l1", NOW.plusSeconds(60));
            return true;
        });
        assertTrue(yes(store, tx -> tx.web().hasLink("l1", NOW)));
        assertFalse(yes(store, tx -> tx.web().useLink("l1", NOW.plusSeconds(60))), "it is too late");
        run(store, tx -> tx.web().useLink("l1", NOW));
        assertFalse(yes(store, tx -> tx.web().useLink("l1", NOW)), "it works once");
    }

    @ParameterizedTest
    @MethodSource("databases")
    void changesAreNotedAndLookedFor(String name) {
        SqlStore store = store(name);
        run(store, tx -> {
            for (int i = 0; i < 5; i++) {
                tx.audit()
                        .note(new Audit.Entry(
                                NOW, "boss", "::1", "account.add", "n" + i + "@audit.test", "é".repeat(2_000)));
            }
            return true;
        });
        Audit.Page page = store.read(tx -> tx.audit().page(Audit.Search.newest("AUDIT.test", 1, 2)));
        assertEquals(5, page.total());
        assertEquals(
                List.of("n3@audit.test", "n2@audit.test"),
                page.entries().stream().map(Audit.Entry::subject).toList());
        assertEquals(NOW, page.entries().getFirst().when());
        assertEquals(1_000, page.entries().getFirst().detail().length());
        assertEquals(
                List.of("n0@audit.test", "n1@audit.test"),
                store
                        .read(tx -> tx.audit().page(new Audit.Search("AUDIT.test", Audit.Order.WHEN, false, 0, 2, 0)))
                        .entries()
                        .stream()
                        .map(Audit.Entry::subject)
                        .toList());
        for (Audit.Order order : Audit.Order.values()) {
            assertEquals(
                    "n4@audit.test",
                    store.read(tx -> tx.audit().page(new Audit.Search("AUDIT.test", order, true, 0, 9, 0)))
                            .entries()
                            .getFirst()
                            .subject(),
                    order.name());
        }
        assertEquals(
                0,
                store.read(tx -> tx.audit().page(Audit.Search.newest("100%", 0, 9)))
                        .total());
        assertTrue(number(store, tx -> tx.audit().prune(NOW.plusSeconds(1))) >= 5);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void figuresAreAddedByTheHour(String name) {
        SqlStore store = store(name);
        run(store, tx -> {
            tx.history().prune(Instant.parse("2030-01-01T00:00:00Z"));
            tx.history().add("delivered", NOW, 3);
            tx.history().add("delivered", NOW.plusSeconds(60), 4);
            tx.history().add("delivered", NOW.plus(Duration.ofHours(1)), 1);
            tx.history().put("octets", NOW, 10);
            tx.history().put("octets", NOW, 20);
            return true;
        });
        Instant hour = Instant.parse("2026-06-01T12:00:00Z");
        assertEquals(
                List.of(new History.Point(hour, 7), new History.Point(hour.plus(Duration.ofHours(1)), 1)),
                store.read(tx -> tx.history().since(Map.of("delivered", NOW))).get("delivered"));
        assertEquals(
                Map.of(
                        "delivered", List.of(new History.Point(hour.plus(Duration.ofHours(1)), 1)),
                        "octets", List.of(new History.Point(hour, 20))),
                store.read(tx -> tx.history()
                        .since(Map.of("octets", NOW, "delivered", NOW.plus(Duration.ofHours(1)), "queue", NOW))));
    }

    @ParameterizedTest
    @MethodSource("databases")
    void accountsAndAliasesAreLookedForByPages(String name) {
        SqlStore store = store(name);
        long first = account(store, "ann@page.test", 100).user();
        long second = account(store, "Bob@page.test", 1_000).user();
        account(store, "ann@elsewhere.test", 0);
        run(store, tx -> {
            tx.aliases().add(new Alias("x@page.test", Long.toString(first), 0));
            tx.aliases().add(new Alias("y@page.test", "out@remote.test", 0));
            tx.users().setLastLogin(second, NOW);
            tx.domains().put(new Domains.Domain("page.test", "", 0, 0, 0));
            tx.domains().addAdministrator("page.test", first);
            return true;
        });
        Users.Page page = store.read(tx -> tx.users()
                .search(new Users.Search("", Optional.of(Set.of("page.test")), Users.Order.QUOTA, true, 0, 1)));
        assertEquals(2, page.total());
        assertEquals(second, page.rows().getFirst().user().id());
        assertEquals(Optional.of(NOW), page.rows().getFirst().lastLogin());
        Users.Page found = store.read(
                tx -> tx.users().search(new Users.Search("ANN@", Optional.empty(), Users.Order.LOGIN, false, 0, 9)));
        assertTrue(found.total() >= 2);
        for (int offset : new int[] {1_000, 20_000}) {
            // Behind the end there is no row, but as many in all as before it.
            Users.Search behind = new Users.Search("ann@", Optional.empty(), Users.Order.LOGIN, false, offset, 9);
            assertEquals(
                    found.total(), store.read(tx -> tx.users().search(behind)).total(), "searched");
            long all = store.read(tx ->
                            tx.users().search(new Users.Search("", Optional.empty(), Users.Order.LOGIN, false, 0, 1)))
                    .total();
            Users.Search last = new Users.Search("", Optional.empty(), Users.Order.LOGIN, false, offset, 9);
            assertEquals(all, store.read(tx -> tx.users().search(last)).total(), "not searched");
        }
        assertEquals(
                0,
                store.read(tx -> tx.users()
                                .search(new Users.Search("", Optional.of(Set.of()), Users.Order.LOGIN, false, 0, 9)))
                        .total());
        assertEquals(Optional.empty(), store.read(tx -> tx.users().lastLogin(first)), "never");
        assertEquals(
                1,
                store.read(tx -> tx.aliases()
                                .search(new Aliases.Search(
                                        "REMOTE", Optional.of(Set.of("page.test")), Aliases.Order.ALIAS, false, 0, 9)))
                        .total());
        assertEquals(
                List.of("x@page.test"),
                store.read(tx -> tx.aliases().deliveringToAny(List.of(Long.toString(first), "0"))).stream()
                        .map(Alias::alias)
                        .toList());
        assertEquals(List.of("page.test"), store.read(tx -> tx.domains().administeredBy(first)));
        Map<String, List<Long>> administrators = store.read(tx -> tx.domains().administrators());
        assertEquals(List.of(first), administrators.get("page.test"));
        Domains.Usage usage = store.read(tx -> tx.domains().usages()).get("page.test");
        assertEquals(2, usage.accounts());
        assertEquals(2, usage.aliases());
        Totals totals = store.maintenance().totals();
        assertTrue(totals.accounts() >= 3);
        assertEquals(0, totals.held());
    }

    @ParameterizedTest
    @MethodSource("databases")
    void domainsAreSummedUpByTheirExactNamesWhateverTheirCase(String name) {
        SqlStore store = store(name);
        account(store, "one@sum-e.test", 0);
        account(store, "two@Sum-E.test", 0);
        account(store, "three@sum-é.test", 0);
        Account four = account(store, "four@odd@sum-e.test", 0);
        account(store, "nobody@", 0);
        run(store, tx -> {
            tx.aliases().add(new Alias("a@SUM-E.test", Long.toString(four.user()), 0));
            tx.aliases().add(new Alias("@sum-e.test", Long.toString(four.user()), 0));
            return true;
        });
        Map<String, Domains.Usage> usages = store.read(tx -> tx.domains().usages());
        assertEquals(new Domains.Usage(3, 2, 0), usages.get("sum-e.test"));
        assertEquals(new Domains.Usage(1, 0, 0), usages.get("sum-é.test"));
        assertEquals(new Domains.Usage(3, 2, 0), store.read(tx -> tx.domains().usage("sum-e.test")));
        assertEquals(null, usages.get(""));
        assertEquals(
                1,
                store.read(tx -> tx.users()
                                .search(new Users.Search(
                                        "", Optional.of(Set.of("sum-é.test")), Users.Order.LOGIN, false, 0, 9)))
                        .total());
    }
}
