package org.jdbmail.core.admin;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jdbmail.authenticity.dkim.Algorithm;
import org.jdbmail.authenticity.dkim.SigningKey;
import org.jdbmail.authenticity.dns.DomainNames;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.store.DkimKeys.DkimKey;
import org.jdbmail.core.store.Tx;

/** How a key comes to be, is found, switched and forgotten, whoever wants it: each step within a transaction that its caller opens. */
public final class DkimSteps {
    /** What is usual for RSA. */
    public static final int USUAL_BITS = SigningKey.USUAL_BITS;

    // RFC 8301 §3.2: signers use 1024 bits at least, and verifiers must know up to 4096
    private static final int FEWEST_BITS = 1024;
    private static final int MOST_BITS = 4096;

    private static final int LONGEST_SELECTOR = 63;
    private static final DateTimeFormatter MONTH =
            DateTimeFormatter.ofPattern("yyyyMM", Locale.ROOT).withZone(ZoneOffset.UTC);

    private DkimSteps() {}

    /** A domain as keys have it. @throws Refusal INVALID */
    public static String domain(String given) {
        return DomainNames.ascii(given).orElseThrow(() -> new Refusal(Reason.INVALID, given + " is no domain"));
    }

    /**
     * Makes a key, which takes a moment, and keeps it nowhere yet.
     *
     * @param type {@code rsa} or {@code ed25519}
     * @param bits of an RSA key
     * @param selector its name; empty for one of kind and month
     * @throws Refusal INVALID
     */
    public static DkimKey make(String domain, String type, int bits, String selector, boolean isEnabled, Instant now) {
        String whose = domain(domain);
        if (whose.indexOf('.') < 0) {
            throw new Refusal(Reason.INVALID, whose + " is no domain that could publish a key");
        }
        Algorithm algorithm = Algorithm.ofKeyType(type)
                .orElseThrow(() -> new Refusal(Reason.INVALID, "a key is rsa or ed25519, not " + type));
        if (bits < FEWEST_BITS || bits > MOST_BITS) {
            throw new Refusal(Reason.INVALID, "a key has " + FEWEST_BITS + " to " + MOST_BITS + " bits");
        }
        String name = selector.isEmpty() ? algorithm.keyType() + MONTH.format(now) : selector.toLowerCase(Locale.ROOT);
        if (!name.matches("[a-z0-9._-]{1," + LONGEST_SELECTOR + "}")
                || DomainNames.ascii(name).isEmpty()) {
            throw new Refusal(Reason.INVALID, name + " can't be the name of a key");
        }
        SigningKey key = SigningKey.generate(algorithm, bits);
        return new DkimKey(whose, name, algorithm.keyType(), key.encoded(), key.published(), isEnabled, now);
    }

    /** Keeps a key. @throws Refusal ALREADY_EXISTS */
    public static void add(Tx tx, DkimKey key) {
        if (tx.dkimKeys().find(key.domain(), key.selector()).isPresent()) {
            throw new Refusal(Reason.ALREADY_EXISTS, key.domain() + " has a key " + key.selector() + " already");
        }
        tx.dkimKeys().add(key);
    }

    /** That of that name. @throws Refusal NOT_FOUND */
    public static DkimKey find(Tx tx, String domain, String selector) {
        return tx.dkimKeys()
                .find(domain, selector)
                .orElseThrow(() -> new Refusal(Reason.NOT_FOUND, domain + " has no key " + selector));
    }

    /** Signs by a key from now on, or no more. @throws Refusal NOT_FOUND */
    public static void enable(Tx tx, String domain, String selector, boolean is) {
        DkimKey key = find(tx, domain, selector);
        tx.dkimKeys().enable(key.domain(), key.selector(), is);
    }

    /** Forgets a key by which nothing is signed any more. @throws Refusal NOT_FOUND; INVALID while it signs */
    public static void remove(Tx tx, String domain, String selector) {
        DkimKey key = find(tx, domain, selector);
        if (key.isEnabled()) {
            throw new Refusal(Reason.INVALID, "mail is signed by that key; disable it first");
        }
        tx.dkimKeys().remove(key.domain(), key.selector());
    }
}
