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
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.store.Store;
import org.jspecify.annotations.Nullable;

/**
 * The field by which a message is known that comes back from a filter, and what was known of it before. Nobody else can make one: it is signed with a
 * secret that all processes on a store share. Safe for any number of threads.
 */
final class FilterMark {
    /** The name of the field. */
    static final String FIELD = "X-JDBMail-Filtered";

    private static final String NAME = "filter";
    private static final int OCTETS = 32;

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

    /** The value of a field that tells of that. */
    String of(Known known, String id) {
        String text = (known.isOurs ? "o" : "f") + (known.isJunk ? "j" : "u") + " "
                + clock.instant().getEpochSecond() + " " + id.replaceAll("[^0-9A-Za-z]", "");
        return text + " " + signature(text);
    }

    /** What a field tells; empty for one that is not ours, or too old. */
    Optional<Known> read(String value) {
        String text = value.strip();
        int last = text.lastIndexOf(' ');
        if (last < 0 || !text.matches("[of][ju] [0-9]{1,12} [0-9A-Za-z]{0,100} [0-9a-f]{64}")) {
            return Optional.empty();
        }
        boolean isRight = MessageDigest.isEqual(
                text.substring(last + 1).getBytes(StandardCharsets.US_ASCII),
                signature(text.substring(0, last)).getBytes(StandardCharsets.US_ASCII));
        Instant made = Instant.ofEpochSecond(Long.parseLong(text.substring(3, text.indexOf(' ', 3))));
        return isRight && clock.instant().isBefore(made.plus(valid))
                ? Optional.of(new Known(text.charAt(0) == 'o', text.charAt(1) == 'j'))
                : Optional.empty();
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
