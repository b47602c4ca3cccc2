package org.jdbmail.core.origin;

import java.time.InstantSource;
import org.jdbmail.authenticity.dns.Dns;
import org.jdbmail.core.queue.Signer;
import org.jdbmail.core.reception.Inspector;
import org.jdbmail.core.store.Store;

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
     * @param others looks at mail that was checked, and before it is signed
     */
    public static Origin of(Store store, OriginOptions options, Dns dns, InstantSource clock, Inspector others) {
        OwnKeys keys = new OwnKeys(store, clock);
        return new Origin(
                OriginInspection.inspector(options, dns, keys, clock, others), new LeavingSigner(options, keys, clock));
    }
}
