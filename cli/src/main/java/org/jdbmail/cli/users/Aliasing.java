package org.jdbmail.cli.users;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jdbmail.core.mail.AsciiCase;
import org.jdbmail.core.mail.Glob;
import org.jdbmail.core.store.Alias;
import org.jdbmail.core.store.Tx;
import org.jdbmail.core.store.User;

/**
 * Adds and removes aliases of a user, and forwards of an address: first removes, then adds, as DBMail does, so that
 * {@code -S '*' -s new} replaces them. What is there already stays, and what is to go may be gone: a script can be run again.
 */
final class Aliasing {
    private static final int MAX_ALIAS = 100;
    private static final int MAX_TARGET = 250;

    private Aliasing() {}

    /** Why these rows cannot be; empty if they can. */
    static Optional<String> problem(List<String> aliases, List<String> targets) {
        return Stream.concat(
                        aliases.stream().filter(alias -> !isPossible(alias, MAX_ALIAS)),
                        targets.stream().filter(target -> !isPossible(target, MAX_TARGET)))
                .findFirst()
                .map(name -> "Failed: [" + name.replaceAll("\\p{Cntrl}", "?")
                        + "] is too long, or has characters that no address has");
    }

    private static boolean isPossible(String text, int most) {
        return !text.isEmpty() && text.length() <= most && text.chars().noneMatch(Character::isISOControl);
    }

    /** Removes and adds names that deliver to a user. */
    static void aliases(Tx tx, long userId, long clientId, List<String> added, List<String> removed, Report report) {
        String target = Long.toString(userId);
        List<String> existing = removed.isEmpty()
                ? List.of()
                : tx.aliases().deliveringTo(target).stream().map(Alias::alias).toList();
        for (String pattern : removed) {
            matching(pattern, existing, report).forEach(alias -> tx.aliases().remove(alias, target));
        }
        for (String alias : added) {
            report.say("[" + alias + "]");
            add(tx, new Alias(alias, target, clientId));
        }
        report.say("Done");
    }

    /** Removes and adds targets of an address. */
    static void forwards(
            Tx tx, String address, long clientId, List<String> added, List<String> removed, Report report) {
        List<String> existing = removed.isEmpty()
                ? List.of()
                : tx.aliases().find(address).stream().map(Alias::deliverTo).toList();
        for (String pattern : removed) {
            matching(pattern, existing, report).forEach(target -> tx.aliases().remove(address, target));
        }
        for (String target : added) {
            report.say("[" + target + "]");
            add(tx, new Alias(address, target, clientId));
        }
        report.say("Done");
    }

    private static void add(Tx tx, Alias alias) {
        boolean isThere = tx.aliases().find(alias.alias()).stream()
                .anyMatch(row -> AsciiCase.same(row.deliverTo(), alias.deliverTo()));
        if (!isThere) {
            tx.aliases().add(alias);
        }
    }

    /** What a pattern or a plain name means among the existing ones, told as DBMail tells it. */
    private static List<String> matching(String pattern, List<String> existing, Report report) {
        Glob glob = new Glob(pattern);
        List<String> matching = existing.stream().filter(glob::matches).toList();
        if (glob.isPattern()) {
            report.say("[" + pattern + "] matches:");
            matching.forEach(name -> report.say("  [" + name + "]"));
        } else {
            report.say("[" + pattern + "]");
        }
        return matching;
    }

    /**
     * Takes a user out of the aliases: the names that deliver to it; what is forwarded from such a name alone; and what is
     * forwarded to a name that then leads nowhere. A name that also delivers to somebody else keeps all the rest.
     */
    static void removeUser(Tx tx, User user, Report report) {
        String target = Long.toString(user.id());
        List<String> aliases =
                tx.aliases().deliveringTo(target).stream().map(Alias::alias).toList();
        tx.aliases().removeDeliveringTo(target);
        for (String name :
                Stream.concat(Stream.of(user.login()), aliases.stream()).toList()) {
            report.say("Deleting forwarders for user [" + user.id() + "] and alias [" + name + "]");
            List<Alias> left = tx.aliases().find(name);
            if (left.stream().noneMatch(row -> isUserId(row.deliverTo()))) {
                if (aliases.contains(name)) {
                    left.forEach(row -> {
                        report.say("\tDeleting forward for [" + row.deliverTo() + "]");
                        tx.aliases().remove(name, row.deliverTo());
                    });
                }
                tx.aliases().removeDeliveringTo(name);
            }
        }
        report.say("Deleting aliases for user [" + user.login() + "]...");
        aliases.forEach(alias -> report.say("[" + alias + "]"));
        report.say("Done");
    }

    /** Whether a target is the id of an account, and not an address or another alias. */
    static boolean isUserId(String target) {
        return !target.isEmpty() && target.length() < 19 && target.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
