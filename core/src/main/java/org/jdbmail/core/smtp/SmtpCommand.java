package org.jdbmail.core.smtp;

import org.jspecify.annotations.Nullable;

/** A command with its meaning; see {@link SmtpGrammar} for how each is written. */
public sealed interface SmtpCommand {
    /** How a client may greet. */
    enum Greeting {
        HELO,
        EHLO,
        LHLO
    }

    /**
     * HELO, EHLO or LHLO (RFC 5321 §4.1.1.1, RFC 2033 §4.1).
     *
     * @param domain who the client says it is: one word, not believed
     */
    record Hello(Greeting greeting, String domain) implements SmtpCommand {}

    /** MAIL (RFC 5321 §4.1.1.2). */
    record Mail(EnvelopeAddress sender, MailParameters parameters) implements SmtpCommand {}

    /** RCPT (RFC 5321 §4.1.1.3). */
    record Recipient(EnvelopeAddress recipient, RecipientParameters parameters) implements SmtpCommand {}

    /** DATA (RFC 5321 §4.1.1.4). */
    record Data() implements SmtpCommand {}

    /**
     * BDAT (RFC 3030 §2).
     *
     * @param size octets that follow the line
     * @param last whether they end the message
     */
    record Chunk(long size, boolean last) implements SmtpCommand {}

    /** RSET (RFC 5321 §4.1.1.5). */
    record Reset() implements SmtpCommand {}

    /** NOOP (RFC 5321 §4.1.1.9). */
    record Noop() implements SmtpCommand {}

    /** QUIT (RFC 5321 §4.1.1.10). */
    record Quit() implements SmtpCommand {}

    /** VRFY (RFC 5321 §4.1.1.6). */
    record Verify(String whom) implements SmtpCommand {}

    /** EXPN (RFC 5321 §4.1.1.7). */
    record Expand(String list) implements SmtpCommand {}

    /** HELP (RFC 5321 §4.1.1.8). */
    record Help(String topic) implements SmtpCommand {}

    /** STARTTLS (RFC 3207). */
    record StartTls() implements SmtpCommand {}

    /**
     * AUTH (RFC 4954 §4).
     *
     * @param mechanism the mechanism's name in capitals
     * @param initial the initial response in base64, {@code =} for an empty one; null for none
     */
    record Auth(String mechanism, @Nullable String initial) implements SmtpCommand {
        /** Tells no secret. */
        @Override
        public String toString() {
            return "Auth[" + mechanism + "]";
        }
    }

    /** XFORWARD: a trusted peer tells from whom it has the next message. */
    record Xforward(XclientAttributes attributes) implements SmtpCommand {}

    /** XCLIENT: a trusted peer tells for whom it speaks. */
    record Xclient(XclientAttributes attributes) implements SmtpCommand {}
}
