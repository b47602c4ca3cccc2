package org.jdbmail.core.smtp;

import java.util.List;
import java.util.stream.Collectors;
import org.jdbmail.core.mail.Refusal;

/** What SMTP and LMTP say alike. */
public abstract class MailReplies {
    private final String hostname;
    private final RefusalReplies refusals;

    /** @param hostname our own name */
    protected MailReplies(String hostname, RefusalReplies refusals) {
        this.hostname = hostname;
        this.refusals = refusals;
    }

    /** Names of attributes, as extensions list them. */
    protected static String names(List<XclientAttributes.Name> names) {
        return names.stream().map(Enum::name).collect(Collectors.joining(" "));
    }

    /** RFC 1870 §6.1: a message that is larger than what is taken. */
    protected static SmtpReply tooBig(long most) {
        return SmtpReply.of(552, "5.3.4", "the message is larger than the " + most + " octets that are taken");
    }

    /** A command that does not come next. */
    public final SmtpReply sequence(String what) {
        return SmtpReply.of(503, "5.5.1", what);
    }

    /** MAIL was taken. */
    public final SmtpReply sender(EnvelopeAddress sender) {
        return SmtpReply.of(250, "2.1.0", "<" + sender + "> may send");
    }

    /** RCPT was taken. */
    public final SmtpReply recipient(EnvelopeAddress recipient) {
        return SmtpReply.of(250, "2.1.5", "<" + recipient + "> may receive");
    }

    /** More recipients than one message may have; RFC 5321 §4.5.3.1.10. */
    public final SmtpReply tooManyRecipients() {
        return SmtpReply.of(452, "4.5.3", "too many recipients, send again for this one");
    }

    /** An address that is not ASCII; RFC 6531 §3.5. */
    public final SmtpReply needsUtf8() {
        return SmtpReply.of(553, "5.6.7", "this address needs the parameter SMTPUTF8 of MAIL");
    }

    /** A recipient that is refused. */
    public final SmtpReply refused(EnvelopeAddress recipient, Refusal refusal) {
        return refusals.of(refusal, "<" + recipient + "> ");
    }

    /** DATA may follow. */
    public final SmtpReply goAhead() {
        return SmtpReply.of(354, "", "go ahead, end with CRLF dot CRLF");
    }

    /** BDAT was taken. */
    public final SmtpReply chunk(long size) {
        return SmtpReply.of(250, "2.0.0", size + " octets received");
    }

    /** Done. */
    public final SmtpReply ok() {
        return SmtpReply.of(250, "2.0.0", "OK");
    }

    /** VRFY tells nothing; RFC 5321 §3.5.3. */
    public final SmtpReply verified() {
        return SmtpReply.of(252, "2.0.0", "try by RCPT");
    }

    /** EXPN is not done. */
    public final SmtpReply noExpand() {
        return SmtpReply.of(502, "5.5.1", "lists are not told");
    }

    /** TLS may begin. */
    public final SmtpReply startTls() {
        return SmtpReply.of(220, "2.0.0", "begin TLS");
    }

    /** After QUIT. */
    public final SmtpReply goodbye() {
        return SmtpReply.of(221, "2.0.0", hostname + " closes the connection");
    }

    /** A line that is too long. */
    public final SmtpReply lineTooLong() {
        return SmtpReply.of(500, "5.5.2", "line too long");
    }

    /** After too many mistakes. */
    public final SmtpReply tooManyErrors() {
        return SmtpReply.of(421, "4.7.0", hostname + " too many errors, closing the connection");
    }

    /** A message without end. */
    public final SmtpReply tooMuch() {
        return SmtpReply.of(421, "4.3.4", hostname + " this does not end, closing the connection");
    }

    /** A chunk whose end is not known. */
    public final SmtpReply lostTrack() {
        return SmtpReply.of(421, "4.5.2", hostname + " cannot tell where the chunk ends, closing the connection");
    }

    /** A peer that keeps silent. */
    public final SmtpReply timeout() {
        return SmtpReply.of(421, "4.4.2", hostname + " waited too long, closing the connection");
    }

    /** The server stops. */
    public final SmtpReply stopping() {
        return SmtpReply.of(421, "4.3.2", hostname + " is stopping, closing the connection");
    }

    /** There are too many connections already. */
    public final SmtpReply tooManyConnections() {
        return SmtpReply.of(421, "4.7.0", hostname + " has no room now, come again later");
    }

    /** Our own mistake, which the log tells of by that id. */
    public final SmtpReply incident(String incident) {
        return SmtpReply.of(421, "4.3.0", hostname + " failed, incident " + incident);
    }
}
