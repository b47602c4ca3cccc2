package org.jdbmail.authenticity.dkim;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jdbmail.authenticity.field.HeaderBlock;
import org.jdbmail.authenticity.field.RawField;

/**
 * Signs for a domain, in the relaxed form of fields and body.
 *
 * @param domain whose mail it signs
 * @param selector the name of the key
 * @param key the key
 */
public record DkimSigner(String domain, String selector, SigningKey key) {
    /** How the body is hashed for a signature. */
    public static final BodyForm BODY = new BodyForm(Canon.RELAXED, BodyForm.ALL);

    /** Fields that are signed once more than they are there, so that nobody can put another above them (RFC 6376 §8.15). */
    private static final List<String> SEALED = List.of(
            "From",
            "To",
            "Cc",
            "Subject",
            "Date",
            "Message-ID",
            "Reply-To",
            "In-Reply-To",
            "References",
            "MIME-Version",
            "Content-Type",
            "Content-Transfer-Encoding");

    /** Fields that are signed where they are (RFC 6376 §5.4.1). */
    private static final Set<String> SIGNED = Set.of(
            "sender",
            "content-disposition",
            "content-id",
            "content-description",
            "resent-date",
            "resent-from",
            "resent-sender",
            "resent-to",
            "resent-cc",
            "resent-message-id",
            "list-id",
            "list-help",
            "list-unsubscribe",
            "list-unsubscribe-post",
            "list-subscribe",
            "list-post",
            "list-owner",
            "list-archive",
            "auto-submitted",
            "feedback-id");

    private static final int LINE = 76;

    /**
     * The field that signs a message, to be put on top of it.
     *
     * @param block the fields of the message as it leaves
     * @param body the hash of its body in the form {@link #BODY}
     */
    public RawField sign(HeaderBlock block, BodyHash body, Instant now) {
        String text = DkimSignature.FIELD + ": v=1; a=" + key.algorithm().word() + "; c=relaxed/relaxed;\r\n\td="
                + domain + "; s=" + selector + "; t=" + now.getEpochSecond() + ";\r\n\th="
                + folded(names(block)) + ";\r\n\tbh="
                + Base64.getEncoder().encodeToString(body.sha256()) + ";\r\n\tb=";
        RawField unsigned = RawField.of(text);
        return RawField.of(text + folded(key.sign(data(block, names(block), unsigned))));
    }

    private static String data(HeaderBlock block, List<String> names, RawField unsigned) {
        try {
            return SignedFields.data(block, names, Canon.RELAXED, SignatureTags.of(unsigned));
        } catch (UnusableException e) {
            throw new IllegalStateException("our own fields can be read", e);
        }
    }

    /** The names of the fields that are signed in a message. */
    public static List<String> names(HeaderBlock block) {
        List<String> names = new ArrayList<>();
        for (String name : SEALED) {
            int count = block.named(name).size();
            for (int i = 0; i <= count; i++) {
                names.add(name);
            }
        }
        for (RawField field : block.fields()) {
            if (SIGNED.contains(field.name().toLowerCase(Locale.ROOT))) {
                names.add(field.name());
            }
        }
        return names;
    }

    /** Names with colons between them, in lines that are not too long. */
    public static String folded(List<String> names) {
        StringBuilder all = new StringBuilder();
        int line = 4;
        for (String name : names) {
            if (!all.isEmpty()) {
                all.append(':');
                line++;
            }
            if (line + name.length() > LINE) {
                all.append("\r\n\t");
                line = 1;
            }
            all.append(name);
            line += name.length();
        }
        return all.toString();
    }

    /** Base64 in lines that are not too long. */
    public static String folded(String base64) {
        StringBuilder all = new StringBuilder();
        for (int at = 0; at < base64.length(); at += LINE - 4) {
            all.append(at == 0 ? "" : "\r\n\t").append(base64, at, Math.min(base64.length(), at + LINE - 4));
        }
        return all.toString();
    }
}
