package org.jdbmail.lmtpd;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jdbmail.core.delivery.Envelope;
import org.jdbmail.core.delivery.Recipient;
import org.jdbmail.core.delivery.Spool;
import org.jdbmail.core.smtp.EnvelopeAddress;
import org.jdbmail.core.smtp.MailParameters;
import org.jdbmail.core.smtp.SmtpCommand;
import org.jdbmail.core.store.Outgoing;
import org.jspecify.annotations.Nullable;

/** A mail transaction from MAIL to the end of the message: what was said, and what came of the message so far. */
final class Transaction implements AutoCloseable {
    private final String id;
    private final SmtpCommand.Mail mail;
    private final Instant began;
    private final List<Recipient> recipients = new ArrayList<>();
    private @Nullable Spool spool;

    Transaction(String id, SmtpCommand.Mail mail, Instant began) {
        this.id = id;
        this.mail = mail;
        this.began = began;
    }

    String id() {
        return id;
    }

    SmtpCommand.Mail mail() {
        return mail;
    }

    void add(Recipient recipient) {
        recipients.add(recipient);
    }

    List<Recipient> recipients() {
        return recipients;
    }

    List<EnvelopeAddress> addresses() {
        return recipients.stream().map(Recipient::address).toList();
    }

    Envelope envelope() {
        MailParameters.By by = mail.parameters().by();
        return new Envelope(
                id,
                mail.sender(),
                mail.parameters(),
                by == null ? null : new Outgoing.Due(began.plusSeconds(by.seconds()), by.isReturned()),
                List.copyOf(recipients));
    }

    /** What the chunks of BDAT fill; null before the first. */
    @Nullable
    Spool spool() {
        return spool;
    }

    void setSpool(Spool spool) {
        this.spool = spool;
    }

    /** Forgets the message. */
    @Override
    public void close() {
        Spool held = spool;
        if (held != null) {
            held.close();
        }
    }
}
