package org.jdbmail.sql.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import org.jdbmail.core.mail.NumberSet;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.smtp.EnvelopeAddress;
import org.jdbmail.core.store.Alias;
import org.jdbmail.core.store.Answers;
import org.jdbmail.core.store.Credential;
import org.jdbmail.core.store.Delivered;
import org.jdbmail.core.store.Destination;
import org.jdbmail.core.store.Domains;
import org.jdbmail.core.store.Maintenance;
import org.jdbmail.core.store.Presence;
import org.jdbmail.core.store.QuotaWarnings;
import org.jdbmail.core.store.Rules;
import org.jdbmail.core.store.Work;
import org.jdbmail.core.upkeep.Expiry;
import org.jdbmail.core.upkeep.QuotaWatch;
import org.jdbmail.sql.SqlStore;
import org.jdbmail.testkit.net.Eventually;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What administrators say of domains, mailboxes and new mail, and what comes of it. */
final class AdministrationTest extends StoreContract {
    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");

    private static Refusal refused(Runnable work) {
        return assertThrows(Refusal.class, work::run);
    }

    private static boolean yes(SqlStore store, Work<Boolean> work) {
        return store.write(work);
    }

    private static int number(SqlStore store, Work<Integer> work) {
        return store.write(work);
    }

    private static void say(SqlStore store, Domains.Domain domain) {
        store.write(tx -> {
            tx.domains().put(domain);
            return true;
        });
    }

