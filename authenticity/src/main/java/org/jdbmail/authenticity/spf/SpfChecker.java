package org.jdbmail.authenticity.spf;

import java.net.InetAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jdbmail.authenticity.dns.Answer;
import org.jdbmail.authenticity.dns.DnsLookup;
import org.jdbmail.authenticity.dns.DomainNames;

/** Asks whether a host may send for a domain (RFC 7208 §4). Safe for any number of threads. */
public final class SpfChecker {
    private final DnsLookup dns;
    private final InstantSource clock;

    /** One. */
    public SpfChecker(DnsLookup dns, InstantSource clock) {
        this.dns = dns;
        this.clock = clock;
    }

    /**
     * What the domain says; it may take many questions, but no more than half a minute and one question.
     *
     * @param isHelo whether the domain is that of the greeting
     */
    public SpfResult check(SpfQuery query, boolean isHelo) {
        SpfSession session = new SpfSession(dns, query, clock);
        try {
            Decision decision = new Evaluation(session).evaluate(query.domain());
            return new SpfResult(decision.outcome, query.domain(), isHelo, decision.why, decision.explanation);
        } catch (SpfException e) {
            return new SpfResult(e.outcome(), query.domain(), isHelo, e.why(), "");
        }
    }

    private record Decision(SpfOutcome outcome, String why, String explanation) {}

    private record Evaluation(SpfSession session) {
        Decision evaluate(String given) throws SpfException {
            Optional<String> domain = DomainNames.ascii(given);
            // RFC 7208 §4.3
            if (domain.isEmpty() || domain.get().indexOf('.') < 0) {
                return new Decision(SpfOutcome.NONE, "no name of a domain", "");
            }
            Optional<String> text = record(domain.get());
            if (text.isEmpty()) {
                return new Decision(SpfOutcome.NONE, "no record", "");
            }
            SpfRecord record = SpfRecord.of(text.get());
            for (SpfRecord.Directive each : record.directives()) {
                if (matches(each.mechanism(), domain.get())) {
                    String explanation = each.outcome() == SpfOutcome.FAIL ? explanation(record, domain.get()) : "";
                    return new Decision(each.outcome(), each.text(), explanation);
                }
            }
            if (record.redirect().isEmpty()) {
                // RFC 7208 §4.7
                return new Decision(SpfOutcome.NEUTRAL, "nothing in the record matches", "");
            }
            session.term();
            Decision decision = evaluate(session.expand(record.redirect().get(), domain.get()));
            if (decision.outcome == SpfOutcome.NONE) {
                throw SpfException.permanent("a redirection to nothing");
            }
            return decision;
        }

        private Optional<String> record(String domain) throws SpfException {
            List<String> records = switch (session.dns().txt(domain)) {
                case Answer.Failed<String> ignored ->
                    throw SpfException.temporary("the record of " + domain + " can't be looked up now");
                case Answer.None<String> ignored -> List.<String>of();
                case Answer.Found<String> found ->
                    found.records().stream().filter(SpfRecord::is).toList();
            };
            if (records.size() > 1) {
                throw SpfException.permanent(domain + " has several records");
            }
            return records.stream().findFirst();
        }

        private boolean matches(Mechanism mechanism, String domain) throws SpfException {
            InetAddress address = session.query().address();
            return switch (mechanism) {
                case Mechanism.All() -> true;
                case Mechanism.Ip ip -> ip.contains(address);
                case Mechanism.Include(Macro other) -> includes(other, domain);
                case Mechanism.A(Optional<Macro> name, int bits4, int bits6) -> {
                    session.term();
                    String host = session.expand(name, domain);
                    yield contains(session.addresses(host, true), address, bits4, bits6);
                }
                case Mechanism.Mx(Optional<Macro> name, int bits4, int bits6) -> {
                    session.term();
                    for (String host : session.mailHosts(session.expand(name, domain))) {
                        if (contains(session.addresses(host, false), address, bits4, bits6)) {
                            yield true;
                        }
                    }
                    yield false;
                }
                case Mechanism.Exists(Macro name) -> {
                    session.term();
                    yield session.exists(session.expand(name, domain));
                }
                case Mechanism.Ptr(Optional<Macro> name) -> {
                    session.term();
                    String within = session.expand(name, domain);
                    yield DomainNames.ascii(within)
                            .map(target ->
                                    session.names().stream().anyMatch(each -> DomainNames.isWithin(each, target)))
                            .orElse(false);
                }
            };
        }

        // RFC 7208 §5.2
        private boolean includes(Macro other, String domain) throws SpfException {
            session.term();
            Decision decision = evaluate(session.expand(other, domain));
            return switch (decision.outcome) {
                case PASS -> true;
                case FAIL, SOFTFAIL, NEUTRAL -> false;
                case NONE -> throw SpfException.permanent("a record includes nothing");
                case TEMPERROR -> throw SpfException.temporary(decision.why);
                case PERMERROR -> throw SpfException.permanent(decision.why);
            };
        }

        private static boolean contains(List<InetAddress> networks, InetAddress address, int bits4, int bits6) {
            int bits = address.getAddress().length == 4 ? bits4 : bits6;
            return networks.stream().anyMatch(each -> new Mechanism.Ip(each, bits).contains(address));
        }

        // RFC 7208 §6.2: whatever is wrong with it, there is none then.
        private String explanation(SpfRecord record, String domain) {
            if (record.explanation().isEmpty()) {
                return "";
            }
            try {
                Optional<String> name =
                        DomainNames.asked(session.expand(record.explanation().get(), domain));
                if (name.isEmpty()
                        || !(session.dns().txt(name.get()) instanceof Answer.Found<String> found)
                        || found.records().size() != 1) {
                    return "";
                }
                String text = found.records().getFirst();
                return session.expandText(Macro.explanation(text), domain);
            } catch (SpfException e) {
                return "";
            }
        }
    }
}
