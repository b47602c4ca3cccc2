package org.jdbmail.core.admin;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.store.Audit;
import org.jdbmail.core.store.Failures;
import org.jdbmail.core.store.Maintenance;
import org.jdbmail.core.store.Presence;
import org.jdbmail.core.store.Store;

/** What administrators see of logins, and do about them. */
public final class LoginAdmin {
    private final Store store;
    private final InstantSource clock;

    public LoginAdmin(Store store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /** The newest logins. @throws Refusal NO_PERMISSION */
    public List<Maintenance.LoginEntry> logins(Actor actor, String login, String status, int most) {
        actor.requireEverything();
        return store.maintenance().logins(login, status, most);
    }

    /** The newest of those logins. @throws Refusal NO_PERMISSION */
    public List<Maintenance.LoginEntry> logins(Actor actor, Maintenance.LoginSearch search) {
        actor.requireEverything();
        return store.maintenance().logins(search);
    }

    /** The networks that are barred. @throws Refusal NO_PERMISSION */
    public List<Failures.Row> barred(Actor actor) {
        actor.requireEverything();
        Instant now = clock.instant();
        return store.look(tx -> tx.failures().barred(now));
    }

    /** Lets a network be heard again. @throws Refusal NO_PERMISSION, NOT_FOUND */
    public void lift(Actor actor, String network) {
        actor.requireEverything();
        Instant now = clock.instant();
        store.write(tx -> {
            if (!tx.failures().lift(network, now)) {
                throw new Refusal(Reason.NOT_FOUND, "that is not barred");
            }
            actor.note(tx, now, "ban.lift", network, "");
            return true;
        });
    }

    /** Who is there now. @throws Refusal NO_PERMISSION */
    public List<Presence.Seen> sessions(Actor actor, String login) {
        actor.requireEverything();
        Instant now = clock.instant();
        return store.look(tx -> tx.presence().sessions(login, now));
    }

    /** A page of who is there now. @throws Refusal NO_PERMISSION */
    public Presence.Page sessions(Actor actor, Presence.Search search) {
        actor.requireEverything();
        Instant now = clock.instant();
        return store.look(tx -> tx.presence().page(search, now));
    }

    /** Ends a session, within seconds. @throws Refusal NO_PERMISSION, NOT_FOUND */
    public void end(Actor actor, long id) {
        actor.requireEverything();
        Instant now = clock.instant();
        store.write(tx -> {
            Presence.Seen seen = tx.presence()
                    .session(id, now)
                    .orElseThrow(() -> new Refusal(Reason.NOT_FOUND, "there is no such session any more"));
            actor.note(tx, now, "session.end", seen.login(), seen.session().service());
            return tx.presence().end(List.of(id));
        });
    }

    /** Who changed what. @throws Refusal NO_PERMISSION */
    public Audit.Page changes(Actor actor, Audit.Search search) {
        actor.requireEverything();
        return store.look(tx -> tx.audit().page(search));
    }
}
