package org.jdbmail.core.delivery;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.store.Store;
import org.jspecify.annotations.Nullable;

/**
 * What rewritten senders are signed with, and believed by: what the settings say goes first, then one that the store keeps for all processes on it,
 * made when the first sender is rewritten. Safe for any number of threads.
 */
final class SrsSecrets {
    /** Its name among the server's own secrets. */
    static final String NAME = "srs";

    private static final int OCTETS = 32;

    /** For how long it is not asked again: somebody may have put another in its place. */
    private static final Duration KEPT = Duration.ofMinutes(10);

    /** What the store has; empty for nothing. */
    private record Known(Optional<String> secret, Instant since) {}

    private final Store store;
    private final List<String> configured;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();
    private final AtomicReference<@Nullable Known> known = new AtomicReference<>();

    /** @param configured what the settings say; may be none */
    SrsSecrets(Store store, List<String> configured, InstantSource clock) {
        this.store = store;
        this.configured = List.copyOf(configured);
        this.clock = clock;
    }

    /** Those by which a rewritten sender is believed; none if none was ever rewritten here. */
    List<String> believed() {
        return with(stored(false));
    }

    /** The same for who signs, which the first of them is for: there is one. */
    List<String> signing() {
        return configured.isEmpty() ? with(stored(true)) : configured;
    }

    private List<String> with(Optional<String> stored) {
        List<String> all = new ArrayList<>(configured);
        stored.ifPresent(all::add);
        return all;
    }

    private Optional<String> stored(boolean isMade) {
        Instant now = clock.instant();
        Known before = known.get();
        boolean isFresh = before != null && now.isBefore(before.since.plus(KEPT));
        if (before != null && isFresh && (before.secret.isPresent() || !isMade)) {
            return before.secret;
        }
        Optional<String> found = store.look(tx -> tx.secrets().own(NAME));
        if (found.isEmpty() && isMade) {
            found = Optional.of(make(now));
        }
        known.set(new Known(found, now));
        return found;
    }

    private String make(Instant now) {
        byte[] made = new byte[OCTETS];
        random.nextBytes(made);
        try {
            return store.write(tx -> tx.secrets().own(NAME, () -> HexFormat.of().formatHex(made), now));
        } catch (Refusal refusal) {
            // Another process made it at the same time.
            if (refusal.reason() != Reason.ALREADY_EXISTS) {
                throw refusal;
            }
            return store.look(tx -> tx.secrets().own(NAME)).orElseThrow(() -> refusal);
        }
    }
}
