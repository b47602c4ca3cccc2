package org.jdbmail.core.origin;

import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbmail.authenticity.arc.ArcChain;
import org.jdbmail.authenticity.arc.ArcResult;
import org.jdbmail.authenticity.arc.ArcVerifier;
import org.jdbmail.authenticity.dkim.BodyForm;
import org.jdbmail.authenticity.dkim.BodyHash;
import org.jdbmail.authenticity.dkim.DkimResult;
import org.jdbmail.authenticity.dkim.DkimVerifier;
import org.jdbmail.authenticity.dkim.SignatureOutcome;
import org.jdbmail.authenticity.dmarc.DmarcChecker;
import org.jdbmail.authenticity.dmarc.DmarcResult;
import org.jdbmail.authenticity.dns.DnsLookup;
import org.jdbmail.authenticity.dns.DomainNames;
import org.jdbmail.authenticity.field.HeaderBlock;
import org.jdbmail.authenticity.results.AuthenticationResults;
import org.jdbmail.authenticity.results.ResultsParser;
import org.jdbmail.authenticity.spf.SpfChecker;
import org.jdbmail.authenticity.spf.SpfOutcome;
import org.jdbmail.authenticity.spf.SpfQuery;
import org.jdbmail.authenticity.spf.SpfResult;
import org.jdbmail.core.reception.Arriving;

/** Finds out all there is to know of where a message comes from, reading it once. Safe for any number of threads. */
final class OriginCheck {
    /** For all questions that a message gives rise to. */
    static final Duration MOST = Duration.ofMinutes(1);

    private final OriginOptions options;
    private final DnsLookup dns;
    private final Bodies all;
    private final InstantSource clock;

    OriginCheck(OriginOptions options, DnsLookup dns, Bodies all, InstantSource clock) {
        this.options = options;
        this.dns = dns;
        this.all = all;
        this.clock = clock;
    }

    Findings findings(Arriving arriving, HeaderBlock block) {
        DnsLookup timed = new TimedDns(dns, clock, clock.instant().plus(MOST));
        boolean isAligned = options.dmarc() != OriginOptions.Dmarc.OFF;
        Optional<SpfResult> sent = options.spf() != OriginOptions.Spf.OFF || isAligned
                ? Optional.of(sent(timed, arriving))
                : Optional.empty();
        List<DkimResult> signed = List.of();
        Optional<ArcResult> sealed = Optional.empty();
        if (options.isDkimChecked() || isAligned) {
            DkimVerifier.Readings readings = DkimVerifier.read(block);
            ArcChain chain = ArcChain.of(block);
            Set<BodyForm> forms = new HashSet<>(readings.forms());
            forms.addAll(chain.forms());
            Map<BodyForm, BodyHash> bodies =
                    all.hashes(Bodies.of(arriving.caller()), arriving.message(), block.body(), forms);
            signed = new DkimVerifier(timed, clock).verify(readings, bodies);
            sealed = Optional.of(new ArcVerifier(timed).verify(chain, bodies));
        }
        Optional<DmarcResult> from = isAligned ? Optional.of(from(timed, block, sent, signed)) : Optional.empty();
        boolean isBelieved = from.isPresent()
                && from.get().outcome() == DmarcResult.Outcome.FAIL
                && sealed.isPresent()
                && isBelieved(sealed.get());
        return new Findings(sent, arriving.sender().plain(), signed, sealed, from, isBelieved);
    }

    private SpfResult sent(DnsLookup timed, Arriving arriving) {
        String helo = arriving.caller().helo();
        boolean isHelo = arriving.sender().isNull();
        String sender = isHelo ? "" : arriving.sender().plain();
        return new SpfChecker(timed, clock)
                .check(SpfQuery.of(arriving.caller().address(), helo, sender, options.id()), isHelo);
    }

    private static DmarcResult from(
            DnsLookup timed, HeaderBlock block, Optional<SpfResult> sent, List<DkimResult> signed) {
        Optional<String> sender = sent.filter(result -> result.outcome() == SpfOutcome.PASS)
                .flatMap(result -> DomainNames.ascii(result.domain()));
        List<String> signers = signed.stream()
                .filter(result -> result.outcome() == SignatureOutcome.PASS)
                .flatMap(result -> result.signature().stream())
                .map(signature -> signature.domain())
                .distinct()
                .toList();
        return new DmarcChecker(timed).check(DmarcChecker.authors(block), sender, signers);
    }

    // RFC 8617 §7.2.1: where all who have sealed are believed, what the first of them saw counts.
    private boolean isBelieved(ArcResult sealed) {
        if (sealed.status() != ArcResult.Status.PASS || !options.believed().containsAll(sealed.domains())) {
            return false;
        }
        String first = sealed.results().getFirst().value();
        return ResultsParser.parse(first.substring(first.indexOf(';') + 1))
                .map(AuthenticationResults::methods)
                .orElse(List.of())
                .stream()
                .anyMatch(method ->
                        method.name().equals("dmarc") && method.result().equals("pass"));
    }
}
