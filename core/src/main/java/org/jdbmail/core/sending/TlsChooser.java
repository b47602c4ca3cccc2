package org.jdbmail.core.sending;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbmail.core.dns.Dns;
import org.jdbmail.core.dns.DnsAnswer;
import org.jdbmail.core.dns.Tlsa;
import org.jdbmail.core.smtp.client.NotReached;
import org.jdbmail.core.smtp.client.SendResult;
import org.jdbmail.core.smtp.client.TlsPolicy;
import org.jdbmail.core.sts.StsPolicies;
import org.jdbmail.core.sts.StsPolicy;

/**
 * Says under which TLS each host of a next hop is gone to: as the administrator's table says, or else as the domain itself does, by the name system where DNSSEC vouches for it (RFC
 * 7672), or by its policy (RFC 8461).
 *
 * @param policies what the administrator says
 * @param dns the resolver; what it says of DNSSEC counts only if it is on this machine
 * @param sts the policies of domains; empty where nobody asks for them
 */
public record TlsChooser(TlsPolicies policies, Dns dns, Optional<StsPolicies> sts) {
    /**
     * What holds for all hosts of a next hop.
     *
     * @param policy how TLS is spoken with them, as far as that does not depend on the host
     * @param domain the domain's own policy, where it is to be heeded
     */
    record Choice(TlsPolicy policy, Optional<StsPolicy> domain) {
        /** Those hosts that the domain calls its own. */
        List<Hosts.Target> own(List<Hosts.Target> targets) {
            return domain.map(policy -> targets.stream()
                            .filter(each -> policy.names(each.name()))
                            .toList())
                    .orElse(targets);
        }
    }

    Choice of(NextHop hop) {
        Optional<TlsPolicy> told = policies.of(hop);
        TlsPolicy policy = told.orElseGet(() -> policies.usual(hop));
        boolean isOpen = told.isEmpty()
                && hop.isDomain()
                && (policy.level() == TlsPolicy.Level.MAY
                        || policy.level() == TlsPolicy.Level.ENCRYPT
                        || policy.level() == TlsPolicy.Level.DANE);
        return new Choice(
                policy,
                isOpen
                        ? sts.flatMap(all -> all.of(hop.name())).filter(each -> each.mode() == StsPolicy.Mode.ENFORCE)
                        : Optional.empty());
    }

    /**
     * How TLS is spoken with a host.
     *
     * @throws NotReached if that can't be known now, so that the host is not to be used
     */
    TlsPolicy of(Choice choice, NextHop hop, Hosts.Target target) throws NotReached {
        TlsPolicy policy = named(choice.policy(), target);
        boolean asks = policy.level() == TlsPolicy.Level.DANE || policy.level() == TlsPolicy.Level.DANE_ONLY;
        if (asks && target.isSecure()) {
            switch (dns.tlsa(target.name(), target.address().getPort())) {
                case DnsAnswer.Found<Tlsa> found
                when found.isSecure() -> {
                    List<Tlsa> usable =
                            found.records().stream().filter(Tlsa::isUsable).toList();
                    if (!usable.isEmpty()) {
                        return policy.with(TlsPolicy.Level.DANE)
                                .with(new TlsPolicy.Proof(List.of(target.name(), hop.name()), usable));
                    }
                    // RFC 7672 §2.2: records of which none can be used still say that there is TLS, but prove nothing:
                    // what asks for more asks still.
                    if (policy.level() == TlsPolicy.Level.DANE
                            && choice.domain().isEmpty()) {
                        return policy.with(TlsPolicy.Level.ENCRYPT);
                    }
                }
                // RFC 7672 §2.1.1: what can't be told now may be hidden by somebody.
                case DnsAnswer.Trouble<Tlsa> trouble ->
                    throw waits("what certificate " + target.name() + " has can't be told now: " + trouble.why());
                case DnsAnswer.Found<Tlsa> ignored -> {}
                case DnsAnswer.Nothing<Tlsa> ignored -> {}
            }
        }
        if (policy.level() == TlsPolicy.Level.DANE_ONLY) {
            throw waits("nothing secure tells what certificate " + target.name() + " has (DANE)");
        }
        // RFC 8461 §2: a policy does not stand in for records that were there and did not match.
        if (choice.domain().isPresent()) {
            return policy.with(TlsPolicy.Level.VERIFY);
        }
        return policy.level() == TlsPolicy.Level.DANE ? policy.with(TlsPolicy.Level.MAY) : policy;
    }

    private static TlsPolicy named(TlsPolicy policy, Hosts.Target target) {
        if (!policy.proof().names().contains(TlsPolicies.HOSTNAME)) {
            return policy;
        }
        List<String> names = new ArrayList<>(policy.proof().names());
        names.replaceAll(each -> each.equals(TlsPolicies.HOSTNAME) ? target.name() : each);
        return policy.with(new TlsPolicy.Proof(names, List.of()));
    }

    private static NotReached waits(String why) {
        return new NotReached(SendResult.later("4.7.5", why), true);
    }
}
