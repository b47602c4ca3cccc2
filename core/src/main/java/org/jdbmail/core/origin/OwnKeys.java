package org.jdbmail.core.origin;

import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jdbmail.authenticity.dkim.Algorithm;
import org.jdbmail.authenticity.dkim.DkimSigner;
import org.jdbmail.authenticity.dkim.SigningKey;
import org.jdbmail.core.store.DkimKeys.DkimKey;
import org.jdbmail.core.store.Store;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The keys by which mail of our domains is signed, remembered for some seconds. Safe for any number of threads. */
public final class OwnKeys {
    private static final Logger LOG = LoggerFactory.getLogger(OwnKeys.class);
    private static final Duration KEPT = Duration.ofSeconds(10);

    private record Known(Map<String, List<DkimSigner>> signers, Instant since) {}

    private final Store store;
    private final InstantSource clock;
    private final AtomicReference<@Nullable Known> known = new AtomicReference<>();

    /** Those of a store. */
    public OwnKeys(Store store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /** Who signs for a domain: its own keys, or those of the next domain above it that has some; none if nobody does. */
    List<DkimSigner> of(String domain) {
        Map<String, List<DkimSigner>> all = all();
        String at = domain;
        while (!at.isEmpty()) {
            List<DkimSigner> signers = all.get(at);
            if (signers != null) {
                return signers;
            }
            int dot = at.indexOf('.');
            at = dot < 0 ? "" : at.substring(dot + 1);
        }
        return List.of();
    }

    private Map<String, List<DkimSigner>> all() {
        Known before = known.get();
        Instant now = clock.instant();
        if (before != null && now.isBefore(before.since.plus(KEPT))) {
            return before.signers;
        }
        Map<String, List<DkimSigner>> signers = new HashMap<>();
        for (DkimKey key : store.look(tx -> tx.dkimKeys().all())) {
            if (key.isEnabled()) {
                signer(key)
                        .ifPresent(signer -> signers.computeIfAbsent(key.domain(), domain -> new ArrayList<>())
                                .add(signer));
            }
        }
        known.set(new Known(Map.copyOf(signers), now));
        return signers;
    }

    private static Optional<DkimSigner> signer(DkimKey key) {
        try {
            Algorithm algorithm = Algorithm.ofKeyType(key.algorithm())
                    .orElseThrow(() -> new GeneralSecurityException("of an unknown kind"));
            SigningKey signing = SigningKey.of(algorithm, key.secret(), key.published());
            return Optional.of(new DkimSigner(key.domain(), key.selector(), signing));
        } catch (GeneralSecurityException e) {
            LOG.error("{} can't be used to sign: {}", key, e.getMessage());
            return Optional.empty();
        }
    }
}
