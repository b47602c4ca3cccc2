package org.jdbmail.core.admin;

import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.jdbmail.core.directory.NewPassword;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.password.AppPasswords;
import org.jdbmail.core.store.Alias;
import org.jdbmail.core.store.Answers;
import org.jdbmail.core.store.Maintenance;
import org.jdbmail.core.store.Presence;
import org.jdbmail.core.store.Secret;
import org.jdbmail.core.store.Store;
import org.jdbmail.core.store.Tx;
import org.jdbmail.core.store.User;
import org.jdbmail.core.store.WebAccess;

/** What everybody does with his own account. */
public final class OwnAccount {
    /** What its column holds. */
    private static final int MAX_NAME = 64;

    private static final int MOST_APP_PASSWORDS = 50;

    private static final int MOST_FORWARDS = 10;

    /** By what an app password can be kept to log in. */
    public static final Set<String> SERVICES = Set.of("imap", "pop3", "sieve", "smtp");

    private final Store store;
    private final PasswordRules rules;
    private final InstantSource clock;

    /** @param rules how new passwords must be */
    public OwnAccount(Store store, PasswordRules rules, InstantSource clock) {
        this.store = store;
        this.rules = rules;
        this.clock = clock;
    }

    /** All that is shown of it. */
    public Accounts.View view(Actor actor) {
        return store.read(tx -> Accounts.view(tx, self(tx, actor)));
    }

    private static User self(Tx tx, Actor actor) {
        return tx.users()
                .find(actor.user().id())
                .orElseThrow(() -> new Refusal(Reason.NOT_FOUND, "there is no such account"));
    }

    /**
     * Gives it another password; that the old one was given rightly is the caller's to know.
     *
     * @param session the one on the web that stays
     * @throws Refusal INVALID
     */
    public void setPassword(Actor actor, String password, String session) {
        NewPassword made = rules.make(password, actor.user().login());
        store.write(tx -> {
            made.store(tx, actor.user().id(), clock.instant());
            actor.note(tx, clock.instant(), "own.password", actor.user().login(), "");
            return tx.web().endAll(actor.user().id(), session);
        });
    }

    /**
     * Makes a password for one program or device.
     *
     * @param services what it is for; empty for everything but the web
     * @param last the last day, in UTC, on which it is taken
     * @return the password, which is not stored
     * @throws Refusal INVALID, ALREADY_EXISTS, LIMIT
     */
    public String addAppPassword(Actor actor, String name, Set<String> services, Optional<LocalDate> last) {
        if (name.isBlank() || name.length() > MAX_NAME || name.chars().anyMatch(Character::isISOControl)) {
            throw new Refusal(Reason.INVALID, "a name has 1 to " + MAX_NAME + " characters, and no control characters");
        }
        if (!SERVICES.containsAll(services)) {
            throw new Refusal(Reason.INVALID, "there are the services " + String.join(", ", new TreeSet<>(SERVICES)));
        }
        Instant now = clock.instant();
        Optional<Instant> end =
                last.map(day -> day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant());
        if (end.map(moment -> !moment.isAfter(now)).orElse(false)) {
            throw new Refusal(Reason.INVALID, "that day is over");
        }
        AppPasswords passwords = new AppPasswords();
        String made = passwords.make();
        Secret secret =
                new Secret(Secret.Kind.APP, name, passwords.encode(made), "", services, now, end, Optional.empty());
        store.write(tx -> {
            List<Secret> there = tx.secrets().of(actor.user().id()).stream()
                    .filter(one -> one.kind() == Secret.Kind.APP)
                    .toList();
            if (there.stream().anyMatch(one -> one.name().equals(name))) {
                throw new Refusal(Reason.ALREADY_EXISTS, "there is an app password of that name already");
            }
            if (there.size() >= MOST_APP_PASSWORDS) {
                throw new Refusal(Reason.LIMIT, "there are too many app passwords already");
            }
            tx.secrets().put(actor.user().id(), secret);
            actor.note(tx, now, "own.app-password.add", actor.user().login(), name);
            return true;
        });
        return made;
    }

