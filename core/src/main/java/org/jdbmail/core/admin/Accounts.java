package org.jdbmail.core.admin;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbmail.core.directory.NewPassword;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.store.Alias;
import org.jdbmail.core.store.Credential;
import org.jdbmail.core.store.Mailbox;
import org.jdbmail.core.store.Presence;
import org.jdbmail.core.store.Quotas;
import org.jdbmail.core.store.Secret;
import org.jdbmail.core.store.Store;
import org.jdbmail.core.store.Tx;
import org.jdbmail.core.store.User;
import org.jdbmail.core.store.Users;
import org.jdbmail.core.store.WebAccess;

/** What administrators do with accounts. Whom they may not act upon is not there for them. */
public final class Accounts {
    private final Store store;
    private final PasswordRules rules;
    private final InstantSource clock;

    /** @param rules how new passwords must be */
    public Accounts(Store store, PasswordRules rules, InstantSource clock) {
        this.store = store;
        this.rules = rules;
        this.clock = clock;
    }

    /**
     * A page of accounts with the addresses that lead to each.
     *
     * @param aliases by id of the account
     */
    public record Page(Users.Page page, Map<Long, List<String>> aliases) {}

    /** A page of the accounts that somebody may act upon; three statements. */
    public Page search(Actor actor, String text, Users.Order order, boolean isDescending, int offset, int most) {
        return store.read(tx -> {
            Users.Page page =
                    tx.users().search(new Users.Search(text, actor.domains(), order, isDescending, offset, most));
            List<String> targets = page.rows().stream()
                    .map(row -> Long.toString(row.user().id()))
                    .toList();
            Map<Long, List<String>> aliases = new HashMap<>();
            tx.aliases()
                    .deliveringToAny(targets)
                    .forEach(
                            alias -> aliases.computeIfAbsent(Long.parseLong(alias.deliverTo()), id -> new ArrayList<>())
                                    .add(alias.alias()));
            return new Page(page, aliases);
        });
    }

    /**
     * All that is shown of an account.
     *
     * @param aliases the addresses that lead to it
     * @param forwards where mail to its own name goes beside it, or in its place
     * @param administers the domains that it administers
     */
    public record View(
            User user,
            Optional<Instant> lastLogin,
            Optional<Quotas.Usage> usage,
            List<String> aliases,
            List<String> forwards,
            List<Secret> appPasswords,
            WebAccess.Standing standing,
            List<String> administers) {}

    /** @throws Refusal NOT_FOUND */
    public View view(Actor actor, long id) {
        return store.read(tx -> view(tx, AccountRules.account(tx, actor, id)));
    }

    static View view(Tx tx, User user) {
        return new View(
                user,
                tx.users().lastLogin(user.id()),
                tx.quotas().of(user.id()),
                tx.aliases().deliveringTo(Long.toString(user.id())).stream()
                        .map(Alias::alias)
                        .toList(),
                Forwards.of(tx, user),
                tx.secrets().of(user.id()).stream()
                        .filter(secret -> secret.kind() == Secret.Kind.APP)
                        .toList(),
                tx.web().standing(user.id()),
                tx.domains().administeredBy(user.id()));
    }

    /**
     * Makes an account with its INBOX.
     *
     * @param quota octets; 0 for no limit
     * @return its id
     * @throws Refusal INVALID, ALREADY_EXISTS, NO_PERMISSION for a domain that is not the actor's, LIMIT for a full domain
     */
    public long add(Actor actor, String login, String password, long quota) {
        requireLogin(actor, login);
        NewPassword made = rules.make(password, login);
        return store.write(tx -> {
            // The password itself may have no room in DBMail's table.
            long id = tx.users()
                    .create(login, new Credential("", made.credential().scheme()), 0, requireQuota(quota));
            made.store(tx, id, clock.instant());
            tx.mailboxes().create(id, Mailbox.INBOX, null);
            note(tx, actor, "account.add", login, quota == 0 ? "" : "quota " + quota);
            return id;
        });
    }

