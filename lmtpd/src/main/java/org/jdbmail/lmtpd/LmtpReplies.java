package org.jdbmail.lmtpd;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jdbmail.core.delivery.Outcome;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.smtp.EnvelopeAddress;
import org.jdbmail.core.smtp.MailReplies;
import org.jdbmail.core.smtp.RefusalReplies;
import org.jdbmail.core.smtp.SmtpExtension;
import org.jdbmail.core.smtp.SmtpReply;
import org.jdbmail.core.smtp.XclientAttributes;

/** Everything that the LMTP server says. */
final class LmtpReplies extends MailReplies {
    private final LmtpOptions settings;

    LmtpReplies(LmtpOptions settings, RefusalReplies refusals) {
        super(settings.hostname(), refusals);
        this.settings = settings;
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

    // RFC 2033 §4.1: HELO and EHLO are not known here.
    SmtpReply notSmtp() {
        return SmtpReply.of(500, "5.5.1", "this is LMTP, which begins with LHLO");
    }

    SmtpReply helloFirst() {
        return sequence("say LHLO first");
    }

    SmtpReply tooBig() {
        return tooBig(settings.limits().messageOctets());
    }

    SmtpReply outcome(EnvelopeAddress recipient, Outcome outcome, String id) {
        return switch (outcome) {
            case Outcome.Delivered() -> SmtpReply.of(250, "2.0.0", "<" + recipient + "> delivered, id " + id);
            case Outcome.Refused(Refusal refusal) -> refused(recipient, refusal);
        };
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

    // RFC 3207 §5: a client that does not wait is not talked to further.
    SmtpReply pipelinedPlaintext() {
        return SmtpReply.of(501, "5.5.1", "STARTTLS must be the last command of its group, goodbye");
    }
}