    @ParameterizedTest
    @MethodSource("databases")
    void whatIsSaidOfADomainIsKeptAndForgotten(String name) {
        SqlStore store = store(name);
        Account admin = account(store, "boss@said.test", 0);
        Domains.Domain said = new Domains.Domain("said.test", "", 3, 4, 5_000);
        say(store, new Domains.Domain("Said.Test", "", 3, 4, 5_000));
        say(store, said);
        assertEquals(Optional.of(said), store.read(tx -> tx.domains().find("SAID.test")));
        store.write(tx -> {
            tx.domains().addAdministrator("said.test", admin.user());
            tx.domains().addAdministrator("Said.test", admin.user());
            return true;
        });
        assertEquals(List.of(admin.user()), store.read(tx -> tx.domains().administrators("said.test")));
        assertTrue(yes(store, tx -> tx.domains().removeAdministrator("said.test", admin.user())));
        assertTrue(yes(store, tx -> tx.domains().remove("SAID.test")));
        assertFalse(yes(store, tx -> tx.domains().remove("said.test")));
        assertEquals(Optional.empty(), store.read(tx -> tx.domains().find("said.test")));
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aDomainHasNoMoreAccountsAndAliasesThanItMay(String name) {
        SqlStore store = store(name);
        say(store, new Domains.Domain("small.test", "", 1, 1, 0));
        Account one = account(store, "one@small.test", 0);
        assertEquals(
                Reason.LIMIT, refused(() -> account(store, "two@Small.test", 0)).reason());
        Account other = account(store, "two@elsewhere.test", 0);
        assertEquals(
                Reason.LIMIT,
                refused(() -> store.write(tx -> {
                            tx.users().rename(other.user(), "two@small.test");
                            return true;
                        }))
                        .reason());
        store.write(tx -> {
            tx.users().rename(one.user(), "uno@small.test"); // stays in the domain
            tx.aliases().add(new Alias("first@small.test", Long.toString(one.user()), 0));
            return true;
        });
        assertEquals(
                Reason.LIMIT,
                refused(() -> store.write(tx -> {
                            tx.aliases().add(new Alias("second@small.test", Long.toString(one.user()), 0));
                            return true;
                        }))
                        .reason());
        List<Maintenance.NewAccount> imported = List.of(new Maintenance.NewAccount(
                "three@small.test", new Credential("", ""), List.of(), 0, 0, true, List.of("x@elsewhere.test")));
        assertEquals(
                Reason.LIMIT,
                refused(() -> store.maintenance().addAccounts(imported)).reason());
        assertEquals(new Domains.Usage(1, 1, 0), store.read(tx -> tx.domains().usage("small.test")));
    }

    @ParameterizedTest
    @MethodSource("databases")
    void nothingComesIntoADomainThatIsFull(String name) throws Exception {
        SqlStore store = store(name);
        Account inside = account(store, "in@full.test", 0);
        Account outside = account(store, "in@notfull.test", 0);
        long uid = deliver(store, inside);
        say(store, new Domains.Domain("full.test", "", 0, 0, 1));
        // That a domain is full is noticed within a few seconds.
        Eventually.isTrue(Duration.ofSeconds(30), "the quota holds", () -> {
            List<Delivered> both =
                    store.deliver(message(1), DATE, List.of(inside.destination(), outside.destination()));
            return both.getFirst() instanceof Delivered.Refused(Refusal refusal)
                    && refusal.reason() == Reason.OVER_QUOTA
                    && both.getLast() instanceof Delivered.Stored;
        });
        assertEquals(
                Reason.OVER_QUOTA,
                refused(() -> store.write(tx -> {
                            tx.quotas().requireRoomForMessages(inside.user(), 1);
                            return true;
                        }))
                        .reason());
        store.write(tx -> {
            tx.quotas().requireRoomForMessages(outside.user(), 1);
            return tx.messages().expunge(inside.inbox(), NumberSet.of(uid), false);
        });
    }

    @ParameterizedTest
    @MethodSource("databases")
    void filtersRepliesAndNoticesAreWrittenAndRemoved(String name) throws Exception {
        SqlStore store = store(name);
        Account account = account(store);
        LocalDateTime from = LocalDateTime.parse("2026-07-01T00:00:00");
        Rules.Filter rule = new Rules.Filter("From", "%@bank.test", "Börse");
        Answers.Reply reply = new Answers.Reply(account.user(), from, from.plusDays(20), "Back in August — é");
        long filter = store.write(tx -> {
            tx.answers().setReply(new Answers.Reply(account.user(), from, from, "older"));
            tx.answers().setReply(reply);
            tx.answers().setNotice(new Answers.Notice(account.user(), "older@example.test"));
            tx.answers().setNotice(new Answers.Notice(account.user(), "phone@example.test"));
            return tx.answers().addFilter(account.user(), rule);
        });
        // The table has it as DBMail reads it.
        try (Connection connection = opened(name).database().connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT mailbox FROM dbmail_filters WHERE id = " + filter)) {
            assertTrue(row.next());
            assertEquals("B&APY-rse", row.getString(1));
        }
        Rules.Filter tooLong = new Rules.Filter("From", "x", "ö".repeat(50));
        assertEquals(
                Reason.INVALID,
                assertThrows(Refusal.class, () -> store.write(tx -> tx.answers().addFilter(account.user(), tooLong)))
                        .reason());
        Optional<Long> who = Optional.of(account.user());
        assertEquals(List.of(reply), store.read(tx -> tx.answers().replies(who)));
        assertEquals(
                List.of(new Answers.Notice(account.user(), "phone@example.test")),
                store.read(tx -> tx.answers().notices(who)));
        assertEquals(
                List.of(new Answers.Filter(filter, account.user(), rule)),
                store.read(tx -> tx.answers().filters(who)));
        Rules.Found found = store.read(tx -> tx.rules().of(account.user(), from.plusDays(1)));
        assertEquals(Optional.of("Back in August — é"), found.reply());
        assertEquals(List.of(rule), found.filters());
        assertTrue(yes(
                store,
                tx -> tx.answers().removeFilter(filter)
                        && tx.answers().removeReply(account.user())
                        && tx.answers().removeNotice(account.user())));
        assertEquals(List.of(), store.read(tx -> tx.answers().filters(who)));
    }

    @ParameterizedTest
    @MethodSource("databases")
    void whoIsThereIsSeenAndCanBeToldToEnd(String name) {
        SqlStore store = store(name);
        Account account = account(store, "present@here.test", 0);
        Presence.Host host = new Presence.Host("p-1", "mx1", 42, NOW);
        Presence.Session first = new Presence.Session(7, account.user(), "imap", "192.0.2.1", 40_000, NOW);
        Presence.Session second = new Presence.Session(8, account.user(), "pop3", "2001:db8::1", 40_001, NOW);
        assertFalse(yes(store, tx -> {
            boolean known = tx.presence().alive(host, NOW);
            tx.presence().begun("p-1", List.of(first, second));
            return known;
        }));
        List<Presence.Seen> seen = store.read(tx -> tx.presence().sessions("PRESENT@here.test", NOW));
        assertEquals(
                List.of(first, second),
                seen.stream().map(Presence.Seen::session).toList());
        assertEquals("mx1", seen.getFirst().host());
        for (Presence.Order order : Presence.Order.values()) {
            Presence.Page page =
                    store.read(tx -> tx.presence().page(new Presence.Search("MX1", order, true, 1, 1), NOW));
            assertEquals(2, page.total(), order.name());
            assertEquals(1, page.rows().size(), order.name());
        }
        assertEquals(
                List.of(second),
                store
                        .read(tx ->
                                tx.presence().page(new Presence.Search("POP3", Presence.Order.LOGIN, false, 0, 9), NOW))
                        .rows()
                        .stream()
                        .map(Presence.Seen::session)
                        .toList());
        assertEquals(
                List.of(second),
                store
                        .read(tx -> tx.presence().page(new Presence.Search("", Presence.Order.SINCE, true, 0, 1), NOW))
                        .rows()
                        .stream()
                        .map(Presence.Seen::session)
                        .toList());
        assertEquals(
                first,
                store.read(tx -> tx.presence().session(seen.getFirst().id(), NOW))
                        .orElseThrow()
                        .session());
        assertEquals(
                1, number(store, tx -> tx.presence().end(List.of(seen.getFirst().id()))));
        assertEquals(List.of(7L), store.read(tx -> tx.presence().toEnd("p-1")));
        store.write(tx -> {
            tx.presence().ended("p-1", List.of(7L));
            return tx.presence().alive(host, NOW.plusSeconds(60));
        });
        assertEquals(
                1,
                store.read(tx -> tx.presence().sessions("", NOW.plusSeconds(120)))
                        .size());
        assertEquals(List.of(), store.read(tx -> tx.presence().sessions("", NOW.plusSeconds(300))), "it is silent");
        assertEquals(1, number(store, tx -> tx.presence().forget(NOW.plusSeconds(300))));
        assertEquals(List.of(), store.read(tx -> tx.presence().sessions("", NOW)));
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aTaskIsDoneByOneProcessAtATime(String name) {
        Maintenance maintenance = store(name).maintenance();
        assertTrue(maintenance.claim("a task", NOW, Duration.ofHours(1)));
        assertFalse(maintenance.claim("a task", NOW.plusSeconds(3_599), Duration.ofHours(1)));
        assertTrue(maintenance.claim("a task", NOW.plusSeconds(3_600), Duration.ofHours(1)));
        assertTrue(maintenance.claim("another", NOW, Duration.ofHours(1)));
    }

    private static long put(SqlStore store, long mailbox, long user, Instant when) {
        Delivered delivered = store.deliver(message(3), when, List.of(Destination.plain(mailbox, user)))
                .getFirst();
        return ((Delivered.Stored) delivered).uid();
    }

    private static long count(SqlStore store, long mailbox) {
        return store.read(tx -> tx.mailboxes().status(List.of(mailbox)))
                .get(mailbox)
                .messages();
    }

    @ParameterizedTest
    @MethodSource("databases")
    void trashGoesAfterSoManyDays(String name) {
        SqlStore store = store(name);
        Account account = account(store);
        Account marked = account(store);
        long trash = store.write(tx -> tx.mailboxes().create(account.user(), "Trash", null));
        long spam = store.write(tx -> tx.mailboxes().create(account.user(), "Spam", null));
        long bin = store.write(tx -> tx.mailboxes().create(marked.user(), "Bin", "\\Trash"));
        long notBin = store.write(tx -> tx.mailboxes().create(marked.user(), "Trash", null));
        for (long box : new long[] {trash, spam}) {
            put(store, box, account.user(), NOW.minus(Duration.ofDays(40)));
            put(store, box, account.user(), NOW.minus(Duration.ofDays(20)));
        }
        for (long box : new long[] {bin, notBin}) {
            put(store, box, marked.user(), NOW.minus(Duration.ofDays(40)));
        }
        // An old message that came here a moment ago stays.
        long moved = put(store, account.inbox(), account.user(), NOW.minus(Duration.ofDays(90)));
        store.write(tx -> tx.messages().move(account.inbox(), NumberSet.of(moved), trash, account.user()));
        long used =
                store.read(tx -> tx.users().find(account.user())).orElseThrow().used();
        Expiry expiry = new Expiry(store, new Expiry.Days(30, 0));
        assertEquals(2, expiry.run(NOW));
        assertEquals(2, count(store, trash));
        assertEquals(2, count(store, spam), "nothing was said of junk");
        assertEquals(0, count(store, bin));
        assertEquals(1, count(store, notBin), "the account has one that is marked");
        assertTrue(
                store.read(tx -> tx.users().find(account.user())).orElseThrow().used() < used);
        store.write(tx -> {
            tx.retentions().set(trash, 0);
            tx.retentions().set(spam, 10);
            return true;
        });
        put(store, trash, account.user(), NOW.minus(Duration.ofDays(400)));
        assertEquals(2, new Expiry(store, new Expiry.Days(30, 30)).run(NOW));
        assertEquals(3, count(store, trash), "it was said that they stay");
        assertEquals(0, count(store, spam));
        assertTrue(yes(store, tx -> tx.retentions().remove(trash)));
        assertFalse(yes(store, tx -> tx.retentions().remove(trash)));
    }

    @ParameterizedTest
    @MethodSource("databases")
    void whoIsShortOfRoomIsToldOnce(String name) {
        SqlStore store = store(name);
        Account account = account(store, "full@warned.test", 0);
        Account admin = account(store, "boss@warned.test", 0);
        // Enough that there is room for the mails.
        store.deliver(message("Subject: large\n\n" + "much\n".repeat(40_000)), DATE, List.of(account.destination()));
        long used =
                store.read(tx -> tx.users().find(account.user())).orElseThrow().used();
        QuotaWatch watch = new QuotaWatch(
                store,
                new QuotaWatch.Options(List.of(80, 95), "mail.test", EnvelopeAddress.ofPlain("postmaster@mail.test")));
        assertEquals(0, watch.run(NOW));
        quota(store, account, used * 100 / 85);
        say(store, new Domains.Domain("warned.test", "", 0, 0, 100_000_000));
        store.write(tx -> {
            tx.domains().addAdministrator("warned.test", admin.user());
            return true;
        });
        assertEquals(1, watch.run(NOW));
        assertEquals(2, count(store, account.inbox()));
        assertEquals(0, watch.run(NOW), "once");
        assertTrue(text(store, account).contains("Subject: Your mailbox is 8"), text(store, account));
        long more =
                store.read(tx -> tx.users().find(account.user())).orElseThrow().used();
        quota(store, account, more * 100 / 96);
        assertEquals(1, watch.run(NOW), "the next level");
        assertEquals(0, watch.run(NOW));
        quota(store, account, more * 100);
        assertEquals(0, watch.run(NOW), "there is room again");
        quota(store, account, more * 100 / 97);
        assertEquals(1, watch.run(NOW), "and again there is none");
        say(store, new Domains.Domain("warned.test", "", 0, 0, more * 100 / 90));
        assertEquals(1, watch.run(NOW), "who administers the domain");
        assertTrue(text(store, admin).contains("Subject: warned.test is "), text(store, admin));
        assertEquals(0, watch.run(NOW));
        store.write(tx -> {
            tx.quotaWarnings().forget(QuotaWarnings.Kind.DOMAIN, "warned.test");
            return tx.domains().remove("warned.test");
        });
    }

    private static void quota(SqlStore store, Account account, long quota) {
        store.write(tx -> {
            tx.users().setQuota(account.user(), quota);
            return true;
        });
    }

    private static String text(SqlStore store, Account account) {
        return store.read(tx -> {
            var newest = tx.messages().popMessages(account.inbox()).getLast();
            var bytes =
                    tx.contents().read(List.of(newest.physId()), Long.MAX_VALUE).get(newest.physId());
            return new String(bytes.slice(0, bytes.size()), StandardCharsets.UTF_8);
        });
    }
}
