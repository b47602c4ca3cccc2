package org.jdbmail.lmtpd;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbmail.core.delivery.Outcome;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.smtp.EnvelopeAddress;
import org.jdbmail.core.smtp.RefusalReplies;
import org.jdbmail.core.smtp.SmtpExtension;
import org.jdbmail.core.smtp.SmtpReply;
import org.jdbmail.core.smtp.XclientAttributes;

/** Everything that the LMTP server says. */
final class LmtpReplies {
    private final LmtpOptions settings;
    private final RefusalReplies refusals;

    LmtpReplies(LmtpOptions settings, RefusalReplies refusals) {
        this.settings = settings;
        this.refusals = refusals;
    }

    // RFC 2034 §4: neither the greeting nor the reply to LHLO has an enhanced status code.
    SmtpReply greeting() {
        return SmtpReply.of(220, "", settings.hostname() + " LMTP JDBMail");
    }

    SmtpReply hello(Set<SmtpExtension> offered) {
        List<String> lines = new ArrayList<>();
        lines.add(settings.hostname());
        for (SmtpExtension extension : offered) {
            lines.add(
                    switch (extension) {
                        // RFC 1870 §3
                        case SIZE ->
                            extension.keyword() + " " + settings.limits().messageOctets();
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
                                STARTTLS,
                                AUTH,
                                LIMITS -> extension.keyword();
                    });
        }
        return new SmtpReply(250, "", lines);
    }

    private static String names(List<XclientAttributes.Name> names) {
        return names.stream().map(Enum::name).collect(Collectors.joining(" "));
    }

    // RFC 2033 §4.1: HELO and EHLO are not known here.
    SmtpReply notSmtp() {
        return SmtpReply.of(500, "5.5.1", "this is LMTP, which begins with LHLO");
    }

    SmtpReply helloFirst() {
        return sequence("say LHLO first");
    }

    SmtpReply sequence(String what) {
        return SmtpReply.of(503, "5.5.1", what);
    }

    SmtpReply sender(EnvelopeAddress sender) {
        return SmtpReply.of(250, "2.1.0", "<" + sender + "> may send");
    }

    // RFC 1870 §6.1
    SmtpReply tooBig() {
        return SmtpReply.of(
                552,
                "5.3.4",
                "the message is larger than the " + settings.limits().messageOctets() + " octets that are taken");
    }

    SmtpReply recipient(EnvelopeAddress recipient) {
        return SmtpReply.of(250, "2.1.5", "<" + recipient + "> may receive");
    }

    // RFC 5321 §4.5.3.1.10
    SmtpReply tooManyRecipients() {
        return SmtpReply.of(452, "4.5.3", "too many recipients, send again for this one");
    }

    // RFC 6531 §3.5
    SmtpReply needsUtf8() {
        return SmtpReply.of(553, "5.6.7", "this address needs the parameter SMTPUTF8 of MAIL");
    }

    SmtpReply refused(EnvelopeAddress recipient, Refusal refusal) {
        return refusals.of(refusal, "<" + recipient + "> ");
    }

    SmtpReply goAhead() {
        return SmtpReply.of(354, "", "go ahead, end with CRLF dot CRLF");
    }

    SmtpReply outcome(EnvelopeAddress recipient, Outcome outcome, String id) {
        return switch (outcome) {
            case Outcome.Delivered() -> SmtpReply.of(250, "2.0.0", "<" + recipient + "> delivered, id " + id);
            case Outcome.Refused(Refusal refusal) -> refused(recipient, refusal);
        };
    }

    SmtpReply chunk(long size) {
        return SmtpReply.of(250, "2.0.0", size + " octets received");
    }

    SmtpReply ok() {
        return SmtpReply.of(250, "2.0.0", "OK");
    }

    // RFC 5321 §3.5.3
    SmtpReply verified() {
        return SmtpReply.of(252, "2.0.0", "try by RCPT");
    }

    SmtpReply noExpand() {
        return SmtpReply.of(502, "5.5.1", "lists are not told");
    }

    // RFC 4954 is not for LMTP here: who may reach the port may deliver.
    SmtpReply noLogin() {
        return SmtpReply.of(502, "5.5.1", "nobody logs in here");
    }

    SmtpReply help() {
        return new SmtpReply(
                214,
                "2.0.0",
                List.of(
                        "LHLO MAIL RCPT DATA BDAT RSET NOOP VRFY HELP QUIT STARTTLS XCLIENT XFORWARD",
                        "RFC 2033 tells how they are used"));
    }

    SmtpReply startTls() {
        return SmtpReply.of(220, "2.0.0", "begin TLS");
    }

    // RFC 3207 §5: a client that does not wait is not talked to further.
    SmtpReply pipelinedPlaintext() {
        return SmtpReply.of(501, "5.5.1", "STARTTLS must be the last command of its group, goodbye");
    }

    SmtpReply goodbye() {
        return SmtpReply.of(221, "2.0.0", settings.hostname() + " closes the connection");
    }

    SmtpReply lineTooLong() {
        return SmtpReply.of(500, "5.5.2", "line too long");
    }

    SmtpReply tooManyErrors() {
        return SmtpReply.of(421, "4.7.0", settings.hostname() + " too many errors, closing the connection");
    }

    SmtpReply tooMuch() {
        return SmtpReply.of(421, "4.3.4", settings.hostname() + " this does not end, closing the connection");
    }

    SmtpReply lostTrack() {
        return SmtpReply.of(
                421, "4.5.2", settings.hostname() + " cannot tell where the chunk ends, closing the connection");
    }

    SmtpReply timeout() {
        return SmtpReply.of(421, "4.4.2", settings.hostname() + " waited too long, closing the connection");
    }

    SmtpReply stopping() {
        return SmtpReply.of(421, "4.3.2", settings.hostname() + " is stopping, closing the connection");
    }

    SmtpReply tooManyConnections() {
        return SmtpReply.of(421, "4.7.0", settings.hostname() + " has no room now, come again later");
    }

    SmtpReply incident(String incident) {
        return SmtpReply.of(421, "4.3.0", settings.hostname() + " failed, incident " + incident);
    }
}
