package org.jdbmail.authenticity.dmarc;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a domain publishes (RFC 9989 §4.7).
 *
 * @param policy for the domain itself; empty where what it says can't be used
 * @param below for names below it that exist; empty for the same
 * @param missing for names below it that don't exist; empty for the same as {@code below}
 * @param isDkimStrict whether a signature has to be of the very domain
 * @param isSpfStrict whether the sender has to be of the very domain
 * @param suffix whether names below the domain belong to others
 * @param isTested whether the domain only tries
 */
public record DmarcRecord(
        Optional<DmarcPolicy> policy,
        Optional<DmarcPolicy> below,
        Optional<DmarcPolicy> missing,
        boolean isDkimStrict,
        boolean isSpfStrict,
        Suffix suffix,
        boolean isTested) {
    private static final int MOST = 100;
    private static final Pattern VERSION = Pattern.compile("v[ \\t]*=[ \\t]*DMARC1[ \\t]*(;.*)?", Pattern.DOTALL);

    /** Whether names below a domain belong to others (psd). */
    public enum Suffix {
        /** They do. */
        YES,
        /** They don't, and the domain belongs to nothing above it. */
        NO,
        /** The domain doesn't say. */
        UNKNOWN
    }

    /** Whether a text is a record at all. */
    public static boolean is(String text) {
        return VERSION.matcher(text).matches();
    }

    // RFC 9989 §4.8: what is wrong, or unknown, is as if it were not there.
    static DmarcRecord of(String text) {
        Map<String, String> tags = tags(text);
        Optional<DmarcPolicy> policy = policy(tags, "p");
        boolean isRight = isRight(tags);
        boolean isReported = isReported(tags.getOrDefault("rua", ""));
        return new DmarcRecord(
                isRight ? policy : isReported ? Optional.of(DmarcPolicy.NONE) : Optional.empty(),
                isRight ? policy(tags, "sp") : Optional.empty(),
                isRight ? policy(tags, "np") : Optional.empty(),
                is(tags, "adkim", "s"),
                is(tags, "aspf", "s"),
                is(tags, "psd", "y") ? Suffix.YES : is(tags, "psd", "n") ? Suffix.NO : Suffix.UNKNOWN,
                is(tags, "t", "y"));
    }

    private static Map<String, String> tags(String text) {
        Map<String, String> tags = new LinkedHashMap<>();
        for (String each : text.split(";", MOST)) {
            int equals = each.indexOf('=');
            if (equals > 0) {
                tags.putIfAbsent(
                        each.substring(0, equals).strip().toLowerCase(Locale.ROOT),
                        each.substring(equals + 1).strip());
            }
        }
        return tags;
    }

    /** Whether a text is a record that says what is wanted, in words that there are. Others are read as well as they can be, which may not be what was meant. */
    public static boolean isRight(String text) {
        return is(text) && isRight(tags(text));
    }

    private static boolean isRight(Map<String, String> tags) {
        return isRight(tags, "p") && isRight(tags, "sp") && isRight(tags, "np") && tags.containsKey("p");
    }

    private static Optional<DmarcPolicy> policy(Map<String, String> tags, String tag) {
        return Optional.ofNullable(tags.get(tag)).flatMap(DmarcPolicy::named);
    }

    private static boolean isRight(Map<String, String> tags, String tag) {
        return !tags.containsKey(tag) || policy(tags, tag).isPresent();
    }

    private static boolean is(Map<String, String> tags, String tag, String value) {
        return value.equalsIgnoreCase(tags.get(tag));
    }

    private static boolean isReported(String addresses) {
        return Arrays.stream(addresses.split(",", MOST)).anyMatch(DmarcRecord::isAddress);
    }

    private static boolean isAddress(String text) {
        try {
            return new URI(text.strip().replaceFirst("![0-9]+[kmgt]?$", "")).isAbsolute();
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /** What is wanted for a name below the domain. */
    Optional<DmarcPolicy> below(boolean exists) {
        Optional<DmarcPolicy> wanted = exists ? below : missing.or(() -> below);
        return policy.isEmpty() ? policy : wanted.or(() -> policy);
    }
}
