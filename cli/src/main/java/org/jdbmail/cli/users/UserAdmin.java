package org.jdbmail.cli.users;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import org.jdbmail.core.directory.NewPassword;
import org.jdbmail.core.mail.Glob;
import org.jdbmail.core.mail.NumberSet;
import org.jdbmail.core.store.Alias;
import org.jdbmail.core.store.Credential;
import org.jdbmail.core.store.Mailbox;
import org.jdbmail.core.store.Tx;
import org.jdbmail.core.store.User;
import org.jspecify.annotations.Nullable;

/** Each mode of the program, inside one transaction: what was not done whole was not done at all. */
final class UserAdmin {
    private static final double MIB = 1024.0 * 1024;
    private static final int MAX_LOGIN = 100;
    private static final Set<String> DBMAILS_OWN = Set.of(User.ANYONE, User.PUBLIC, User.INTERNAL_DELIVERY);

    /**
     * What is to be different about an account.
     *
     * @param login a new name, or null
     * @param password a new password, or null
     * @param security the second password, or null
     */
    record Changes(
            @Nullable String login,
            @Nullable NewPassword password,
            @Nullable Credential security,
            OptionalInt securityAction,
            OptionalLong client,
            OptionalLong quota,
            Optional<Boolean> active,
            List<String> addedAliases,
            List<String> removedAliases) {
        @Override
        public String toString() {
            return "Changes[login=" + login + "]"; // the rest may be passwords
        }
    }

    private final Report report;
    private final boolean pretends;

    /** @param pretends whether only to say what would be done */
    UserAdmin(Report report, boolean pretends) {
        this.report = report;
        this.pretends = pretends;
    }

    /** Makes an account with its INBOX and aliases. */
    Report add(Tx tx, String login, NewPassword password, Changes changes) {
        long quota = changes.quota.orElse(0);
        long client = changes.client.orElse(0);
        String type =
                "user " + login + " with password type " + password.credential().scheme();
        String limits = quota + " bytes mailbox limit and clientid " + client;
        report.say("Adding user [" + login + "]...");
        if (pretends) {
            report.say("Pretending to add " + type + ", " + limits);
        } else {
            report.say("Adding " + type + "," + limits + "...");
        }
        Optional<String> problem = problem(tx, login, 0).or(() -> Aliasing.problem(changes.addedAliases, List.of()));
        if (problem.isPresent()) {
            report.fail(problem.get());
            return report;
        }
        if (pretends) {
            return report;
        }
        // The password itself may have no room in DBMail's table.
        Credential none = new Credential("", password.credential().scheme());
        long id = tx.users().create(login, none, client, quota);
        password.store(tx, id, Instant.now());
        report.say("Ok, user added id [" + id + "]");
        tx.mailboxes().create(id, Mailbox.INBOX, null);
        report.say("Adding INBOX for new user... ok.");
        changes.active.ifPresent(active -> tx.users().setActive(id, active));
        security(tx, id, changes);
        Aliasing.aliases(tx, id, client, changes.addedAliases, changes.removedAliases, report);
        tx.users().find(id).ifPresent(user -> report.list(line(user, tx.aliases()::deliveringTo)));
        return report;
    }

    /** Changes an account. */
    Report change(Tx tx, User user, Changes changes) {
        report.say("Changing user [" + user.login() + "]...");
        if (pretends) {
            pretendToChange(user, changes);
            return report;
        }
        String login = changes.login;
        Optional<String> problem = Optional.ofNullable(login)
                .flatMap(name -> problem(tx, name, user.id()))
                .or(() -> Aliasing.problem(changes.addedAliases, List.of()));
        if (problem.isPresent()) {
            report.fail(problem.get());
            return report;
        }
        if (login != null) {
            tx.users().rename(user.id(), login);
        }
        NewPassword password = changes.password;
        if (password != null) {
            password.store(tx, user.id(), Instant.now());
        }
        security(tx, user.id(), changes);
        changes.client.ifPresent(id -> tx.users().setClient(user.id(), id));
        changes.quota.ifPresent(quota -> tx.users().setQuota(user.id(), quota));
        changes.active.ifPresent(active -> tx.users().setActive(user.id(), active));
        long client = changes.client.orElse(user.clientId());
        Aliasing.aliases(tx, user.id(), client, changes.addedAliases, changes.removedAliases, report);
        return report;
    }

    private static void security(Tx tx, long userId, Changes changes) {
        if (changes.security != null) {
            tx.users().setSecurityPassword(userId, changes.security.encoded());
        }
        changes.securityAction.ifPresent(action -> tx.users().setSecurityAction(userId, action));
    }

    /** Why an account, by its id if there is one, cannot have a name; empty if it can. */
    private static Optional<String> problem(Tx tx, String login, long userId) {
        if (login.isBlank() || login.length() > MAX_LOGIN || login.chars().anyMatch(Character::isISOControl)) {
            return Optional.of("Failed: a user name has 1 to " + MAX_LOGIN + " characters, and no control characters");
        }
        return tx.users()
                .find(login)
                .filter(other -> other.id() != userId)
                .map(other -> "Failed: user name already exists");
    }

