package org.jdbmail.core.filter;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jdbmail.authenticity.dmarc.DmarcChecker;
import org.jdbmail.authenticity.field.HeaderBlock;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.store.Store;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The field by which a message is known that comes back from a filter, and what was known of it before. Nobody else can make one: it is signed with a
 * secret that all processes on a store share, and counts for that message only. Safe for any number of threads.
 */
final class FilterMark {
    private static final Logger LOG = LoggerFactory.getLogger(FilterMark.class);

    /** The name of the field. */
    static final String FIELD = "X-JDBMail-Filtered";

    private static final String NAME = "filter";
    private static final int OCTETS = 32;

    private static final int MESSAGE_OCTETS = 16;

    private static final Pattern FORM =
            Pattern.compile("[of][ju][n-] [0-9]{1,12} [0-9A-Za-z]{0,100} [0-9a-f]{32} [0-9a-f]{64}");

    private static final Duration SLACK = Duration.ofMinutes(1);

    private final Store store;
    private final InstantSource clock;
    private final Duration valid;
    private volatile @Nullable String secret;

    /** @param patience how long a filter may have a message: nobody waits for it any longer */
    FilterMark(Store store, InstantSource clock, Duration patience) {
        this.store = store;
        this.clock = clock;
        this.valid = patience.plus(SLACK);
    }

    /**
     * What was known.
     *
     * @param isOurs whether one of our users, or a trusted host, has handed it in
     * @param isJunk whether it is to be filed as junk
     */
    record Known(boolean isOurs, boolean isJunk) {}

    /** The value of a field that tells of that, for a message with that header. */
    String of(Known known, String id, HeaderBlock block) {
        boolean isNamed = block.named("Message-ID").size() == 1;
        String text = (known.isOurs ? "o" : "f") + (known.isJunk ? "j" : "u") + (isNamed ? "n" : "-") + " "
                + clock.instant().getEpochSecond() + " " + id.replaceAll("[^0-9A-Za-z]", "") + " "
                + message(block, isNamed);
        return text + " " + signature(text);
    }

    /**
     * What a message is known by whatever a filter does to it: the domains of its authors, for whom we would sign it, and its name, where it had one.
     */
    private static String message(HeaderBlock block, boolean isNamed) {
        StringBuilder all = new StringBuilder(String.join(" ", DmarcChecker.authors(block)));
        if (isNamed) {
            block.named("Message-ID")
                    .forEach(each -> all.append('\n').append(each.value().replaceAll("\\s", "")));
        }
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(all.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, MESSAGE_OCTETS);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /**
     * What a field tells; empty for one that is not ours, or too old.
     *
     * @throws Refusal NO_PERMISSION if it was made for another message than that with this header
     */
    Optional<Known> read(String value, HeaderBlock block) {
        String text = value.strip();
        int last = text.lastIndexOf(' ');
        if (last < 0 || !FORM.matcher(text).matches()) {
            return Optional.empty();
        }
        boolean isRight = MessageDigest.isEqual(
                text.substring(last + 1).getBytes(StandardCharsets.US_ASCII),
                signature(text.substring(0, last)).getBytes(StandardCharsets.US_ASCII));
        Instant made = Instant.ofEpochSecond(Long.parseLong(text.substring(4, text.indexOf(' ', 4))));
        if (!isRight || !clock.instant().isBefore(made.plus(valid))) {
            return Optional.empty();
        }
        // Not filtered once more: a filter that changes such things would have it go round and round.
        if (!text.startsWith(message(block, text.charAt(2) == 'n'), last - 2 * MESSAGE_OCTETS)) {
            LOG.error("a message says by its mark that it was filtered, but the mark was made for another");
            throw new Refusal(Reason.NO_PERMISSION, "comes from the filter as another message than it went there");
        }
        return Optional.of(new Known(text.charAt(0) == 'o', text.charAt(1) == 'j'));
    }

    private String signature(String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret().getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }

    private String secret() {
        String known = secret;
        if (known == null) {
            known = store.look(tx -> tx.secrets().own(NAME)).orElseGet(this::made);
            secret = known;
        }
        return known;
    }

    private String made() {
        byte[] octets = new byte[OCTETS];
        new SecureRandom().nextBytes(octets);
        try {
            return store.write(tx -> tx.secrets().own(NAME, () -> HexFormat.of().formatHex(octets), clock.instant()));
        } catch (Refusal refusal) {
            // Another process made it at the same time.
            if (refusal.reason() != Reason.ALREADY_EXISTS) {
                throw refusal;
            }
            return store.look(tx -> tx.secrets().own(NAME)).orElseThrow(() -> refusal);
        }
    }
}
