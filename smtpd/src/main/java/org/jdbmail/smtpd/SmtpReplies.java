package org.jdbmail.smtpd;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.smtp.MailReplies;
import org.jdbmail.core.smtp.RefusalReplies;
import org.jdbmail.core.smtp.SmtpExtension;
import org.jdbmail.core.smtp.SmtpReply;
import org.jdbmail.core.smtp.XclientAttributes;

/** The words of this server. */
final class SmtpReplies extends MailReplies {
    private final SmtpSettings settings;
    private final RefusalReplies refusals;

    SmtpReplies(SmtpSettings settings, RefusalReplies refusals) {
        super(settings.hostname(), refusals);
        this.settings = settings;
        this.refusals = refusals;
    }

    // RFC 2034 §4: neither the greeting nor the reply to EHLO has an enhanced status code.
    SmtpReply greeting() {
        return SmtpReply.of(220, "", settings.hostname() + " ESMTP JDBMail");
    }

    SmtpReply helo() {
        return SmtpReply.of(250, "", settings.hostname());
    }

    SmtpReply hello(Set<SmtpExtension> offered, List<String> mechanisms) {
        List<String> lines = new ArrayList<>();
        lines.add(settings.hostname());
        for (SmtpExtension extension : offered) {
            if (extension == SmtpExtension.AUTH && mechanisms.isEmpty()) {
                continue; // who has logged in is told of none
            }
            lines.add(
                    switch (extension) {
                        // RFC 1870 §3
                        case SIZE ->
                            extension.keyword() + " " + settings.limits().messageSize();
                        case AUTH -> extension.keyword() + " " + String.join(" ", mechanisms);
                        // RFC 9422 §4
                        case LIMITS ->
                            extension.keyword() + " MAILMAX="
                                    + settings.limits().transactions() + " RCPTMAX="
                                    + settings.limits().recipients();
                        case XCLIENT -> extension.keyword() + " " + names(XclientAttributes.XCLIENT);
                        case XFORWARD -> extension.keyword() + " " + names(XclientAttributes.XFORWARD);
                        case PIPELINING,
                                EIGHT_BIT_MIME,
                                SMTPUTF8,
                                ENHANCED_STATUS_CODES,
                                CHUNKING,
                                BINARY_MIME,
                                DELIVERBY,
                                DSN,
                                STARTTLS -> extension.keyword();
                    });
        }
        return new SmtpReply(250, "", lines);
    }

    /** Our own trouble. */
    SmtpReply notNow() {
        return SmtpReply.of(451, "4.3.0", "this cannot be looked at now, come again later");
    }

    /** What is said in place of a greeting. RFC 5321 §3.1: 554, or that it is not the time. */
    SmtpReply instead(SmtpReply refusal) {
        return new SmtpReply(refusal.code() < 500 ? 421 : 554, refusal.enhanced(), refusal.lines());
    }

    SmtpReply notLmtp() {
        return SmtpReply.of(500, "5.5.1", "this is SMTP, which begins with EHLO");
    }

    SmtpReply helloFirst() {
        return sequence("say EHLO first");
    }

    SmtpReply tooBig() {
        return tooBig(settings.limits().messageSize());
    }

    // RFC 9422 §3: a client that knows LIMITS does not come to this.
    SmtpReply tooManyMessages() {
        return SmtpReply.of(421, "4.7.0", settings.hostname() + " takes no more messages over this connection");
    }

    SmtpReply refused(Refusal refusal) {
        return refusals.of(refusal, "the message ");
    }

    SmtpReply taken(String id) {
        return SmtpReply.of(250, "2.0.0", "taken, id " + id);
    }

    SmtpReply bareLineEnds() {
        return SmtpReply.of(550, "5.5.2", "the message has a CR or LF alone, which ends no line in SMTP");
    }

    SmtpReply help() {
        return new SmtpReply(
                214,
                "2.0.0",
                List.of(
                        "EHLO HELO MAIL RCPT DATA BDAT RSET NOOP VRFY HELP QUIT STARTTLS AUTH XCLIENT XFORWARD",
                        "RFC 5321 tells how they are used"));
    }

    SmtpReply pipelinedPlaintext() {
        return SmtpReply.of(554, "5.5.0", "nothing may follow STARTTLS before TLS has begun");
    }

    // RFC 4954 §4, §6
    SmtpReply authenticated() {
        return SmtpReply.of(235, "2.7.0", "welcome");
    }

    SmtpReply challenge(String base64) {
        return SmtpReply.of(334, "", base64);
    }

    SmtpReply noMechanism() {
        return SmtpReply.of(504, "5.5.4", "this mechanism is not offered");
    }

    SmtpReply broken(String text) {
        return SmtpReply.of(501, "5.5.2", text);
    }

    SmtpReply denied() {
        return SmtpReply.of(535, "5.7.8", "the name or the password is wrong");
    }

    SmtpReply notAuthorized() {
        return SmtpReply.of(535, "5.7.8", "you may not act as that account");
    }

    SmtpReply barred(Duration remaining) {
        return SmtpReply.of(
                421,
                "4.7.0",
                settings.hostname() + " had too many wrong logins from your network, come again in "
                        + Math.max(1, remaining.toMinutes()) + " minutes");
    }

    SmtpReply tooManySessions() {
        return SmtpReply.of(421, "4.7.0", settings.hostname() + " has too many sessions, close one first");
    }

    // RFC 4954 §6, RFC 6409 §4.3
    SmtpReply loginFirst() {
        return SmtpReply.of(530, "5.7.0", "log in first");
    }

    // RFC 3207 §4
    SmtpReply tlsFirst() {
        return SmtpReply.of(530, "5.7.0", "say STARTTLS first");
    }

    // RFC 5321 §3.1
    SmtpReply impatient() {
        return SmtpReply.of(554, "5.5.0", settings.hostname() + " had not spoken yet");
    }

    // RFC 2920 §3.1: the last command of a group is one whose answer decides how it goes on.
    SmtpReply badPipelining() {
        return SmtpReply.of(503, "5.5.0", "improper use of command pipelining");
    }

    SmtpReply bareLf() {
        return SmtpReply.of(521, "5.5.2", settings.hostname() + " hears lines that end in CRLF only");
    }

    SmtpReply notSmtp() {
        return SmtpReply.of(221, "2.7.0", settings.hostname() + " speaks SMTP only");
    }
}
