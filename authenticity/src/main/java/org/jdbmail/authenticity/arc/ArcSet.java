package org.jdbmail.authenticity.arc;

import java.util.List;
import java.util.Locale;
import org.jdbmail.authenticity.dkim.Algorithm;
import org.jdbmail.authenticity.dkim.BodyForm;
import org.jdbmail.authenticity.dkim.Canon;
import org.jdbmail.authenticity.dkim.SignatureOutcome;
import org.jdbmail.authenticity.dkim.SignatureTags;
import org.jdbmail.authenticity.dkim.UnusableException;
import org.jdbmail.authenticity.field.RawField;

/**
 * What one server added (RFC 8617 §4.1): what it found out, a signature on the message, and a seal over all sets so far.
 *
 * @param instance which of the sets it is, from 1 on
 * @param results what was found out, as it stands in the field
 * @param message the signature on the message
 * @param seal the seal
 */
record ArcSet(int instance, RawField results, Signed message, Seal seal) {
    static final String RESULTS = "ARC-Authentication-Results";
    static final String MESSAGE = "ARC-Message-Signature";
    static final String SEAL = "ARC-Seal";

    /** RFC 8617 §4.2.1 */
    static final int MOST = 50;

    /** The signature on the message, which is DKIM's but for its name and the tag for its set. */
    record Signed(
            SignatureTags tags,
            Algorithm algorithm,
            String domain,
            String selector,
            List<String> signed,
            Canon header,
            BodyForm body) {
        static Signed of(RawField field) throws UnusableException {
            SignatureTags tags = SignatureTags.of(field);
            SignatureTags.Forms forms = tags.forms();
            List<String> signed = tags.signed();
            // RFC 8617 §4.1.2
            if (signed.stream().anyMatch(SEAL::equalsIgnoreCase)) {
                throw new UnusableException(SignatureOutcome.FAIL, "a signature covers the seal");
            }
            if (signed.stream().noneMatch("from"::equalsIgnoreCase)) {
                throw new UnusableException(SignatureOutcome.FAIL, "From is not signed");
            }
            long limit = tags.number("l");
            return new Signed(
                    tags,
                    tags.algorithm(),
                    tags.name("d"),
                    tags.name("s"),
                    signed,
                    forms.header(),
                    new BodyForm(forms.body(), limit < 0 ? BodyForm.ALL : limit));
        }
    }

    /** The seal, with what its server thought of the sets before it. */
    record Seal(SignatureTags tags, Algorithm algorithm, String domain, String selector, String chain) {
        static Seal of(RawField field) throws UnusableException {
            SignatureTags tags = SignatureTags.of(field);
            // RFC 8617 §4.1.3
            if (tags.tags().has("h") || tags.tags().has("bh")) {
                throw new UnusableException(SignatureOutcome.FAIL, "a seal that covers something else");
            }
            return new Seal(
                    tags,
                    tags.algorithm(),
                    tags.name("d"),
                    tags.name("s"),
                    tags.needed("cv").toLowerCase(Locale.ROOT));
        }
    }
}
