package org.jdbmail.cli.serve;

import java.io.IOException;
import java.time.Duration;
import org.jdbmail.cli.start.Failure;
import org.jdbmail.core.settings.SendingSettings;
import org.jdbmail.core.settings.Settings;
import org.jdbmail.core.smtp.client.TlsPolicy;
import org.jdbmail.core.sts.HttpsFetcher;
import org.jdbmail.core.sts.PolicyFetcher;

/** Fetches what domains publish of how they are to be sent to (MTA-STS). */
public final class Policies {
    private Policies() {}

    /** @param patience how long one is waited for */
    public static PolicyFetcher of(Settings settings, Duration patience) throws Failure {
        try {
            return new HttpsFetcher(
                    TlsPolicy.context(SendingSettings.from(settings).tls().authorities()), patience);
        } catch (IOException e) {
            throw new Failure(Failure.CONFIGURATION, "smtp_tls_cafile can't be read: " + e.getMessage(), e);
        }
    }
}
