package org.jdbmail.core.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.smtp.EnvelopeAddress;
import org.jdbmail.core.store.Alias;
import org.jdbmail.core.store.Routing;
import org.jdbmail.core.store.User;
import org.junit.jupiter.api.Test;

/** The order of DBMail's lookups, on a directory in memory. */
class RecipientResolverTest {
    private final List<Alias> aliases = new ArrayList<>();
    private final List<User> users = new ArrayList<>();
    private final Map<String, String> aliasDomains = new HashMap<>();
    private int statements;

    private Routing.Found find(Collection<String> names) {
        statements++;
        Set<String> wanted = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        wanted.addAll(names);
        List<Alias> found =
                aliases.stream().filter(alias -> wanted.contains(alias.alias())).toList();
        Set<String> ids = found.stream().map(Alias::deliverTo).collect(Collectors.toSet());
        List<User> accounts = users.stream()
                .filter(user -> wanted.contains(user.login()) || ids.contains(Long.toString(user.id())))
                .toList();
        Map<Long, Long> inboxes = new HashMap<>();
        accounts.forEach(user -> inboxes.put(user.id(), user.id() * 10));
        return new Routing.Found(found, accounts, inboxes);
    }

    private void user(long id, String login, boolean active) {
        users.add(new User(id, login, 0, 0, 0, active));
    }

    private void alias(String alias, String target) {
        aliases.add(new Alias(alias, target, 0));
    }

    private Resolution resolve(String address) {
        int at = address.lastIndexOf('@');
        String local = at < 0 ? address : address.substring(0, at);
        String domain = at < 0 ? "" : address.substring(at + 1);
        RecipientResolver resolver = new RecipientResolver(
                RoutingOnlyStore.of(
                        new Routing() {
                            @Override
                            public Found find(Collection<String> names) {
                                return RecipientResolverTest.this.find(names);
                            }

                            @Override
                            public Set<String> domains() {
                                return Set.of();
                            }
                        },
                        aliasDomains),
                true);
        return resolver.resolve(new EnvelopeAddress(local, domain));
    }

    private String logins(String address) {
        Resolution.Found found = assertInstanceOf(Resolution.Found.class, resolve(address), address);
        return found.targets().stream().map(target -> target.user().login()).collect(Collectors.joining(","))
                + found.forwards().stream().map(to -> " >" + to).collect(Collectors.joining());
    }

    @Test
    void theFirstNameThatIsKnownCounts() {
        user(1, "bob", true);
        user(2, "bob@example.test", true);
        user(3, "carol", true);
        user(4, "dave", true);
        user(5, "eve", true);
        user(6, "frank", true);
        assertEquals("bob", logins("bob"));
        assertEquals("bob", logins("BOB"));
        assertEquals("bob", logins("bob+work"));
        assertEquals("bob@example.test", logins("Bob@Example.Test"));
        assertEquals("bob@example.test", logins("bob+work@example.test"));
        alias("bob@example.test", "3");
        assertEquals("carol", logins("bob@example.test"), "an alias goes before an account");
        assertEquals("carol", logins("bob+work@example.test"), "an alias without detail goes before an account");
        alias("bob+work@example.test", "4");
        assertEquals("dave", logins("bob+work@example.test"), "the exact alias goes first");
        alias("@example.test", "5");
        alias("@.test", "6");
        assertEquals("eve", logins("anybody@example.test"));
        assertEquals("frank", logins("anybody@sub.example.test"), "parents need their dot");
        assertInstanceOf(Resolution.Unknown.class, resolve("anybody@example.org"));
        alias("info@", "3");
        assertEquals("carol", logins("info@example.org"));
        assertEquals("eve", logins("info@example.test"), "the domain goes before the local part");
        assertInstanceOf(Resolution.Unknown.class, resolve("info"));
    }

    @Test
    void aDomainMayBeAnotherNameOfOne() {
        user(1, "bob@real.test", true);
        user(2, "own@other.test", true);
        user(3, "all", true);
        alias("info@real.test", "1");
        alias("info@other.test", "2");
        alias("@other.test", "3");
        assertEquals("all", logins("bob@other.test"));
        aliasDomains.put("other.test", "real.test");
        assertEquals("bob@real.test", logins("bob@other.test"), "before the catch-all");
        assertEquals("bob@real.test", logins("bob+work@other.test"));
        assertEquals("bob@real.test", logins("Bob@Other.Test"));
        assertEquals("own@other.test", logins("own@other.test"), "what is there itself goes first");
        assertEquals("own@other.test", logins("info@other.test"));
        assertEquals("all", logins("nobody@other.test"), "a catch-all is still one");
        aliasDomains.put("third.test", "other.test");
        assertEquals("bob@real.test", logins("bob@third.test"), "a name of a name");
        assertEquals("all", logins("nobody@third.test"));
        aliasDomains.put("real.test", "third.test");
        assertEquals("all", logins("nobody@real.test"), "a circle ends");
        aliasDomains.put("self.test", "self.test");
        assertInstanceOf(Resolution.Unknown.class, resolve("nobody@self.test"));
    }

