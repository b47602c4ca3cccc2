package org.jdbmail.authenticity.dmarc;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbmail.authenticity.dns.Answer;
import org.jdbmail.authenticity.dns.DnsLookup;
import org.jdbmail.authenticity.dns.DomainNames;

/** Looks for records from a name upwards (RFC 9989 §4.10), and remembers what it has seen of one message. Used by one thread. */
final class TreeWalk {
    /** RFC 9989 §4.10: names with more labels are cut. */
    private static final int MOST_LABELS = 8;

    private static final String PREFIX = "_dmarc.";

    private final DnsLookup dns;
    private final Map<String, Optional<DmarcRecord>> seen = new HashMap<>();

    TreeWalk(DnsLookup dns) {
        this.dns = dns;
    }

    /** Nobody knows at the moment. */
    static final class Unsure extends Exception {
        private static final long serialVersionUID = 1L;
    }

    /** A record, and whose it is. */
    record Step(String domain, DmarcRecord record) {}

    /** The record of a name itself. */
    Optional<DmarcRecord> at(String domain) throws Unsure {
        Optional<DmarcRecord> known = seen.get(domain);
        if (known == null) {
            known = ask(domain);
            seen.put(domain, known);
        }
        return known;
    }

    private Optional<DmarcRecord> ask(String domain) throws Unsure {
        return switch (dns.txt(PREFIX + domain)) {
            case Answer.Failed<String> ignored -> throw new Unsure();
            case Answer.None<String> ignored -> Optional.empty();
            case Answer.Found<String> found -> {
                List<String> records =
                        found.records().stream().filter(DmarcRecord::is).toList();
                // Of several, none counts.
                yield records.size() == 1 ? Optional.of(DmarcRecord.of(records.getFirst())) : Optional.empty();
            }
        };
    }

    /** The records from a name upwards, the longest name's first, up to one that says that the walk ends there. */
    List<Step> from(String start) throws Unsure {
        List<Step> steps = new ArrayList<>();
        String at = start;
        while (true) {
            Optional<DmarcRecord> record = at(at);
            if (record.isPresent()) {
                steps.add(new Step(at, record.get()));
                if (record.get().suffix() != DmarcRecord.Suffix.UNKNOWN) {
                    return steps;
                }
            }
            int labels = DomainNames.labels(at);
            if (labels == 1) {
                return steps;
            }
            at = DomainNames.last(at, labels < MOST_LABELS ? labels - 1 : MOST_LABELS - 1);
        }
    }

    /** The domain of the organization to which a name belongs (RFC 9989 §4.10.2). */
    String organization(String start) throws Unsure {
        List<Step> steps = from(start);
        for (Step step : steps) {
            switch (step.record().suffix()) {
                case NO -> {
                    return step.domain();
                }
                case YES -> {
                    if (!step.domain().equals(start)) {
                        return DomainNames.last(start, DomainNames.labels(step.domain()) + 1);
                    }
                }
                case UNKNOWN -> {}
            }
        }
        return steps.isEmpty() ? start : steps.getLast().domain();
    }
}
