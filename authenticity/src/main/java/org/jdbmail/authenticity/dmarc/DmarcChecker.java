package org.jdbmail.authenticity.dmarc;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbmail.authenticity.dns.Answer;
import org.jdbmail.authenticity.dns.DnsLookup;
import org.jdbmail.authenticity.dns.DomainNames;
import org.jdbmail.authenticity.field.HeaderBlock;
import org.jdbmail.authenticity.field.RawField;
import org.jdbmail.mime.field.AddressParser;
import org.jdbmail.mime.field.FieldValue;
import org.jdbmail.mime.field.MailAddress;

/** Asks whether a message is from its author's domain, and what that wants done if not (RFC 9989 §5.3). Safe for any number of threads. */
public final class DmarcChecker {
    private final DnsLookup dns;

    /** One. */
    public DmarcChecker(DnsLookup dns) {
        this.dns = dns;
    }

    /**
     * The domains of the authors of a message, each once; more than one field of authors is as bad as two domains, and gives none.
     */
    public static List<String> authors(HeaderBlock block) {
        List<RawField> fields = block.named("From");
        if (fields.size() != 1) {
            return List.of();
        }
        byte[] octets = fields.getFirst().value().getBytes(StandardCharsets.ISO_8859_1);
        Set<String> domains = new LinkedHashSet<>();
        for (MailAddress each : AddressParser.parse(List.of(new FieldValue(octets, 0, octets.length)))) {
            String host = each.host();
            if (host != null) {
                String unicode = new String(host.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
                // One that is no domain is still an author whom nobody can ask.
                domains.add(DomainNames.ascii(unicode).orElse(""));
            }
        }
        return List.copyOf(domains);
    }

    /**
     * Checks a message.
     *
     * @param authors as {@link #authors} gives them
     * @param sender the domain of the sender, if that is proven (SPF)
     * @param signers the domains whose signatures are right (DKIM)
     */
    public DmarcResult check(List<String> authors, Optional<String> sender, List<String> signers) {
        if (authors.size() != 1 || authors.getFirst().isEmpty()) {
            return without(DmarcResult.Outcome.PERMERROR, "", "not one author's domain");
        }
        String author = authors.getFirst();
        TreeWalk walk = new TreeWalk(dns);
        try {
            Optional<TreeWalk.Step> found = record(walk, author);
            if (found.isEmpty()) {
                return without(DmarcResult.Outcome.NONE, author, "");
            }
            DmarcRecord record = found.get().record();
            String domain = found.get().domain();
            Optional<DmarcPolicy> wanted = domain.equals(author)
                    ? record.policy()
                    : record.below(record.missing().isEmpty() || exists(author));
            if (wanted.isEmpty()) {
                return without(DmarcResult.Outcome.NONE, author, "a record that can't be used");
            }
            if (isAligned(walk, author, record, sender, signers)) {
                return new DmarcResult(DmarcResult.Outcome.PASS, author, domain, wanted, DmarcPolicy.NONE, "");
            }
            DmarcPolicy policy = record.isTested() ? wanted.get().weaker() : wanted.get();
            return new DmarcResult(DmarcResult.Outcome.FAIL, author, domain, wanted, policy, "");
        } catch (TreeWalk.Unsure e) {
            return without(DmarcResult.Outcome.TEMPERROR, author, "can't be looked up now");
        }
    }

    private static DmarcResult without(DmarcResult.Outcome outcome, String author, String why) {
        return new DmarcResult(outcome, author, "", Optional.empty(), DmarcPolicy.NONE, why);
    }

    // RFC 9989 §4.10.1: the author's own, else its organization's, else that of what is above all organizations.
    private static Optional<TreeWalk.Step> record(TreeWalk walk, String author) throws TreeWalk.Unsure {
        Optional<DmarcRecord> own = walk.at(author);
        if (own.isPresent()) {
            return own.map(record -> new TreeWalk.Step(author, record));
        }
        List<TreeWalk.Step> steps = walk.from(author);
        String organization = walk.organization(author);
        return steps.stream()
                .filter(step -> step.domain().equals(organization))
                .findFirst()
                .or(() -> steps.stream()
                        .filter(step -> step.record().suffix() == DmarcRecord.Suffix.YES)
                        .findFirst());
    }

    private static boolean isAligned(
            TreeWalk walk, String author, DmarcRecord record, Optional<String> sender, List<String> signers)
            throws TreeWalk.Unsure {
        List<String> relaxed = new ArrayList<>();
        for (String signer : signers) {
            if (signer.equals(author)) {
                return true;
            }
            if (!record.isDkimStrict()) {
                relaxed.add(signer);
            }
        }
        if (sender.isPresent()) {
            if (sender.get().equals(author)) {
                return true;
            }
            if (!record.isSpfStrict()) {
                relaxed.add(sender.get());
            }
        }
        TreeWalk.Unsure unsure = null;
        for (String each : relaxed) {
            try {
                if (walk.organization(each).equals(walk.organization(author))) {
                    return true;
                }
            } catch (TreeWalk.Unsure e) {
                unsure = e;
            }
        }
        if (unsure != null) {
            throw unsure;
        }
        return false;
    }

    // RFC 9989 §3.2.13
    private boolean exists(String name) throws TreeWalk.Unsure {
        boolean isUnsure = false;
        for (Answer<?> each : List.of(dns.ipv4(name), dns.ipv6(name), dns.mx(name))) {
            switch (each) {
                case Answer.Found<?> ignored -> {
                    return true;
                }
                case Answer.Failed<?> ignored -> isUnsure = true;
                case Answer.None<?> ignored -> {}
            }
        }
        if (isUnsure) {
            throw new TreeWalk.Unsure();
        }
        return false;
    }
}