    /** @throws Refusal NOT_FOUND */
    public void removeAppPassword(Actor actor, String name) {
        store.write(tx -> {
            if (!tx.secrets().remove(actor.user().id(), Secret.Kind.APP, name)) {
                throw new Refusal(Reason.NOT_FOUND, "there is no app password of that name");
            }
            actor.note(
                    tx, clock.instant(), "own.app-password.remove", actor.user().login(), name);
            return true;
        });
    }

    /**
     * Has codes asked for from now on, and ends all other sessions on the web.
     *
     * @param code one that the secret gives now, to prove that it was kept
     * @throws Refusal INVALID if it is not right, ALREADY_EXISTS if there is another, which the password takes away
     */
    public void setSecondFactor(Actor actor, String secret, String code, String session) {
        OptionalLong step =
                secret.matches("[A-Z2-7]{32}") ? Totp.stepOf(secret, code, clock.instant()) : OptionalLong.empty();
        if (step.isEmpty()) {
            throw new Refusal(Reason.INVALID, "that is not the code that it shows now");
        }
        store.write(tx -> {
            if (tx.web().standing(actor.user().id()).totp().isPresent()) {
                throw new Refusal(Reason.ALREADY_EXISTS, "there is a second factor already: switch it off first");
            }
            tx.web().setTotp(actor.user().id(), Optional.of(secret));
            tx.web().spendTotpStep(actor.user().id(), step.getAsLong());
            actor.note(tx, clock.instant(), "own.totp.set", actor.user().login(), "");
            return tx.web().endAll(actor.user().id(), session);
        });
    }

    /** Has codes asked for no more; that the password was given rightly is the caller's to know. */
    public void removeSecondFactor(Actor actor) {
        store.write(tx -> {
            tx.web().setTotp(actor.user().id(), Optional.empty());
            actor.note(tx, clock.instant(), "own.totp.remove", actor.user().login(), "");
            return true;
        });
    }

    /**
     * Sends a copy of all new mail on to an address.
     *
     * @throws Refusal INVALID, ALREADY_EXISTS, LIMIT
     */
    public void addForward(Actor actor, String target) {
        Forwards.requireAddress(target);
        store.write(tx -> {
            User user = self(tx, actor);
            if (Forwards.of(tx, user).size() >= MOST_FORWARDS) {
                throw new Refusal(Reason.LIMIT, "there are too many forwards already");
            }
            if (target.equalsIgnoreCase(user.login())) {
                throw new Refusal(Reason.INVALID, "mail to oneself would go round in a circle");
            }
            tx.aliases().add(new Alias(user.login(), target, user.clientId()));
            actor.note(tx, clock.instant(), "own.forward.add", user.login(), target);
            return user;
        });
    }

    /** @throws Refusal NOT_FOUND */
    public void removeForward(Actor actor, String target) {
        store.write(tx -> {
            User user = self(tx, actor);
            if (!Forwards.of(tx, user).contains(target)) {
                throw new Refusal(Reason.NOT_FOUND, "there is no such forward");
            }
            AliasBookkeeping.remove(tx, user.login(), target);
            actor.note(tx, clock.instant(), "own.forward.remove", user.login(), target);
            return user;
        });
    }

    /** What is answered to whoever writes, if anything. */
    public Optional<Answers.Reply> reply(Actor actor) {
        return store.look(tx -> tx.answers().replies(Optional.of(actor.user().id()))).stream()
                .findFirst();
    }

    /**
     * Answers everybody who writes, from a day until another.
     *
     * @param last the last day, which counts
     * @throws Refusal INVALID
     */
    public void setReply(Actor actor, LocalDate first, LocalDate last, String text) {
        Answers.Reply reply = AnswerAdmin.reply(actor.user().id(), first, last, text);
        store.write(tx -> {
            tx.answers().setReply(reply);
            actor.note(tx, clock.instant(), "own.reply.set", actor.user().login(), first + " to " + last);
            return true;
        });
    }