    @Test
    void anOrdinaryAddressCostsOneStatement() {
        user(1, "bob", true);
        alias("bob@example.test", "1");
        assertEquals("bob", logins("bob@example.test"));
        assertEquals(1, statements);
    }

    @Test
    void aliasesLeadToAccountsAliasesAndForeignAddresses() {
        user(1, "bob", true);
        user(2, "carol", true);
        alias("team@example.test", "1");
        alias("team@example.test", "staff@example.test");
        alias("team@example.test", "someone@elsewhere.test");
        alias("team@example.test", "|/usr/bin/archive");
        alias("Staff@example.test", "CAROL");
        alias("staff@example.test", "1");
        assertEquals("bob,carol >someone@elsewhere.test >|/usr/bin/archive", logins("team@example.test"));
        assertEquals(3, statements, "one for each level");
    }

    @Test
    void circlesEndAndLeadNowhere() {
        alias("a@x.test", "b@x.test");
        alias("b@x.test", "a@x.test");
        alias("self@x.test", "self@x.test");
        assertInstanceOf(Resolution.Endless.class, resolve("a@x.test"));
        assertInstanceOf(Resolution.Unknown.class, resolve("self@x.test"));
        user(1, "bob", true);
        alias("b@x.test", "1");
        assertEquals("bob", logins("a@x.test"), "what is found on the way counts");
    }

    @Test
    void aliasesAreFollowedTwentyDeep() {
        user(1, "bob", true);
        for (int i = 0; i < 30; i++) {
            alias("a" + i + "@x.test", i == 29 ? "1" : "a" + (i + 1) + "@x.test");
        }
        assertEquals("bob", logins("a10@x.test"));
        assertInstanceOf(Resolution.Endless.class, resolve("a9@x.test"));
    }

    @Test
    void disabledAccountsTakeMailUnderTheirOwnNameOnly() {
        user(1, "bob", false);
        alias("bob@example.test", "1");
        alias("robert@example.test", "bob");
        assertInstanceOf(Resolution.Disabled.class, resolve("bob@example.test"));
        assertInstanceOf(Resolution.Disabled.class, resolve("robert@example.test"));
        assertEquals("bob", logins("bob"));
    }

    @Test
    void anAliasThatOutlivedItsAccountIsUnknown() {
        alias("ghost@example.test", "99");
        assertInstanceOf(Resolution.Unknown.class, resolve("ghost@example.test"));
    }

    @Test
    void accountsThatNobodyReadsAreUnknown() {
        user(1, User.ANYONE, true);
        user(2, User.INTERNAL_DELIVERY, true);
        alias("all@example.test", "1");
        assertInstanceOf(Resolution.Unknown.class, resolve(User.ANYONE));
        assertInstanceOf(Resolution.Unknown.class, resolve("all@example.test"));
        assertInstanceOf(Resolution.Unknown.class, resolve(User.INTERNAL_DELIVERY));
    }

    @Test
    void anAddressThatStandsForTooManyIsRefused() {
        for (int i = 0; i < 1100; i++) {
            alias("all@example.test", "m" + i + "@elsewhere.test");
        }
        assertEquals(
                Reason.LIMIT,
                assertThrows(Refusal.class, () -> resolve("all@example.test")).reason());
    }

    @Test
    void theDetailIsWhatStandsBetweenTheFirstPlusAndTheAt() {
        AddressCandidates names =
                AddressCandidates.of(new EnvelopeAddress("Bob+Work/Projekt+1", "Sub.Example.Test"), true);
        assertEquals("Work/Projekt+1", names.detail());
        assertEquals("bob@sub.example.test", names.base());
        assertEquals(List.of("@sub.example.test", "@.example.test", "@.test", "bob@"), names.catchAlls());
        assertEquals(names.full(), names.full().toLowerCase(Locale.ROOT));
    }
}
