package org.jdbmail.core.admin;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jdbmail.core.mail.AsciiCase;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.store.Domains.Domain;
import org.jdbmail.core.store.Domains.Usage;
import org.jdbmail.core.store.Store;
import org.jdbmail.core.store.Tx;
import org.jdbmail.core.store.User;

/** What administrators do with domains. */
public final class DomainAdmin {
    private static final int AT_ONCE = 500;

    private final Store store;
    private final InstantSource clock;

    public DomainAdmin(Store store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /**
     * A domain.
     *
     * @param said what is said of it
     * @param usage what it has
     * @param administrators the logins of who administers it
     */
    public record View(Domain said, Usage usage, List<String> administrators) {}

    /** The domains in somebody's power, by name: those of accounts and aliases, and those of which something is said. */
    public List<View> list(Actor actor) {
        return store.read(tx -> {
            Map<String, Usage> usages = new TreeMap<>(tx.domains().usages());
            Map<String, Domain> said = new TreeMap<>();
            tx.domains().all().forEach(domain -> said.put(domain.name(), domain));
            said.keySet().forEach(name -> usages.putIfAbsent(name, Usage.NONE));
            Map<String, List<String>> administrators = administrators(tx);
            List<View> views = new ArrayList<>();
            usages.forEach((name, usage) -> {
                if (actor.domains().map(names -> names.contains(name)).orElse(true)) {
                    views.add(new View(
                            said.getOrDefault(name, new Domain(name, "", 0, 0, 0)),
                            usage,
                            administrators.getOrDefault(name, List.of())));
                }
            });
            return views;
        });
    }

    /** The logins of who administers each domain; two statements, however many there are. */
    private static Map<String, List<String>> administrators(Tx tx) {
        Map<String, List<Long>> ids = tx.domains().administrators();
        Map<Long, String> logins = new HashMap<>();
        List<Long> all = ids.values().stream().flatMap(List::stream).distinct().toList();
        for (int from = 0; from < all.size(); from += AT_ONCE) {
            tx.users()
                    .logins(all.subList(from, Math.min(all.size(), from + AT_ONCE)))
                    .forEach((id, login) -> logins.put(id, login.user().login()));
        }
        Map<String, List<String>> named = new HashMap<>();
        ids.forEach((domain, some) -> named.put(
                domain,
                some.stream()
                        .map(id -> logins.getOrDefault(id, ""))
                        .filter(login -> !login.isEmpty())
                        .toList()));
        return named;
    }

    private static List<String> administrators(Tx tx, String name) {
        return tx.domains().administrators(name).stream()
                .flatMap(id -> tx.users().find(id).stream())
                .map(User::login)
                .toList();
    }

    /** @throws Refusal NOT_FOUND */
    public View view(Actor actor, String name) {
        String domain = name(name);
        if (!actor.domains().map(names -> names.contains(domain)).orElse(true)) {
            throw new Refusal(Reason.NOT_FOUND, "there is no such domain");
        }
        return store.read(tx -> new View(
                tx.domains().find(domain).orElse(new Domain(domain, "", 0, 0, 0)),
                tx.domains().usage(domain),
                administrators(tx, domain)));
    }

    /** Says something of a domain. @throws Refusal NO_PERMISSION, INVALID */
    public void put(Actor actor, Domain domain) {
        actor.requireEverything();
        Domain checked = new Domain(
                name(domain.name()),
                domain.aliasOf().isEmpty() ? "" : name(domain.aliasOf()),
                limit(domain.accounts()),
                limit(domain.aliases()),
                limit(domain.quota()));
        store.write(tx -> {
            refuseCircle(tx, checked);
            tx.domains().put(checked);
            actor.note(
                    tx,
                    clock.instant(),
                    "domain.set",
                    checked.name(),
                    (checked.aliasOf().isEmpty() ? "" : "alias of " + checked.aliasOf() + ", ") + "accounts "
                            + checked.accounts() + ", aliases " + checked.aliases() + ", quota " + checked.quota());
            return true;
        });
    }

    private static long limit(long number) {
        if (number < 0) {
            throw new Refusal(Reason.INVALID, "a limit is 0 or more");
        }
        return number;
    }

    /** Says nothing of a domain any more; its accounts stay. @throws Refusal NO_PERMISSION, NOT_FOUND */
    public void remove(Actor actor, String name) {
        actor.requireEverything();
        store.write(tx -> {
            if (!tx.domains().remove(name(name))) {
                throw new Refusal(Reason.NOT_FOUND, "nothing is said of that domain");
            }
            actor.note(tx, clock.instant(), "domain.remove", name, "");
            return true;
        });
    }

    /** Lets an account administer a domain. @throws Refusal NO_PERMISSION, NOT_FOUND for the account, INVALID */
    public void addAdministrator(Actor actor, String name, String login) {
        actor.requireEverything();
        String domain = name(name);
        store.write(tx -> {
            User user = account(tx, login);
            if (tx.domains().find(domain).isEmpty()) {
                tx.domains().put(new Domain(domain, "", 0, 0, 0));
            }
            tx.domains().addAdministrator(domain, user.id());
            actor.note(tx, clock.instant(), "domain.administrator.add", domain, user.login());
            return true;
        });
    }

    /** Lets an account administer a domain no more. @throws Refusal NO_PERMISSION, NOT_FOUND */
    public void removeAdministrator(Actor actor, String name, String login) {
        actor.requireEverything();
        String domain = name(name);
        store.write(tx -> {
            User user = account(tx, login);
            if (!tx.domains().removeAdministrator(domain, user.id())) {
                throw new Refusal(Reason.NOT_FOUND, "that account does not administer it");
            }
            actor.note(tx, clock.instant(), "domain.administrator.remove", domain, user.login());
            return true;
        });
    }

    private static User account(Tx tx, String login) {
        return tx.users()
                .find(login)
                .filter(user -> !AccountRules.isDbmailsOwn(user.login()))
                // What was typed is wrong, not the page's address.
                .orElseThrow(() -> new Refusal(Reason.INVALID, "there is no such account"));
    }

    /** A domain's name in lower case. @throws Refusal INVALID if it can be none */
    public static String name(String text) {
        if (text.length() > 253 || !text.matches("[^\\s\\p{Cntrl}@.<>,/*?]+(\\.[^\\s\\p{Cntrl}@.<>,/*?]+)*")) {
            throw new Refusal(Reason.INVALID, "that is no domain");
        }
        return AsciiCase.lower(text);
    }

    /** @throws Refusal INVALID if a domain would be another name of itself */
    public static void refuseCircle(Tx tx, Domain domain) {
        Set<String> seen = new HashSet<>(Set.of(domain.name()));
        String next = domain.aliasOf();
        while (!next.isEmpty()) {
            if (!seen.add(next)) {
                throw new Refusal(
                        Reason.INVALID,
                        domain.name() + " would be another name of itself, by way of " + domain.aliasOf());
            }
            next = tx.domains().find(next).map(Domain::aliasOf).orElse("");
        }
    }
}
