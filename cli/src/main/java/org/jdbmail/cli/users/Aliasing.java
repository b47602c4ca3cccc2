package org.jdbmail.cli.users;

import java.util.List;
import org.jdbmail.core.store.Alias;
import org.jdbmail.core.store.Tx;

/** Adds and removes aliases of a user, and forwards of an address. */
final class Aliasing {
    private static final int MAX_ALIAS = 100;
    private static final int MAX_TARGET = 250;

    private Aliasing() {}

    /** Adds and removes names that deliver to a user. */
    static void aliases(Tx tx, long userId, long clientId, List<String> added, List<String> removed, Report report) {
        String target = Long.toString(userId);
        for (String alias : added) {
            report.say("[" + alias + "]");
            add(tx, new Alias(alias, target, clientId), report);
        }
        List<String> existing = removed.isEmpty()
                ? List.of()
                : tx.aliases().deliveringTo(target).stream().map(Alias::alias).toList();
        for (String pattern : removed) {
            List<String> matching = matching(pattern, existing, report);
            matching.forEach(alias -> tx.aliases().remove(alias, target));
        }
        report.say("Done");
    }

    /** Adds and removes targets of an address. */
    static void forwards(Tx tx, String address, List<String> added, List<String> removed, Report report) {
        for (String target : added) {
            report.say("[" + target + "]");
            add(tx, new Alias(address, target, 0), report);
        }
        List<String> existing = removed.isEmpty()
                ? List.of()
                : tx.aliases().find(address).stream().map(Alias::deliverTo).toList();
        for (String pattern : removed) {
            List<String> matching = matching(pattern, existing, report);
            matching.forEach(target -> tx.aliases().remove(address, target));
        }
        report.say("Done");
    }

    private static void add(Tx tx, Alias alias, Report report) {
        if (!isPossible(alias.alias(), MAX_ALIAS) || !isPossible(alias.deliverTo(), MAX_TARGET)) {
            report.fail("Failed: that is too long, or has characters that no address has");
            return;
        }
        boolean isThere = tx.aliases().find(alias.alias()).stream()
                .anyMatch(row -> row.deliverTo().equals(alias.deliverTo()));
        if (isThere) {
            report.fail("Failed: it exists already");
        } else {
            tx.aliases().add(alias);
        }
    }

    private static boolean isPossible(String text, int most) {
        return !text.isEmpty() && text.length() <= most && text.chars().noneMatch(Character::isISOControl);
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
        if (matching.isEmpty()) {
            report.fail("Failed: there is no such thing");
        }
        return matching;
    }
}
