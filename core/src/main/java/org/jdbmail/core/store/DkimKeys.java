package org.jdbmail.core.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The keys by which mail of our domains is signed ({@code jdbmail_dkim_key}). */
public interface DkimKeys {
    /**
     * A key.
     *
     * @param domain whose mail it signs, in lower case and with A-labels
     * @param selector its name
     * @param algorithm {@code rsa} or {@code ed25519}
     * @param secret the key itself (PKCS #8), in base64
     * @param published what the domain publishes of it, in base64
     * @param isEnabled whether mail is signed by it
     * @param created when it was made
     */
    record DkimKey(
            String domain,
            String selector,
            String algorithm,
            String secret,
            String published,
            boolean isEnabled,
            Instant created) {
        /** The name under which the domain publishes it. */
        public String name() {
            return selector + "._domainkey." + domain;
        }

        /** What the domain publishes under it (RFC 6376 §3.6.1). */
        public String record() {
            return "v=DKIM1; k=" + algorithm + "; p=" + published;
        }

        /** Leaves the secret out. */
        @Override
        public String toString() {
            return "DkimKey[" + name() + "]";
        }
    }

    /** All, by domain and selector. */
    List<DkimKey> all();

    /** That of that name. */
    Optional<DkimKey> find(String domain, String selector);

    /** Adds one; there must be none of its name. */
    void add(DkimKey key);

    /** Signs by it from now on, or no more; returns whether it is there. */
    boolean enable(String domain, String selector, boolean isEnabled);

    /** Forgets one; returns whether it was there. */
    boolean remove(String domain, String selector);
}
