package org.jdbmail.cli.users;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
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
     * @param credential a new password, or null
     * @param security the second password, or null
     */
    record Changes(
            @Nullable String login,
            @Nullable Credential credential,
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
    Report add(Tx tx, String login, Credential credential, Changes changes) {
        long quota = changes.quota.orElse(0);
        long client = changes.client.orElse(0);
        String details = "user %s with password type %s,%d bytes mailbox limit and clientid %d"
                .formatted(login, credential.scheme(), quota, client);
        report.say("Adding user [" + login + "]...");
        if (!isPossible(login)) {
            report.fail("Failed: a user name has 1 to " + MAX_LOGIN + " characters, and no control characters");
            return report;
        }
        if (tx.users().find(login).isPresent()) {
            report.fail("Failed: user name already exists");
            return report;
        }
        if (pretends) {
            report.say("Pretending to add " + details);
            return report;
        }
        report.say("Adding " + details + "...");
        long id = tx.users().create(login, credential, client, quota);
        report.say("Ok, user added id [" + id + "]");
        tx.mailboxes().create(id, Mailbox.INBOX, null);
        report.say("Adding INBOX for new user... ok.");
        changes.active.ifPresent(active -> tx.users().setActive(id, active));
        Aliasing.aliases(tx, id, client, changes.addedAliases, changes.removedAliases, report);
        tx.users().find(id).ifPresent(user -> report.say(line(user, tx.aliases()::deliveringTo)));
        return report;
    }

    /** Changes an account. */
    Report change(Tx tx, User user, Changes changes) {
        report.say("Changing user [" + user.login() + "]...");
        if (pretends) {
            pretendToChange(user, changes);
            return report;
        }
        long client = changes.client.orElse(user.clientId());
        Aliasing.aliases(tx, user.id(), client, changes.addedAliases, changes.removedAliases, report);
        String login = changes.login;
        if (login != null) {
            rename(tx, user, login);
        }
        Credential credential = changes.credential;
        if (credential != null) {
            tx.users().setCredential(user.id(), credential);
        }
        Credential security = changes.security;
        if (security != null) {
            tx.users().setSecurity(user.id(), security.encoded(), changes.securityAction.orElse(0));
        } else {
            changes.securityAction.ifPresent(action -> tx.users().setSecurityAction(user.id(), action));
        }
        changes.client.ifPresent(id -> tx.users().setClient(user.id(), id));
        changes.quota.ifPresent(quota -> tx.users().setQuota(user.id(), quota));
        changes.active.ifPresent(active -> tx.users().setActive(user.id(), active));
        return report;
    }

    private void rename(Tx tx, User user, String login) {
        Optional<User> other = tx.users().find(login);
        if (!isPossible(login)) {
            report.fail("Failed: a user name has 1 to " + MAX_LOGIN + " characters, and no control characters");
        } else if (other.isPresent() && other.get().id() != user.id()) {
            report.fail("Failed: user name already exists");
        } else {
            tx.users().rename(user.id(), login);
        }
    }

    private void pretendToChange(User user, Changes changes) {
        String whose = "for user id number [" + user.id() + "]";
        if (changes.login != null) {
            report.say(
                    "Pretending to change username of user id number [" + user.id() + "] to [" + changes.login + "]");
        }
        if (changes.credential != null) {
            report.say("Pretending to change password " + whose);
        }
        changes.client.ifPresent(client -> report.say("Pretending to change client " + whose + " to [" + client + "]"));
        changes.quota.ifPresent(
                quota -> report.say("Pretending to change mail quota " + whose + " to [" + quota + "] bytes"));
        changes.active.ifPresent(
                active -> report.say("Pretending to " + (active ? "enable" : "disable") + " authentication " + whose));
        changes.addedAliases.forEach(alias -> report.say("Pretending to add alias [" + alias + "] " + whose));
        changes.removedAliases.forEach(alias -> report.say("Pretending to remove alias [" + alias + "] " + whose));
    }

    /** Removes an account, its aliases, and what is forwarded in their name. */
    Report delete(Tx tx, User user) {
        report.say("Deleting user [" + user.login() + "]...");
        if (DBMAILS_OWN.contains(user.login())) {
            report.fail("Failed: the database needs this user");
            return report;
        }
        if (pretends) {
            report.say("Pretending to delete user [" + user.login() + "] with all mail");
            return report;
        }
        String target = Long.toString(user.id());
        List<String> aliases =
                tx.aliases().deliveringTo(target).stream().map(Alias::alias).toList();
        Stream.concat(Stream.of(user.login()), aliases.stream()).forEach(name -> {
            report.say("Deleting forwarders for user [" + user.id() + "] and alias [" + name + "]");
            tx.aliases().removeDeliveringTo(name);
        });
        report.say("Deleting aliases for user [" + user.login() + "]...");
        aliases.forEach(alias -> report.say("[" + alias + "]"));
        tx.aliases().removeDeliveringTo(target);
        report.say("Done");
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
        users.forEach(user -> report.say(line(user, tx.aliases()::deliveringTo)));
        List<String> targets = AliasBook.targetsOf(
                name,
                tx.aliases()::find,
                id -> tx.users().find(id).map(User::login).orElse(""));
        if (users.isEmpty()) {
            targets.forEach(report::say);
        }
        if (users.isEmpty() && targets.isEmpty()) {
            report.failed();
        }
        return report;
    }

    /** Lists all users and all forwards. */
    Report listAll(Tx tx) {
        report.say("Listing information for all users");
        report.say("-- users --");
        AliasIndex index = new AliasIndex(tx.aliases().all());
        all(tx).forEach(user -> report.say(line(user, index::deliveringTo)));
        report.say("");
        report.say("-- forwards --");
        AliasBook.forwards(index.forwards()).forEach(report::say);
        return report;
    }

    /** Adds and removes foreign addresses that an address is forwarded to. */
    Report forward(Tx tx, String address, List<String> added, List<String> removed) {
        report.say("Creating an external forwarding address for [" + address + "]...");
        if (pretends) {
            added.forEach(target -> report.say("Pretending to add [" + target + "]"));
            removed.forEach(target -> report.say("Pretending to remove [" + target + "]"));
            return report;
        }
        Aliasing.forwards(tx, address, added, removed, report);
        return report;
    }

    /** DBMail's own accounts and all others, by name. */
    private static List<User> all(Tx tx) {
        Stream<User> own = DBMAILS_OWN.stream().flatMap(login -> tx.users().find(login).stream());
        List<User> users = new ArrayList<>(
                Stream.concat(own, tx.users().list("*").stream()).distinct().toList());
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

    private static boolean isPossible(String login) {
        return !login.isBlank() && login.length() <= MAX_LOGIN && login.chars().noneMatch(Character::isISOControl);
    }
}
