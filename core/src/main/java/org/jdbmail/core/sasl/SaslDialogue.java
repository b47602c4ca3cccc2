package org.jdbmail.core.sasl;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.util.Arrays;
import java.util.Base64;
import org.jdbmail.core.sasl.SaslExchange.Broken;
import org.jdbmail.core.sasl.SaslExchange.Challenge;
import org.jdbmail.core.sasl.SaslExchange.Finished;
import org.jdbmail.core.sasl.SaslExchange.Step;
import org.jspecify.annotations.Nullable;

/** An exchange over lines of base64, as IMAP, POP3, ManageSieve and SMTP have it. */
public final class SaslDialogue {
    /** More rounds than any mechanism has. */
    private static final int MAX_ROUNDS = 10;

    private SaslDialogue() {}

    /** How a front says a challenge, and hears the line that answers it. */
    @FunctionalInterface
    public interface Line {
        /**
         * Sends a challenge and waits for the answer.
         *
         * @param challenge in base64
         * @return the line as it came, without its end; null for one that was too long, and was skipped
         */
        byte @Nullable [] answer(String challenge) throws IOException;
    }

    /**
     * Carries an exchange through.
     *
     * @param initial the initial response in base64, {@code =} for an empty one (RFC 4959 §3, RFC 5034 §4, RFC 4954 §4); null
     *     for none
     * @return {@link Finished} or {@link Broken}
     */
    public static Step run(SaslExchange exchange, @Nullable String initial, Line line) throws IOException {
        boolean isOver = false;
        try {
            Step end = rounds(exchange, initial, line);
            isOver = true;
            return end;
        } finally {
            if (!isOver) {
                exchange.abandon();
            }
        }
    }

    private static Step rounds(SaslExchange exchange, @Nullable String initial, Line line) throws IOException {
        byte[] response = null;
        if (initial != null) {
            response = initial.equals("=") ? new byte[0] : decode(initial.getBytes(ISO_8859_1));
            if (response == null) {
                return new Broken("Not base64");
            }
        }
        for (int round = 0; round < MAX_ROUNDS; round++) {
            Step step = exchange.next(response);
            if (response != null) {
                Arrays.fill(response, (byte) 0); // it may hold a password
            }
            if (!(step instanceof Challenge challenge)) {
                return step;
            }
            byte[] said = line.answer(Base64.getEncoder().encodeToString(challenge.data()));
            response = said == null || isCancelled(said) ? null : decode(said);
            if (response == null) {
                exchange.abandon();
                return new Broken(
                        said == null ? "The response is too long" : isCancelled(said) ? "Cancelled" : "Not base64");
            }
        }
        exchange.abandon();
        return new Broken("The exchange has no end");
    }

    // RFC 4422 §4, RFC 3501 §6.2.2: the client gives up.
    private static boolean isCancelled(byte[] said) {
        return said.length == 1 && said[0] == '*';
    }

    /** What a line of base64 stands for; null for any other. */
    public static byte @Nullable [] decode(byte[] line) {
        try {
            return Base64.getDecoder().decode(new String(line, US_ASCII));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