    private void pretendToChange(User user, Changes changes) {
        String whose = "for user id number [" + user.id() + "]";
        if (changes.login != null) {
            report.say(
                    "Pretending to change username of user id number [" + user.id() + "] to [" + changes.login + "]");
        }
        if (changes.password != null) {
            report.say("Pretending to change password " + whose);
        }
        changes.client.ifPresent(
                client -> report.say("Pretending to change client " + whose + " to client id number [" + client + "]"));
        changes.quota.ifPresent(
                quota -> report.say("Pretending to change mail quota " + whose + " to [" + quota + "] bytes"));
        String brief = "for user [" + user.id() + "]";
        if (changes.security != null) {
            report.say("Pretending to set security password " + brief);
        }
        changes.securityAction.ifPresent(
                action -> report.say("Pretending to set security action " + brief + " to [" + action + "]"));
        changes.active.ifPresent(
                active -> report.say("Pretending to " + (active ? "enable" : "disable") + " authentication " + brief));
        if (!changes.removedAliases.isEmpty()) {
            pretend("remove aliases " + whose, changes.removedAliases);
        }
        if (!changes.addedAliases.isEmpty()) {
            pretend("add aliases " + whose, changes.addedAliases);
        }
    }

    private void pretend(String what, List<String> names) {
        report.say("Pretending to " + what);
        names.forEach(name -> report.say("  [" + name + "]"));
    }

    /** Removes an account, its aliases, and what is forwarded in their name. */
    Report delete(Tx tx, User user) {
        report.say("Deleting user [" + user.login() + "]...");
        if (DBMAILS_OWN.contains(user.login())) {
            report.fail("Failed: the database needs this user");
            return report;
        }
        if (pretends) {
            report.say("Pretending to delete alias [" + user.login() + "] for user id number [" + user.id() + "]");
            return report;
        }
        Aliasing.removeUser(tx, user, report);
        report.say("Deleting user [" + user.login() + "]...");
        tx.users().delete(user.id());
        report.say("Done");
        return report;
    }

    /** Expunges all mail of an account; its mailboxes stay. */
    Report empty(Tx tx, User user, boolean isConfirmed) {
        report.say("Empty all mailboxes for user [" + user.login() + "]...");
        List<Mailbox> mailboxes = tx.mailboxes().ownedBy(user.id());
        if (!isConfirmed || pretends) {
            report.say("You've requested to delete all mailboxes owned by user number [" + user.id() + "]:");
            mailboxes.forEach(mailbox -> report.say(mailbox.name()));
            report.say("please run again with -y to actually perform this action.");
            report.failed();
            return report;
        }
        for (Mailbox mailbox : mailboxes) {
            tx.messages().expunge(mailbox.id(), NumberSet.range(1, Long.MAX_VALUE), false);
        }
        report.say("Emptying mailbox... Ok.");
        return report;
    }

    /** Lists the users whose name matches, or tells where an alias leads to. */
    Report list(Tx tx, String name) {
        report.say("Listing information for user [" + name + "]...");
        Glob glob = new Glob(name);
        List<User> users = glob.isPattern()
                ? all(tx).stream().filter(user -> glob.matches(user.login())).toList()
                : tx.users().find(name).stream().toList();
        List<String> targets = AliasBook.targetsOf(
                name,
                tx.aliases()::find,
                id -> tx.users().find(id).map(User::login).orElse(""));
        targets.forEach(report::list);
        // For many users, all aliases at once: the number of statements does not grow with either.
        Function<String, List<Alias>> deliveringTo =
                glob.isPattern() ? new AliasIndex(tx.aliases().all())::deliveringTo : tx.aliases()::deliveringTo;
        users.forEach(user -> report.list(line(user, deliveringTo)));
        if (users.isEmpty() && targets.isEmpty()) {
            report.fail("Nothing found: no user or alias is [" + name + "].");
        }
        return report;
    }

    /** Lists all users and all forwards. */
    Report listAll(Tx tx) {
        report.say("Listing information for all users");
        report.say("-- users --");
        AliasIndex index = new AliasIndex(tx.aliases().all());
        all(tx).forEach(user -> report.list(line(user, index::deliveringTo)));
        report.say("");
        report.say("-- forwards --");
        AliasBook.forwards(index.forwards()).forEach(report::list);
        return report;
    }

    /** Adds and removes foreign addresses that an address is forwarded to. */
    Report forward(Tx tx, String address, long client, List<String> added, List<String> removed) {
        report.say("Creating an external forwarding address for [" + address + "]...");
        Optional<String> problem = Aliasing.problem(List.of(address), added);
        if (problem.isPresent()) {
            report.fail(problem.get());
        } else if (pretends) {
            pretend("remove forwards for alias [" + address + "]", removed);
            pretend("add forwards for alias [" + address + "]", added);
        } else {
            Aliasing.forwards(tx, address, client, added, removed, report);
        }
        return report;
    }

    /** DBMail's own accounts and all others, by name. */
    private static List<User> all(Tx tx) {
        Map<Long, User> all = new HashMap<>();
        tx.users().list("*").forEach(user -> all.put(user.id(), user));
        DBMAILS_OWN.forEach(login -> tx.users().find(login).ifPresent(user -> all.put(user.id(), user)));
        List<User> users = new ArrayList<>(all.values());
        users.sort(Comparator.comparing(User::login));
        return users;
    }

    private static String line(User user, Function<String, List<Alias>> deliveringTo) {
        return String.format(
                Locale.ROOT,
                "%s:x:%d:%d:%.2f:%.2f:%s",
                user.login(),
                user.id(),
                user.clientId(),
                user.quota() / MIB,
                user.used() / MIB,
                String.join(",", AliasBook.namesOf(user, deliveringTo)));
    }
}