    private static void requireLogin(Actor actor, String login) {
        if (!AccountRules.isLogin(login)) {
            throw new Refusal(
                    Reason.INVALID,
                    "a name has 1 to " + AccountRules.MAX_LOGIN + " characters, and no control characters");
        }
        if (!actor.mayUse(login)) {
            throw new Refusal(Reason.NO_PERMISSION, "that domain is not yours to administer");
        }
    }

    private static long requireQuota(long quota) {
        if (quota < 0) {
            throw new Refusal(Reason.INVALID, "a limit is 0 or more");
        }
        return quota;
    }

    /**
     * What is to be different; empty for what stays.
     *
     * @param quota octets; 0 for no limit
     */
    public record Change(Optional<String> login, Optional<Long> quota, Optional<Boolean> isActive) {}

    /** @throws Refusal NOT_FOUND, INVALID, ALREADY_EXISTS, NO_PERMISSION, LIMIT */
    public User change(Actor actor, long id, Change change) {
        return store.write(tx -> {
            User user = AccountRules.account(tx, actor, id);
            List<String> said = new ArrayList<>();
            change.login().filter(login -> !login.equals(user.login())).ifPresent(login -> {
                requireLogin(actor, login);
                tx.users().rename(id, login);
                said.add("name " + login);
            });
            change.quota().filter(quota -> quota != user.quota()).ifPresent(quota -> {
                tx.users().setQuota(id, requireQuota(quota));
                said.add("quota " + quota);
            });
            change.isActive().filter(active -> active != user.active()).ifPresent(active -> {
                if (id == actor.user().id() && !active) {
                    throw new Refusal(Reason.INVALID, "nobody disables himself");
                }
                tx.users().setActive(id, active);
                said.add(active ? "enabled" : "disabled");
            });
            if (!said.isEmpty()) {
                note(tx, actor, "account.change", user.login(), String.join(", ", said));
            }
            return tx.users().find(id).orElse(user);
        });
    }

    /** One's own is changed by who knows the old one: a page that was left open, or a token, is not enough. */
    private static void refuseOneself(Actor actor, long id) {
        if (id == actor.user().id()) {
            throw new Refusal(Reason.INVALID, "one's own is changed with the password, under security");
        }
    }

    /**
     * Gives another's account another password, and ends its sessions on the web and its tokens: whoever had the old one may have made some.
     *
     * @throws Refusal NOT_FOUND, INVALID, for oneself too
     */
    public void setPassword(Actor actor, long id, String password) {
        refuseOneself(actor, id);
        User user = store.read(tx -> AccountRules.account(tx, actor, id));
        NewPassword made = rules.make(password, user.login());
        store.write(tx -> {
            AccountRules.account(tx, actor, id);
            made.store(tx, id, clock.instant());
            tx.web().removeTokens(id);
            note(tx, actor, "account.password", user.login(), "");
            return tx.web().endAll(id, "");
        });
    }

    /** Takes away another's second factor, where its owner has lost it. @throws Refusal NOT_FOUND, INVALID for oneself */
    public void removeSecondFactor(Actor actor, long id) {
        refuseOneself(actor, id);
        store.write(tx -> {
            User user = AccountRules.account(tx, actor, id);
            tx.web().setTotp(id, Optional.empty());
            note(tx, actor, "account.totp.remove", user.login(), "");
            return user;
        });
    }

    /** Takes an app password of another's account away, as where a device was lost. @throws Refusal NOT_FOUND, INVALID for oneself */
    public void removeAppPassword(Actor actor, long id, String name) {
        refuseOneself(actor, id);
        store.write(tx -> {
            User user = AccountRules.account(tx, actor, id);
            if (!tx.secrets().remove(id, Secret.Kind.APP, name)) {
                throw new Refusal(Reason.NOT_FOUND, "there is no app password of that name");
            }
            note(tx, actor, "account.app-password.remove", user.login(), name);
            return user;
        });
    }

