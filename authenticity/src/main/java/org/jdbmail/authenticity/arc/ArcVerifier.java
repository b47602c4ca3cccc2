package org.jdbmail.authenticity.arc;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jdbmail.authenticity.dkim.BodyForm;
import org.jdbmail.authenticity.dkim.BodyHash;
import org.jdbmail.authenticity.dkim.BodyHashes;
import org.jdbmail.authenticity.dkim.Canon;
import org.jdbmail.authenticity.dkim.KeyRecord;
import org.jdbmail.authenticity.dkim.Keys;
import org.jdbmail.authenticity.dkim.SignatureOutcome;
import org.jdbmail.authenticity.dkim.SignedFields;
import org.jdbmail.authenticity.dkim.UnusableException;
import org.jdbmail.authenticity.dns.DnsLookup;
import org.jdbmail.authenticity.field.HeaderBlock;
import org.jdbmail.mime.bytes.MessageBytes;

/** Checks the sets of a message (RFC 8617 §5.2). Safe for any number of threads. */
public final class ArcVerifier {
    private final Keys keys;

    /** One. */
    public ArcVerifier(DnsLookup dns) {
        this.keys = new Keys(dns);
    }

    /** Checks those of a message. */
    public ArcResult verify(MessageBytes message) {
        ArcChain chain = ArcChain.of(HeaderBlock.of(message));
        return verify(chain, BodyHashes.of(message, chain.block().body(), chain.forms()));
    }

    /** Checks those that have been read. */
    public ArcResult verify(ArcChain chain, Map<BodyForm, BodyHash> bodies) {
        if (!chain.disorder().isEmpty()) {
            return ArcResult.failed(chain.disorder(), chain.count());
        }
        if (chain.sets().isEmpty()) {
            return ArcResult.none();
        }
        try {
            ArcSet newest = chain.sets().getLast();
            message(chain.block(), newest.message(), bodies);
            for (int i = chain.sets().size(); i > 0; i--) {
                seal(chain.sets().subList(0, i));
            }
            return result(ArcResult.Status.PASS, "", false, chain.sets());
        } catch (UnusableException e) {
            return result(ArcResult.Status.FAIL, e.why(), e.outcome() == SignatureOutcome.TEMPERROR, chain.sets());
        }
    }

    private static ArcResult result(ArcResult.Status status, String why, boolean isUnsure, List<ArcSet> sets) {
        return new ArcResult(
                status,
                why,
                isUnsure,
                sets.stream().map(each -> each.seal().domain()).toList(),
                sets.stream().map(ArcSet::results).toList(),
                sets.size());
    }

    private void message(HeaderBlock block, ArcSet.Signed signed, Map<BodyForm, BodyHash> bodies)
            throws UnusableException {
        BodyHash body = bodies.get(signed.body());
        if (body == null) {
            throw new IllegalArgumentException("the body was not hashed for this signature");
        }
        if (!Arrays.equals(signed.tags().octets("bh"), body.sha256())
                || body.length() > signed.body().limit()) {
            throw new UnusableException(SignatureOutcome.FAIL, "the body was changed");
        }
        KeyRecord key = keys.find(signed.selector(), signed.domain(), signed.algorithm());
        String data = SignedFields.data(block, signed.signed(), signed.header(), signed.tags());
        if (!Keys.isRight(key, signed.algorithm(), data, signed.tags().octets("b"))) {
            throw new UnusableException(SignatureOutcome.FAIL, "the fields were changed");
        }
    }

    private void seal(List<ArcSet> sets) throws UnusableException {
        ArcSet.Seal seal = sets.getLast().seal();
        KeyRecord key = keys.find(seal.selector(), seal.domain(), seal.algorithm());
        if (!Keys.isRight(key, seal.algorithm(), data(sets), seal.tags().octets("b"))) {
            throw new UnusableException(SignatureOutcome.FAIL, "seal " + sets.size() + " is not right");
        }
    }

    // RFC 8617 §5.1.1: the fields of all sets in their order, and the last seal without its own octets.
    private static String data(List<ArcSet> sets) {
        StringBuilder all = new StringBuilder();
        for (ArcSet set : sets) {
            all.append(Canon.RELAXED.of(set.results())).append("\r\n");
            all.append(Canon.RELAXED.of(set.message().tags().field())).append("\r\n");
            if (set.instance() < sets.size()) {
                all.append(Canon.RELAXED.of(set.seal().tags().field())).append("\r\n");
            }
        }
        return all.append(SignedFields.unsigned(sets.getLast().seal().tags(), Canon.RELAXED))
                .toString();
    }
}
