package org.jdbmail.cli.serve;

import java.time.Duration;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jdbmail.core.delivery.Decider;
import org.jdbmail.core.settings.DeliverySettings;
import org.jdbmail.core.settings.OutgoingSettings;
import org.jdbmail.core.settings.Settings;
import org.jdbmail.core.settings.SieveSettings;
import org.jdbmail.core.sieve.ScriptCompiler;
import org.jdbmail.core.sieve.SieveDecider;
import org.jdbmail.core.sieve.SieveOptions;
import org.jdbmail.core.sieve.UserScripts;
import org.jdbmail.core.smtp.EnvelopeAddress;
import org.jdbmail.core.store.Store;
import org.jdbmail.core.work.WorkPool;
import org.jdbmail.sieve.compile.Extension;
import org.jdbmail.sieve.host.ScriptPolicy;
import org.jdbmail.sieve.run.Limits;

/** What the settings say about Sieve: the same for deliveries, for ManageSieve and for programs. */
public final class Sieving {
    /** How long a script may be relied on, or that there is none. */
    private static final Duration KEPT = Duration.ofSeconds(1);

    private Sieving() {}

    /** What was chosen. */
    public static SieveOptions options(Settings settings, String hostname) {
        SieveSettings chosen = SieveSettings.from(settings);
        boolean canSend = OutgoingSettings.from(settings).canSend();
        return new SieveOptions(
                extensions(chosen),
                Limits.USUAL.withRedirects(canSend ? chosen.redirects() : 0),
                policy(settings, chosen),
                new SieveOptions.Room(chosen.scriptOctets(), chosen.scripts(), chosen.octets()),
                chosen.folder(),
                hostname,
                ZoneId.systemDefault(),
                KEPT);
    }

    private static ScriptPolicy policy(Settings settings, SieveSettings chosen) {
        ScriptPolicy usual = ScriptPolicy.USUAL;
        return new ScriptPolicy(
                usual.detailDelimiters(),
                chosen.spam().orElse(null),
                chosen.virus().orElse(null),
                usual.answerSubject(),
                usual.answerPrefix(),
                usual.answersToOwnOnly(),
                usual.answerFromRecipient(),
                usual.answerAnyFrom(),
                usual.noticeSender(),
                DeliverySettings.from(settings).postmaster(),
                usual.fixedFields(),
                usual.reservedFields());
    }

    private static Set<Extension> extensions(SieveSettings chosen) {
        Set<Extension> all = EnumSet.allOf(Extension.class);
        if (!chosen.answers()) {
            all.remove(Extension.VACATION);
            all.remove(Extension.VACATION_SECONDS);
        }
        if (!chosen.notifies()) {
            all.remove(Extension.ENOTIFY);
        }
        return all;
    }

    /** The scripts of accounts. */
    public static UserScripts scripts(Settings settings, Store store, String hostname) {
        SieveOptions options = options(settings, hostname);
        return new UserScripts(store, new ScriptCompiler(options), options);
    }

    /** What decides about deliveries; empty where scripts are not to be run. */
    static Optional<Decider> decider(Settings settings, Store store, String hostname, Optional<WorkPool> work) {
        if (!SieveSettings.from(settings).runs()) {
            return Optional.empty();
        }
        SieveOptions options = options(settings, hostname);
        EnvelopeAddress postmaster =
                EnvelopeAddress.ofPlain(DeliverySettings.from(settings).postmaster());
        return Optional.of(new SieveDecider(store, new ScriptCompiler(options), options, work, postmaster));
    }
}
