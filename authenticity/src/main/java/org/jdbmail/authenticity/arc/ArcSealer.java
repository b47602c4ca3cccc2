package org.jdbmail.authenticity.arc;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jdbmail.authenticity.dkim.BodyForm;
import org.jdbmail.authenticity.dkim.BodyHash;
import org.jdbmail.authenticity.dkim.Canon;
import org.jdbmail.authenticity.dkim.DkimSignature;
import org.jdbmail.authenticity.dkim.DkimSigner;
import org.jdbmail.authenticity.dkim.SignatureTags;
import org.jdbmail.authenticity.dkim.SignedFields;
import org.jdbmail.authenticity.dkim.SigningKey;
import org.jdbmail.authenticity.dkim.UnusableException;
import org.jdbmail.authenticity.field.HeaderBlock;
import org.jdbmail.authenticity.field.RawField;

/**
 * Adds a set to a message that is sent on (RFC 8617 §5.1).
 *
 * @param domain who seals
 * @param selector the name of the key
 * @param key the key
 */
public record ArcSealer(String domain, String selector, SigningKey key) {
    /** How the body is hashed for a set. */
    public static final BodyForm BODY = DkimSigner.BODY;

    /**
     * The fields of a set, to be put on top of a message in this order.
     *
     * @param block the fields of the message as it leaves
     * @param body the hash of its body in the form {@link #BODY}
     * @param before what was found out of the sets that it came with
     * @param results all that was found out when it came: the value of a field of results, unfolded or folded
     * @return none where no set may be added: after the fiftieth, on one that is broken already, or where nobody can tell
     */
    public List<RawField> seal(HeaderBlock block, BodyHash body, ArcResult before, String results, Instant now) {
        int instance = before.count() + 1;
        boolean isBroken = before.status() == ArcResult.Status.FAIL;
        ArcChain chain = ArcChain.of(block);
        // RFC 8617 §5.1.2: one that tells of the break is enough, and need not be ours.
        if (instance > ArcSet.MOST
                || before.isUnsure()
                || isBroken && chain.sets().isEmpty()) {
            return List.of();
        }
        RawField told = RawField.of(ArcSet.RESULTS + ": i=" + instance + "; " + results.strip());
        RawField message = message(block, body, instance, now);
        StringBuilder sealed = new StringBuilder();
        if (!isBroken) {
            for (ArcSet set : chain.sets()) {
                sealed.append(line(set.results()))
                        .append(line(set.message().tags().field()))
                        .append(line(set.seal().tags().field()));
            }
        }
        sealed.append(line(told)).append(line(message));
        RawField seal = sign(
                ArcSet.SEAL + ": i=" + instance + "; a=" + key.algorithm().word() + "; t=" + now.getEpochSecond()
                        + "; cv=" + before.status().word() + ";\r\n\td=" + domain + "; s=" + selector + ";\r\n\tb=",
                sealed.toString());
        return List.of(seal, message, told);
    }

    private static String line(RawField field) {
        return Canon.RELAXED.of(field) + "\r\n";
    }

    private RawField message(HeaderBlock block, BodyHash body, int instance, Instant now) {
        List<String> names = new ArrayList<>(DkimSigner.names(block));
        block.named(DkimSignature.FIELD).forEach(each -> names.add(DkimSignature.FIELD));
        String text =
                ArcSet.MESSAGE + ": i=" + instance + "; a=" + key.algorithm().word()
                        + "; c=relaxed/relaxed;\r\n\td=" + domain + "; s=" + selector + "; t=" + now.getEpochSecond()
                        + ";\r\n\th=" + DkimSigner.folded(names) + ";\r\n\tbh="
                        + Base64.getEncoder().encodeToString(body.sha256()) + ";\r\n\tb=";
        return RawField.of(text
                + DkimSigner.folded(key.sign(SignedFields.data(block, names, Canon.RELAXED, tags(RawField.of(text))))));
    }

    private RawField sign(String text, String before) {
        String data = before + SignedFields.unsigned(tags(RawField.of(text)), Canon.RELAXED);
        return RawField.of(text + DkimSigner.folded(key.sign(data)));
    }

    private static SignatureTags tags(RawField field) {
        try {
            return SignatureTags.of(field);
        } catch (UnusableException e) {
            throw new IllegalStateException("our own fields can be read", e);
        }
    }
}
