package org.jdbmail.core.admin;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.store.DkimKeys.DkimKey;
import org.jdbmail.core.store.Store;

/** What administrators do with the keys by which mail of our domains is signed. What a domain publishes is seen by who administers it. */
public final class DkimAdmin {
    private final Store store;
    private final InstantSource clock;

    public DkimAdmin(Store store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /** The keys of the domains in somebody's power, by domain and name. */
    public List<DkimKey> list(Actor actor) {
        return store.look(tx -> tx.dkimKeys().all()).stream()
                .filter(key -> actor.mayUse("@" + key.domain()))
                .toList();
    }

    /** The keys of a domain, by name. @throws Refusal NOT_FOUND */
    public List<DkimKey> of(Actor actor, String domain) {
        String name = DkimSteps.domain(domain);
        if (!actor.mayUse("@" + name)) {
            throw new Refusal(Reason.NOT_FOUND, "there is no such domain");
        }
        return list(actor).stream().filter(key -> key.domain().equals(name)).toList();
    }

    /**
     * Makes a key, by which mail is signed when it is enabled.
     *
     * @param type {@code rsa} or {@code ed25519}
     * @param selector its name; empty for one of kind and month
     * @throws Refusal NO_PERMISSION, INVALID, ALREADY_EXISTS
     */
    public DkimKey generate(Actor actor, String domain, String type, String selector) {
        actor.requireEverything();
        Instant now = clock.instant();
        DkimKey key = DkimSteps.make(domain, type, DkimSteps.USUAL_BITS, selector, false, now);
        return store.write(tx -> {
            DkimSteps.add(tx, key);
            actor.note(tx, now, "dkim.add", key.domain(), key.selector());
            return key;
        });
    }

    /** Signs by a key from now on, or no more. @throws Refusal NO_PERMISSION, NOT_FOUND */
    public void enable(Actor actor, String domain, String selector, boolean is) {
        actor.requireEverything();
        String whose = DkimSteps.domain(domain);
        store.write(tx -> {
            DkimSteps.enable(tx, whose, selector, is);
            actor.note(tx, clock.instant(), is ? "dkim.enable" : "dkim.disable", whose, selector);
            return true;
        });
    }

    /** Forgets a key by which nothing is signed any more. @throws Refusal NO_PERMISSION, NOT_FOUND; INVALID while it signs */
    public void remove(Actor actor, String domain, String selector) {
        actor.requireEverything();
        String whose = DkimSteps.domain(domain);
        store.write(tx -> {
            DkimSteps.remove(tx, whose, selector);
            actor.note(tx, clock.instant(), "dkim.remove", whose, selector);
            return true;
        });
    }
}