    /** Answers nobody any more. */
    public void removeReply(Actor actor) {
        store.write(tx -> {
            if (tx.answers().removeReply(actor.user().id())) {
                actor.note(tx, clock.instant(), "own.reply.remove", actor.user().login(), "");
            }
            return true;
        });
    }

    /** Ends a session on the web, but not the one that asks. @throws Refusal NOT_FOUND */
    public void endWebSession(Actor actor, String digest) {
        if (!store.write(tx -> tx.web().end(actor.user().id(), digest))) {
            throw new Refusal(Reason.NOT_FOUND, "there is no such session any more");
        }
    }

    /** Ends another session of its own. @throws Refusal NOT_FOUND */
    public void endSession(Actor actor, long id) {
        store.write(tx -> {
            boolean isOwn = tx.presence().sessions(actor.user().login(), clock.instant()).stream()
                    .anyMatch(seen -> seen.id() == id
                            && seen.session().userId() == actor.user().id());
            if (!isOwn) {
                throw new Refusal(Reason.NOT_FOUND, "there is no such session any more");
            }
            actor.note(tx, clock.instant(), "own.session.end", actor.user().login(), "");
            return tx.presence().end(List.of(id));
        });
    }

    /**
     * Makes a token for programs.
     *
     * @param scopes what it may do, as far as the account may
     * @return the token, which is not stored
     * @throws Refusal INVALID, LIMIT
     */
    public String addToken(Actor actor, String name, Set<String> scopes, Optional<LocalDate> last) {
        if (name.isBlank() || name.length() > MAX_NAME || name.chars().anyMatch(Character::isISOControl)) {
            throw new Refusal(Reason.INVALID, "a name has 1 to " + MAX_NAME + " characters, and no control characters");
        }
        if (scopes.isEmpty()) {
            throw new Refusal(Reason.INVALID, "a token needs something that it may do");
        }
        Instant now = clock.instant();
        Optional<Instant> end =
                last.map(day -> day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant());
        if (end.map(moment -> !moment.isAfter(now)).orElse(false)) {
            throw new Refusal(Reason.INVALID, "that day is over");
        }
        String token = "jdb_" + new SignIns(store, clock).newWord();
        store.write(tx -> {
            if (tx.web().tokens(actor.user().id()).size() >= MOST_APP_PASSWORDS) {
                throw new Refusal(Reason.LIMIT, "there are too many tokens already");
            }
            actor.note(
                    tx,
                    now,
                    "own.token.add",
                    actor.user().login(),
                    name + ": " + String.join(", ", new TreeSet<>(scopes)));
            return tx.web()
                    .addToken(new WebAccess.Token(
                            0, actor.user().id(), name, SignIns.digest(token), scopes, now, end, Optional.empty()));
        });
        return token;
    }

    /** Its tokens. */
    public List<WebAccess.Token> tokens(Actor actor) {
        return store.look(tx -> tx.web().tokens(actor.user().id()));
    }

    /** @throws Refusal NOT_FOUND */
    public void removeToken(Actor actor, long id) {
        store.write(tx -> {
            if (!tx.web().removeToken(actor.user().id(), id)) {
                throw new Refusal(Reason.NOT_FOUND, "there is no such token");
            }
            actor.note(tx, clock.instant(), "own.token.remove", actor.user().login(), "");
            return true;
        });
    }

    /** Where it is signed in, to the web and otherwise, and its newest logins. */
    public record Presences(
            List<WebAccess.Session> web, List<Presence.Seen> sessions, List<Maintenance.LoginEntry> logins) {}

    /** Where it is signed in. */
    public Presences presences(Actor actor, int most) {
        Instant now = clock.instant();
        String login = actor.user().login();
        List<Maintenance.LoginEntry> logins = store.maintenance().logins(login, "", most);
        return store.read(tx -> new Presences(
                tx.web().sessions(actor.user().id(), now), tx.presence().sessions(login, now), logins));
    }
}