    /** The sessions that it has now with mail programs. @throws Refusal NOT_FOUND */
    public List<Presence.Seen> sessions(Actor actor, long id) {
        Instant now = clock.instant();
        return store.read(tx -> sessions(tx, AccountRules.account(tx, actor, id), now));
    }

    private static List<Presence.Seen> sessions(Tx tx, User user, Instant now) {
        return tx.presence().sessions(user.login(), now).stream()
                .filter(seen -> seen.session().userId() == user.id())
                .toList();
    }

    /** Ends one of them, within seconds. @throws Refusal NOT_FOUND, also for a session that is another's */
    public void endSession(Actor actor, long id, long sessionId) {
        Instant now = clock.instant();
        store.write(tx -> {
            User user = AccountRules.account(tx, actor, id);
            Presence.Seen seen = sessions(tx, user, now).stream()
                    .filter(one -> one.id() == sessionId)
                    .findFirst()
                    .orElseThrow(() -> new Refusal(Reason.NOT_FOUND, "there is no such session any more"));
            note(tx, actor, "session.end", user.login(), seen.session().service());
            return tx.presence().end(List.of(sessionId));
        });
    }

    /** Removes an account with its mail, and its aliases. @throws Refusal NOT_FOUND, INVALID for oneself */
    public void delete(Actor actor, long id) {
        store.write(tx -> {
            User user = AccountRules.account(tx, actor, id);
            if (id == actor.user().id()) {
                throw new Refusal(Reason.INVALID, "nobody deletes himself");
            }
            AccountRules.removeFromAliases(tx, user);
            tx.users().delete(id);
            note(tx, actor, "account.delete", user.login(), "");
            return user;
        });
    }

    /** Lets an address lead to an account. @throws Refusal NOT_FOUND, INVALID, NO_PERMISSION, LIMIT */
    public void addAlias(Actor actor, long id, String alias) {
        store.write(tx -> {
            User user = AccountRules.account(tx, actor, id);
            if (!AccountRules.isAlias(alias)) {
                throw new Refusal(Reason.INVALID, "that can be no address");
            }
            if (!actor.mayUse(alias)) {
                throw new Refusal(Reason.NO_PERMISSION, "that domain is not yours to administer");
            }
            tx.aliases().add(new Alias(alias, Long.toString(id), user.clientId()));
            note(tx, actor, "alias.add", alias, "to " + user.login());
            return user;
        });
    }

    /** Lets an address lead to an account no more. @throws Refusal NOT_FOUND, NO_PERMISSION */
    public void removeAlias(Actor actor, long id, String alias) {
        store.write(tx -> {
            User user = AccountRules.account(tx, actor, id);
            if (!actor.mayUse(alias)) {
                throw new Refusal(Reason.NO_PERMISSION, "that domain is not yours to administer");
            }
            AliasBookkeeping.remove(tx, alias, Long.toString(id));
            note(tx, actor, "alias.remove", alias, "to " + user.login());
            return user;
        });
    }

    /** Makes an account administer everything, or no more. @throws Refusal NOT_FOUND, NO_PERMISSION, INVALID for oneself */
    public void setAdministrator(Actor actor, long id, boolean is) {
        actor.requireEverything();
        store.write(tx -> {
            User user = AccountRules.account(tx, actor, id);
            if (id == actor.user().id() && !is) {
                throw new Refusal(Reason.INVALID, "another administrator has to do that");
            }
            tx.web().setAdministrator(id, is);
            note(tx, actor, "account.administrator", user.login(), is ? "yes" : "no");
            return user;
        });
    }

    private void note(Tx tx, Actor actor, String action, String subject, String detail) {
        actor.note(tx, clock.instant(), action, subject, detail);
    }
}
