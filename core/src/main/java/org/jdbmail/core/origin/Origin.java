package org.jdbmail.core.origin;

import java.time.InstantSource;
import java.util.Optional;
import org.jdbmail.authenticity.dns.DnsLookup;
import org.jdbmail.core.filter.ContentFilter;
import org.jdbmail.core.queue.Signer;
import org.jdbmail.core.reception.Inspector;
import org.jdbmail.core.store.Store;
import org.jdbmail.core.work.WorkPool;

/**
 * What checks mail that comes, and signs mail that leaves.
 *
 * @param inspector checks what comes by SMTP, and signs it where it is from users
 * @param signer signs and seals what leaves for other servers
 */
public record Origin(Inspector inspector, Signer signer) {
    /**
     * That of a server.
     *
     * @param work where long messages are hashed; without, in the thread of who brings them
     * @param others looks at mail that was checked, and before it is signed
     * @param filter has mail after that, and sends it back
     */
    public static Origin of(
            Store store,
            OriginOptions options,
            DnsLookup dns,
            InstantSource clock,
            Optional<WorkPool> work,
            Inspector others,
            ContentFilter filter) {
        OwnKeys keys = new OwnKeys(store, clock);
        Bodies bodies = new Bodies(work);
        return new Origin(
                OriginInspection.inspector(options, dns, keys, bodies, clock, others, filter),
                new LeavingSigner(options, keys, bodies, clock));
    }
}
