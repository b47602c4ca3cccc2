package org.jdbmail.authenticity.dkim;

import java.util.Arrays;
import java.util.List;
import org.jdbmail.authenticity.dns.DomainNames;
import org.jdbmail.authenticity.field.HeaderBlock;
import org.jdbmail.authenticity.field.RawField;

/**
 * A signature that can be read.
 *
 * @param tags as they stand in the field
 * @param algorithm how it was made
 * @param domain whose it is
 * @param selector which of that domain's keys made it
 * @param identity the domain of whom it is made for: the same or one below
 * @param signed the names of the fields that it covers
 * @param header the form of the fields
 * @param body the form of the body, and how much of it is covered
 */
public record DkimSignature(
        SignatureTags tags,
        Algorithm algorithm,
        String domain,
        String selector,
        String identity,
        List<String> signed,
        Canon header,
        BodyForm body) {
    /** The name of the field. */
    public static final String FIELD = "DKIM-Signature";

    /** Copies the list. */
    public DkimSignature {
        signed = List.copyOf(signed);
    }

    /** Reads one. */
    public static DkimSignature of(RawField field) throws UnusableException {
        SignatureTags tags = SignatureTags.of(field);
        // RFC 6376 §6.1.1
        if (!tags.needed("v").equals("1")) {
            throw new UnusableException(SignatureOutcome.NEUTRAL, "another version");
        }
        String[] queries = tags.tags().unfolded("q").orElse("dns/txt").split(":", -1);
        if (Arrays.stream(queries).noneMatch("dns/txt"::equalsIgnoreCase)) {
            throw new UnusableException(SignatureOutcome.NEUTRAL, "no known way to its key");
        }
        String domain = tags.name("d");
        SignatureTags.Forms forms = tags.forms();
        long limit = tags.number("l");
        List<String> signed = tags.signed();
        if (signed.stream().noneMatch("from"::equalsIgnoreCase)) {
            throw new UnusableException(SignatureOutcome.PERMERROR, "From is not signed");
        }
        tags.octets("bh");
        tags.octets("b");
        return new DkimSignature(
                tags,
                tags.algorithm(),
                domain,
                tags.name("s"),
                identity(tags, domain),
                signed,
                forms.header(),
                new BodyForm(forms.body(), limit < 0 ? BodyForm.ALL : limit));
    }

    private static String identity(SignatureTags tags, String domain) throws UnusableException {
        String text = tags.tags().value("i").orElse("@" + domain);
        String identity = DomainNames.ascii(text.substring(text.lastIndexOf('@') + 1))
                .orElseThrow(() -> new UnusableException(SignatureOutcome.NEUTRAL, "no identity in i="));
        if (text.indexOf('@') < 0 || !DomainNames.isWithin(identity, domain)) {
            throw new UnusableException(SignatureOutcome.PERMERROR, "signed for another domain than its own");
        }
        return identity;
    }

    /** What is signed of the fields (RFC 6376 §3.7). */
    String data(HeaderBlock block) {
        return SignedFields.data(block, signed, header, tags);
    }
}
