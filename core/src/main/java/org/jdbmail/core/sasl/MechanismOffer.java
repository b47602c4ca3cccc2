package org.jdbmail.core.sasl;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.store.Secrets.Need;
import org.jdbmail.core.store.Store;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which mechanisms are shown. Clients take the strongest that they know, and fail for an account that has only a hash: so one that needs
 * more is shown where every account has it, or where the administrator names it. The accounts are looked through now and then, in the
 * background: a greeting doesn't wait for a database.
 */
public final class MechanismOffer {
    private static final Logger LOG = LoggerFactory.getLogger(MechanismOffer.class);

    /** How old what is known of the accounts may be. */
    private static final Duration LOOKS = Duration.ofMinutes(1);

    /** The same where nothing was met: perhaps there were no accounts yet, and the first one should not wait. */
    private static final Duration LOOKS_FOR_SOME = Duration.ofSeconds(2);

    private final Optional<Store> store;
    private final Set<Mechanism> named;
    private final InstantSource clock;
    private final AtomicBoolean isLooking = new AtomicBoolean();
    private volatile Set<Need> met = Set.of();
    private volatile Instant looked = Instant.EPOCH;

    private MechanismOffer(Optional<Store> store, Set<Mechanism> named, InstantSource clock) {
        this.store = store;
        this.named = named;
        this.clock = clock;
    }

    /** Just these. */
    public static MechanismOffer of(List<Mechanism> mechanisms) {
        return new MechanismOffer(Optional.empty(), Set.copyOf(mechanisms), InstantSource.system());
    }

    /** What works however passwords are stored. */
    public static MechanismOffer ofAnyPassword() {
        return of(Arrays.stream(Mechanism.values())
                .filter(mechanism -> mechanism.need().isEmpty())
                .toList());
    }

    /** What all accounts can use, but not DIGEST-MD5. Looks through them at once. */
    public static MechanismOffer byAccounts(Store store, InstantSource clock) {
        EnumSet<Mechanism> all = EnumSet.allOf(Mechanism.class);
        all.remove(Mechanism.DIGEST_MD5);
        MechanismOffer offer = new MechanismOffer(Optional.of(store), all, clock);
        offer.look(store);
        return offer;
    }

    /** Whether it is shown. */
    boolean shows(Mechanism mechanism) {
        if (!named.contains(mechanism)) {
            return false;
        }
        Optional<Need> need = mechanism.need();
        return store.isEmpty() || need.isEmpty() || isMet(store.get(), need.get());
    }

    /** Whether it may be used although it is not shown: whoever knows that his account can. */
    boolean allows(Mechanism mechanism) {
        return named.contains(mechanism);
    }

    /** Whether passwords are stored as something needs them. */
    boolean isMet(Need need) {
        return store.map(asked -> isMet(asked, need)).orElse(true);
    }

    private boolean isMet(Store asked, Need need) {
        if (clock.instant().isAfter(looked.plus(met.isEmpty() ? LOOKS_FOR_SOME : LOOKS))
                && isLooking.compareAndSet(false, true)) {
            Thread.ofVirtual().name("mechanisms").start(() -> {
                try {
                    look(asked);
                } finally {
                    isLooking.set(false);
                }
            });
        }
        return met.contains(need);
    }

    private void look(Store asked) {
        try {
            Set<Need> found = EnumSet.noneOf(Need.class);
            for (Need need : Need.values()) {
                if (asked.look(tx -> tx.secrets().allMeet(need))) {
                    found.add(need);
                }
            }
            met = Set.copyOf(found);
        } catch (Refusal trouble) {
            LOG.debug("which mechanisms all accounts can use can't be told now: {}", trouble.text());
        }
        looked = clock.instant();
    }
}
