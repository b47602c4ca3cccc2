package org.jdbmail.core.sts;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jdbmail.core.dns.Dns;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the policies of domains: one TXT record says that there is one, and which. What was fetched is remembered as long as it says, in the memory of this process, and holds
 * also where the record or the place where it was are gone meanwhile, since whoever stands between us could have taken these away (RFC 8461 §10.2). Safe for any number of threads.
 */
public final class StsPolicies {
    private static final Logger LOG = LoggerFactory.getLogger(StsPolicies.class);
    private static final int MOST = 50_000;

    /** For how long a place that had no policy for us is left alone. */
    private static final Duration REST = Duration.ofMinutes(5);

    private record Known(String id, StsPolicy policy, Instant until) {}

    private final Dns dns;
    private final PolicyFetcher fetcher;
    private final InstantSource clock;
    private final Cache<String, Known> known =
            Caffeine.newBuilder().maximumSize(MOST).build();
    private final Cache<String, Instant> failing =
            Caffeine.newBuilder().maximumSize(MOST).build();

    /** @param fetcher fetches what is not known yet */
    public StsPolicies(Dns dns, PolicyFetcher fetcher, InstantSource clock) {
        this.dns = dns;
        this.fetcher = fetcher;
        this.clock = clock;
    }

    /** The policy of a domain; empty if it has none. Takes its time, but ends. */
    public Optional<StsPolicy> of(String domain) {
        Known before = known.getIfPresent(domain);
        if (before != null && !clock.instant().isBefore(before.until())) {
            known.invalidate(domain);
            before = null;
        }
        Optional<String> id = StsRecord.id(dns.txt("_mta-sts." + domain).orNone());
        boolean isNew = id.isPresent() && (before == null || !before.id().equals(id.get()));
        if (isNew && !isFailing(domain)) {
            before = fetched(domain, id.get()).orElse(before);
        }
        return Optional.ofNullable(before).map(Known::policy).filter(policy -> policy.mode() != StsPolicy.Mode.NONE);
    }

    private boolean isFailing(String domain) {
        Instant since = failing.getIfPresent(domain);
        return since != null && clock.instant().isBefore(since.plus(REST));
    }

    private Optional<Known> fetched(String domain, String id) {
        try {
            Optional<StsPolicy> policy = StsPolicy.parse(fetcher.fetch(domain));
            if (policy.isPresent()) {
                Known found = new Known(
                        id, policy.get(), clock.instant().plus(policy.get().kept()));
                known.put(domain, found);
                failing.invalidate(domain);
                return Optional.of(found);
            }
            LOG.info("the policy of {} (MTA-STS) is not understood", domain);
        } catch (IOException e) {
            LOG.info("the policy of {} (MTA-STS) can't be had: {}", domain, e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
        failing.put(domain, clock.instant());
        return Optional.empty();
    }
}
