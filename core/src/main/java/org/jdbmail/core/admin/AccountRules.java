package org.jdbmail.core.admin;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.store.Alias;
import org.jdbmail.core.store.Tx;
import org.jdbmail.core.store.User;

/** What holds of accounts and aliases, whoever makes them. */
public final class AccountRules {
    /** What DBMail's column holds. */
    public static final int MAX_LOGIN = 100;

    private static final int MAX_ALIAS = 100;
    private static final int MAX_TARGET = 250;
    private static final Pattern SIZE = Pattern.compile("([0-9]{1,12})\\s*([KMGT]?)[BO]?");
    private static final Set<String> DBMAILS_OWN = Set.of(User.ANYONE, User.PUBLIC, User.INTERNAL_DELIVERY);

    private AccountRules() {}

    /** Whether an account is one of the three that the database needs. */
    public static boolean isDbmailsOwn(String login) {
        return DBMAILS_OWN.contains(login);
    }

    /** Whether a text can be a login. */
    public static boolean isLogin(String text) {
        return !text.isBlank() && text.length() <= MAX_LOGIN && text.chars().noneMatch(Character::isISOControl);
    }

    /** Whether a text can be an alias. */
    public static boolean isAlias(String text) {
        return isPossible(text, MAX_ALIAS);
    }

    /** Whether a text can be what an alias delivers to. */
    public static boolean isTarget(String text) {
        return isPossible(text, MAX_TARGET);
    }

    /**
     * A size such as {@code 500M}, in octets; 0 for none.
     *
     * @throws Refusal INVALID
     */
    public static long octets(String text) {
        if (text.isEmpty()) {
            return 0;
        }
        Matcher found = SIZE.matcher(text.toUpperCase(Locale.ROOT));
        if (!found.matches()) {
            throw new Refusal(Reason.INVALID, "that is no size such as 500M or 2G");
        }
        long number = Long.parseLong(found.group(1));
        int shift = " KMGT".indexOf(found.group(2).isEmpty() ? " " : found.group(2)) * 10;
        if (number > Long.MAX_VALUE >> shift) {
            throw new Refusal(Reason.INVALID, "that is no size such as 500M or 2G");
        }
        return number << shift;
    }

    private static boolean isPossible(String text, int most) {
        return !text.isEmpty() && text.length() <= most && text.chars().noneMatch(Character::isISOControl);
    }

    /** Whether a target is the id of an account, and not an address or another alias. */
    public static boolean isUserId(String target) {
        return !target.isEmpty() && target.length() < 19 && target.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /** The first of the names that can be no alias, or of the targets that can be none. */
    public static Optional<String> impossible(List<String> aliases, List<String> targets) {
        return Stream.concat(
                        aliases.stream().filter(alias -> !isAlias(alias)),
                        targets.stream().filter(target -> !isTarget(target)))
                .findFirst();
    }

    /** An account that somebody may act upon; DBMail's own are none. */
    static User account(Tx tx, Actor actor, long id) {
        return tx.users()
                .find(id)
                .filter(user -> !isDbmailsOwn(user.login()))
                .filter(user -> isInPower(tx, actor, user))
                // Who else there is, is not told.
                .orElseThrow(() -> new Refusal(Reason.NOT_FOUND, "there is no such account"));
    }

    /**
     * Administrators of domains don't act upon who administers more than they do: who sets somebody's password can be him, and so has all
     * that he has.
     */
    private static boolean isInPower(Tx tx, Actor actor, User user) {
        return switch (actor.power()) {
            case Power.Everything() -> true;
            case Power.Domains(Set<String> domains) ->
                domains.contains(Actor.domain(user.login()))
                        && !tx.web().standing(user.id()).isAdministrator()
                        && domains.containsAll(tx.domains().administeredBy(user.id()));
            case Power.Own() -> false;
        };
    }

    /**
     * Takes a user out of the aliases: the names that deliver to it; what is forwarded from such a name alone; and what is
     * forwarded to a name that then leads nowhere. A name that also delivers to somebody else keeps all the rest.
     */
    static void removeFromAliases(Tx tx, User user) {
        String target = Long.toString(user.id());
        List<String> aliases =
                tx.aliases().deliveringTo(target).stream().map(Alias::alias).toList();
        tx.aliases().removeDeliveringTo(target);
        for (String name :
                Stream.concat(Stream.of(user.login()), aliases.stream()).toList()) {
            List<Alias> left = tx.aliases().find(name);
            if (left.stream().noneMatch(row -> isUserId(row.deliverTo()))) {
                if (aliases.contains(name)) {
                    left.forEach(row -> tx.aliases().remove(name, row.deliverTo()));
                }
                tx.aliases().removeDeliveringTo(name);
            }
        }
    }
}
