package org.jdbmail.authenticity.dkim;

import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jdbmail.authenticity.dns.DomainNames;
import org.jdbmail.authenticity.field.RawField;
import org.jdbmail.authenticity.field.TagList;

/**
 * What all signatures in fields have (RFC 6376 §3.5, RFC 8617 §4.1): tags, read with the outcome that each mistake has.
 *
 * @param field where they stand
 * @param tags all of them
 */
public record SignatureTags(RawField field, TagList tags) {
    private static final int MOST_NAMES = 500;

    /** Reads them. */
    public static SignatureTags of(RawField field) throws UnusableException {
        try {
            return new SignatureTags(field, TagList.of(field.value()));
        } catch (TagList.SyntaxException e) {
            throw new UnusableException(SignatureOutcome.NEUTRAL, "no signature: " + e.getMessage());
        }
    }

    /** A tag without which there is no signature. */
    public String needed(String tag) throws UnusableException {
        return tags.unfolded(tag)
                .filter(value -> !value.isEmpty())
                .orElseThrow(() -> new UnusableException(SignatureOutcome.NEUTRAL, "no " + tag + "="));
    }

    /** The algorithm. */
    public Algorithm algorithm() throws UnusableException {
        String name = needed("a");
        return Algorithm.named(name)
                .orElseThrow(() -> new UnusableException(
                        SignatureOutcome.PERMERROR,
                        name.equalsIgnoreCase("rsa-sha1") ? "SHA-1 proves nothing" : "unknown algorithm"));
    }

    /** Octets in base64. */
    public byte[] octets(String tag) throws UnusableException {
        try {
            return Base64.getDecoder().decode(needed(tag));
        } catch (IllegalArgumentException e) {
            throw new UnusableException(SignatureOutcome.NEUTRAL, "no base64 in " + tag + "=");
        }
    }

    /** A domain, or what is written like one. */
    public String name(String tag) throws UnusableException {
        return DomainNames.ascii(needed(tag))
                .orElseThrow(() -> new UnusableException(SignatureOutcome.NEUTRAL, "no name in " + tag + "="));
    }

    /** The names of the fields that are signed. */
    public List<String> signed() throws UnusableException {
        List<String> names = Arrays.asList(needed("h").split(":", -1));
        if (names.size() > MOST_NAMES || names.stream().anyMatch(String::isEmpty)) {
            throw new UnusableException(SignatureOutcome.NEUTRAL, "no list of fields in h=");
        }
        return names;
    }

    /** The forms of the fields and of the body. */
    public Forms forms() throws UnusableException {
        String[] names = tags.unfolded("c").orElse("simple/simple").split("/", 2);
        Optional<Canon> header = Canon.named(names[0]);
        Optional<Canon> body = names.length > 1 ? Canon.named(names[1]) : Optional.of(Canon.SIMPLE);
        if (header.isEmpty() || body.isEmpty()) {
            throw new UnusableException(SignatureOutcome.NEUTRAL, "an unknown form in c=");
        }
        return new Forms(header.get(), body.get());
    }

    /**
     * How fields and body are written when they are signed.
     *
     * @param header the fields
     * @param body the body
     */
    public record Forms(Canon header, Canon body) {}

    /** A number; -1 where there is none. */
    public long number(String tag) throws UnusableException {
        if (!tags.has(tag)) {
            return -1;
        }
        String text = tags.unfolded(tag).orElse("");
        // RFC 6376 §3.5: up to 76 digits, of which no more than these mean anything to us.
        if (!text.matches("[0-9]{1,76}")) {
            throw new UnusableException(SignatureOutcome.NEUTRAL, "no number in " + tag + "=");
        }
        String significant = text.replaceFirst("^0+(?=.)", "");
        return significant.length() > 18 ? Long.MAX_VALUE : Long.parseLong(significant);
    }

    /**
     * Looks at when it was made and when it ends.
     *
     * @throws UnusableException if it has ended, or would end before it began
     */
    public void checkTime(Instant now) throws UnusableException {
        long made = number("t");
        long ends = number("x");
        if (ends >= 0 && made >= 0 && ends <= made) {
            throw new UnusableException(SignatureOutcome.NEUTRAL, "ends before it was made");
        }
        if (ends >= 0 && now.getEpochSecond() > ends) {
            throw new UnusableException(SignatureOutcome.FAIL, "expired");
        }
    }
}
