package org.jdbmail.lmtpd;

import java.util.ArrayList;
import java.util.List;
import org.jdbmail.core.delivery.Envelope;
import org.jdbmail.core.delivery.Recipient;
import org.jdbmail.core.delivery.Spool;
import org.jdbmail.core.smtp.EnvelopeAddress;
import org.jdbmail.core.smtp.SmtpCommand;
import org.jspecify.annotations.Nullable;

/** A mail transaction from MAIL to the end of the message: what was said, and what came of the message so far. */
final class Transaction implements AutoCloseable {
    private final String id;
    private final SmtpCommand.Mail mail;
    private final List<Recipient> recipients = new ArrayList<>();
    private @Nullable Spool spool;

    Transaction(String id, SmtpCommand.Mail mail) {
        this.id = id;
        this.mail = mail;
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
        return new Envelope(id, mail.sender(), mail.parameters(), null, List.copyOf(recipients));
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
