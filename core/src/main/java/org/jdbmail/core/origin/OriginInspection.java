package org.jdbmail.core.origin;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jdbmail.authenticity.dmarc.DmarcPolicy;
import org.jdbmail.authenticity.dmarc.DmarcResult;
import org.jdbmail.authenticity.dns.DnsLookup;
import org.jdbmail.authenticity.field.HeaderBlock;
import org.jdbmail.authenticity.field.RawField;
import org.jdbmail.authenticity.results.AuthenticationResults;
import org.jdbmail.authenticity.results.ResultsParser;
import org.jdbmail.authenticity.spf.SpfOutcome;
import org.jdbmail.core.filter.ContentFilter;
import org.jdbmail.core.reception.Arriving;
import org.jdbmail.core.reception.Caller;
import org.jdbmail.core.reception.Inspection;
import org.jdbmail.core.reception.Inspector;
import org.jdbmail.core.reception.Judgement;
import org.jdbmail.core.reception.Ruling;
import org.jdbmail.core.smtp.EnvelopeAddress;
import org.jdbmail.core.smtp.MailParameters;
import org.jdbmail.core.smtp.RecipientParameters;
import org.jdbmail.core.smtp.SmtpReply;
import org.jdbmail.mime.bytes.MessageBytes;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks where mail comes from before others look at it, and signs mail of our users after they have. In both cases fields of results that claim to be
 * ours are taken away first.
 */
final class OriginInspection implements Inspection {
    private static final Logger LOG = LoggerFactory.getLogger(OriginInspection.class);

    private final OriginOptions options;
    private final OriginCheck check;
    private final OwnKeys keys;
    private final Bodies bodies;
    private final InstantSource clock;
    private final Inspection others;
    private final ContentFilter filter;

    private OriginInspection(
            OriginOptions options,
            OriginCheck check,
            OwnKeys keys,
            Bodies bodies,
            InstantSource clock,
            Inspection others,
            ContentFilter filter) {
        this.options = options;
        this.check = check;
        this.keys = keys;
        this.bodies = bodies;
        this.clock = clock;
        this.others = others;
        this.filter = filter;
    }

    /**
     * One for each connection.
     *
     * @param others looks at what was checked
     * @param filter has it after that, and sends it back
     */
    static Inspector inspector(
            OriginOptions options,
            DnsLookup dns,
            OwnKeys keys,
            Bodies bodies,
            InstantSource clock,
            Inspector others,
            ContentFilter filter) {
        OriginCheck check = new OriginCheck(options, dns, bodies, clock);
        return caller -> new OriginInspection(options, check, keys, bodies, clock, others.open(caller), filter);
    }

    @Override
    public Ruling connected(Caller caller) {
        return others.connected(caller);
    }

    @Override
    public Ruling greeted(Caller caller) {
        return others.greeted(caller);
    }

    @Override
    public Ruling sender(Caller caller, String id, EnvelopeAddress sender, MailParameters parameters) {
        return others.sender(caller, id, sender, parameters);
    }

    @Override
    public Ruling recipient(Caller caller, EnvelopeAddress recipient, RecipientParameters parameters) {
        return others.recipient(caller, recipient, parameters);
    }

    @Override
    public Judgement message(Arriving arriving) {
        HeaderBlock block = HeaderBlock.of(arriving.message());
        Optional<ContentFilter.Back> back = filter.back(arriving.message(), block);
        if (back.isPresent()) {
            others.reset();
            return returned(arriving, back.get());
        }
        Arriving honest = arriving.with(honest(arriving.message(), block));
        Caller caller = arriving.caller();
        if (caller.login().isPresent() || options.trusted().test(caller.address())) {
            return filtered(honest, others.message(honest), true);
        }
        if (!options.isAny()) {
            return filtered(honest, others.message(honest), false);
        }
        Findings findings = check.findings(arriving, block);
        AuthenticationResults results = findings.results(options.id(), options.isDkimChecked());
        LOG.info("{}: {}", arriving.id(), results.text().replaceAll("\\s+", " "));
        Judgement refused = refusal(findings);
        if (refused != null) {
            others.reset();
            return refused;
        }
        boolean isJunk = options.dmarc().compareTo(OriginOptions.Dmarc.QUARANTINE) >= 0
                && (findings.policy() != DmarcPolicy.NONE || isOfSeveral(block));
        return filtered(honest, told(others.message(honest), results, isJunk), false);
    }

