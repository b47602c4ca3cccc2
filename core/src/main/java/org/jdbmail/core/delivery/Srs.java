package org.jdbmail.core.delivery;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jdbmail.core.smtp.EnvelopeAddress;

/**
 * Rewrites the sender of a message that is forwarded, so that it comes from a domain of ours and reports of failure still find their way (Sender
 * Rewriting Scheme, in the form that libsrs2 and postsrsd have): {@code SRS0=hash=day=domain=local@ours}, and {@code SRS1} for what another
 * has rewritten already.
 *
 * @param secrets the first signs, all are believed
 */
record Srs(List<String> secrets) {
    private static final String DAYS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final int DAY_NUMBERS = 1024;

    /** How long a report of failure may be under way. */
    private static final int VALID_DAYS = 21;

    private static final int HASH = 4;

    /** RFC 5321 §4.5.3.1.1 */
    private static final int LONGEST_LOCAL = 64;

    Srs {
        secrets = List.copyOf(secrets);
    }

    /** The sender under a domain of ours; itself where it would become too long to be taken. */
    EnvelopeAddress rewrite(EnvelopeAddress sender, String domain, Instant now) {
        String local = sender.localPart();
        String rewritten;
        if (is(local, "SRS0")) {
            // Another's: only its domain is added, and its rest stays what it is.
            String rest = sender.domain() + "=" + local.substring(4);
            rewritten = "SRS1=" + hash(secrets.getFirst(), rest) + "=" + rest;
        } else if (is(local, "SRS1")) {
            String rest = local.substring(local.indexOf('=', 5) + 1);
            rewritten = "SRS1=" + hash(secrets.getFirst(), rest) + "=" + rest;
        } else {
            String rest = day(now) + "=" + sender.domain() + "=" + local;
            rewritten = "SRS0=" + hash(secrets.getFirst(), rest) + "=" + rest;
        }
        return rewritten.length() > LONGEST_LOCAL ? sender : new EnvelopeAddress(rewritten, domain);
    }

    /** Whether a recipient looks like a sender that somebody rewrote. */
    static boolean isRewritten(EnvelopeAddress address) {
        return is(address.localPart(), "SRS0") || is(address.localPart(), "SRS1");
    }

    private static boolean is(String local, String tag) {
        return local.length() > 9
                && local.regionMatches(true, 0, tag, 0, 4)
                && "=+-".indexOf(local.charAt(4)) >= 0
                && local.indexOf('=', 5) > 0;
    }

    /** Whom a report of failure is for; empty if we did not write that, or too long ago. */
    Optional<EnvelopeAddress> original(EnvelopeAddress address, Instant now) {
        String local = address.localPart();
        int end = local.indexOf('=', 5);
        String hash = local.substring(5, Math.max(5, end));
        String rest = local.substring(end + 1);
        if (secrets.stream().noneMatch(secret -> same(hash, hash(secret, rest)))) {
            return Optional.empty();
        }
        String[] parts = rest.split("=", is(local, "SRS1") ? 2 : 3);
        if (is(local, "SRS1")) {
            return parts.length == 2 ? Optional.of(new EnvelopeAddress("SRS0" + parts[1], parts[0])) : Optional.empty();
        }
        return parts.length == 3 && isFresh(parts[0], now)
                ? Optional.of(new EnvelopeAddress(parts[2], parts[1]))
                : Optional.empty();
    }

    /** Some servers write local parts in lower case. */
    private static boolean same(String given, String right) {
        return MessageDigest.isEqual(
                given.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8),
                right.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8));
    }

    private static String day(Instant now) {
        int day = (int) (now.getEpochSecond() / 86_400 % DAY_NUMBERS);
        return "" + DAYS.charAt(day >> 5) + DAYS.charAt(day & 31);
    }

    private static boolean isFresh(String day, Instant now) {
        String upper = day.toUpperCase(Locale.ROOT);
        if (upper.length() != 2 || DAYS.indexOf(upper.charAt(0)) < 0 || DAYS.indexOf(upper.charAt(1)) < 0) {
            return false;
        }
        int then = DAYS.indexOf(upper.charAt(0)) << 5 | DAYS.indexOf(upper.charAt(1));
        int today = (int) (now.getEpochSecond() / 86_400 % DAY_NUMBERS);
        return Math.floorMod(today - then, DAY_NUMBERS) <= VALID_DAYS;
    }

    private static String hash(String secret, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
            byte[] digest = mac.doFinal(text.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(digest).substring(0, HASH);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA1", e);
        }
    }
}
