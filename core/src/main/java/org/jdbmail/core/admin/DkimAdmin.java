package org.jdbmail.core.admin;

import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.jdbmail.authenticity.dkim.Algorithm;
import org.jdbmail.authenticity.dkim.SigningKey;
import org.jdbmail.authenticity.dns.DomainNames;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.store.DkimKeys.DkimKey;
import org.jdbmail.core.store.Store;

/** What administrators do with the keys by which mail of our domains is signed. What a domain publishes is seen by who administers it. */
public final class DkimAdmin {
    private static final int LONGEST_SELECTOR = 63;
    private static final DateTimeFormatter MONTH =
            DateTimeFormatter.ofPattern("yyyyMM", Locale.ROOT).withZone(ZoneOffset.UTC);

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
        String name = ascii(domain);
        if (!actor.mayUse("@" + name)) {
            throw new Refusal(Reason.NOT_FOUND, "there is no such domain");
        }
        return list(actor).stream().filter(key -> key.domain().equals(name)).toList();
    }

    private static String ascii(String domain) {
        return DomainNames.ascii(domain).orElseThrow(() -> new Refusal(Reason.INVALID, "that is no domain"));
    }

    /** A name for a new key, of its kind and the month. */
    public static String usualSelector(Algorithm algorithm, Instant now) {
        return algorithm.keyType() + MONTH.format(now);
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
        String whose = ascii(domain);
        Algorithm algorithm =
                Algorithm.ofKeyType(type).orElseThrow(() -> new Refusal(Reason.INVALID, "a key is rsa or ed25519"));
        Instant now = clock.instant();
        String name = selector.isEmpty() ? usualSelector(algorithm, now) : selector.toLowerCase(Locale.ROOT);
        if (!name.matches("[a-z0-9._-]{1," + LONGEST_SELECTOR + "}")
                || DomainNames.ascii(name).isEmpty()) {
            throw new Refusal(Reason.INVALID, "that can't be the name of a key");
        }
        SigningKey key = SigningKey.generate(algorithm, SigningKey.USUAL_BITS);
        DkimKey kept = new DkimKey(whose, name, algorithm.keyType(), key.encoded(), key.published(), false, now);
        return store.write(tx -> {
            if (tx.dkimKeys().find(whose, name).isPresent()) {
                throw new Refusal(Reason.ALREADY_EXISTS, "there is a key of that name already");
            }
            tx.dkimKeys().add(kept);
            actor.note(tx, now, "dkim.add", whose, name);
            return kept;
        });
    }

    /** Signs by a key from now on, or no more. @throws Refusal NO_PERMISSION, NOT_FOUND */
    public void enable(Actor actor, String domain, String selector, boolean is) {
        actor.requireEverything();
        String whose = ascii(domain);
        store.write(tx -> {
            if (!tx.dkimKeys().enable(whose, selector, is)) {
                throw new Refusal(Reason.NOT_FOUND, "there is no such key");
            }
            actor.note(tx, clock.instant(), is ? "dkim.enable" : "dkim.disable", whose, selector);
            return true;
        });
    }

    /** Forgets a key by which nothing is signed any more. @throws Refusal NO_PERMISSION, NOT_FOUND; INVALID while it signs */
    public void remove(Actor actor, String domain, String selector) {
        actor.requireEverything();
        String whose = ascii(domain);
        store.write(tx -> {
            DkimKey key = tx.dkimKeys()
                    .find(whose, selector)
                    .orElseThrow(() -> new Refusal(Reason.NOT_FOUND, "there is no such key"));
            if (key.isEnabled()) {
                throw new Refusal(Reason.INVALID, "mail is signed by that key; switch it off first");
            }
            actor.note(tx, clock.instant(), "dkim.remove", whose, selector);
            return tx.dkimKeys().remove(whose, selector);
        });
    }
}