    /** RFC 9989 §5.3.1 leaves out what has several fields of authors, which RFC 5322 §3.6 forbids: a second one would get anything past DMARC. */
    private static boolean isOfSeveral(HeaderBlock block) {
        return block.named("From").size() > 1;
    }

    private Judgement filtered(Arriving arriving, Judgement judgement, boolean isOurs) {
        if (!(judgement instanceof Judgement.Passed passed)) {
            return judgement;
        }
        Judgement after = filter.handOver(arriving, passed, isOurs);
        return isOurs ? signed(arriving, after) : after;
    }

    /** What comes back was checked before it went, and the results that claim to be ours are. */
    private Judgement returned(Arriving arriving, ContentFilter.Back back) {
        HeaderBlock block = HeaderBlock.of(back.message());
        StringBuilder above = new StringBuilder();
        for (RawField field : block.fields()) {
            if (isForged(field)) {
                above.append(new String(field.octets(), StandardCharsets.UTF_8)).append("\r\n");
            }
        }
        Judgement.Passed passed = new Judgement.Passed(
                above.toString(),
                honest(back.message(), block),
                Judgement.Changes.NONE,
                back.isJunk() ? Judgement.Place.JUNK : Judgement.Place.USUAL);
        return back.isOurs() ? signed(arriving, passed) : passed;
    }

    private @Nullable Judgement refusal(Findings findings) {
        boolean isForbidden = options.spf() == OriginOptions.Spf.REJECT
                && findings.spf().map(spf -> spf.outcome() == SpfOutcome.FAIL).orElse(false);
        if (isForbidden) {
            String domain = findings.spf().orElseThrow().domain();
            String why = findings.spf().orElseThrow().explanation();
            // RFC 7208 §8.4, RFC 7372 §3.2
            return new Judgement.Refused(SmtpReply.of(
                    550,
                    "5.7.23",
                    "your host may not send for " + plain(domain)
                            + (why.isEmpty() ? "" : "; the domain explains: " + plain(why))));
        }
        if (options.isUnsureLater() && findings.isUnsure()) {
            // RFC 9989 §4.10.1
            return new Judgement.Refused(
                    SmtpReply.of(451, "4.7.24", "whether the message is from its author's domain can't be known now"));
        }
        if (options.dmarc() == OriginOptions.Dmarc.REJECT && findings.policy() == DmarcPolicy.REJECT) {
            String author = findings.dmarc().map(DmarcResult::author).orElse("");
            return new Judgement.Refused(SmtpReply.of(
                    550, "5.7.1", "the message is not from " + author + ", and that wants such mail refused (DMARC)"));
        }
        return null;
    }

    /** For a reply: ASCII, and not long. */
    private static String plain(String text) {
        return text.substring(0, Math.min(200, text.length())).replaceAll("[^ -~]", "?");
    }

    private static Judgement told(Judgement judgement, AuthenticationResults results, boolean isJunk) {
        if (!(judgement instanceof Judgement.Passed passed)) {
            return judgement;
        }
        Judgement.Place place =
                isJunk && passed.place() == Judgement.Place.USUAL ? Judgement.Place.JUNK : passed.place();
        String above = AuthenticationResults.FIELD + ": " + results.text() + "\r\n" + passed.above();
        return new Judgement.Passed(above, passed.message(), passed.envelope(), place);
    }

    private Judgement signed(Arriving arriving, Judgement judgement) {
        if (!(judgement instanceof Judgement.Passed passed)) {
            return judgement;
        }
        MessageBytes message = passed.message();
        return new Judgement.Passed(
                Signing.fields(keys, bodies, Bodies.of(arriving.caller()), message, clock.instant()) + passed.above(),
                message,
                passed.envelope(),
                passed.place());
    }

    // RFC 8601 §5
    private MessageBytes honest(MessageBytes message, HeaderBlock block) {
        if (block.fields().stream().noneMatch(this::isForged)) {
            return message;
        }
        List<RawField> kept =
                block.fields().stream().filter(field -> !isForged(field)).toList();
        return MessageBytes.joined(block.with(kept), message.after(block.body()));
    }

    private boolean isForged(RawField field) {
        return field.is(AuthenticationResults.FIELD) && ResultsParser.claims(field, options.id());
    }

    @Override
    public void reset() {
        others.reset();
    }

    @Override
    public void close() {
        others.close();
    }
}
