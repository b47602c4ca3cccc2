package org.jdbmail.core.delivery;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jdbmail.core.smtp.EnvelopeAddress;
import org.jdbmail.core.smtp.MailParameters;
import org.jdbmail.core.smtp.SmtpCommand;
import org.jdbmail.core.store.Outgoing;
import org.jspecify.annotations.Nullable;

/** A mail transaction from MAIL to the end of the message: what was said, and what came of the message so far. */
public final class Transaction implements AutoCloseable {
    private final String id;
    private final SmtpCommand.Mail mail;
    private final Instant began;
    private final List<Recipient> recipients = new ArrayList<>();
    private @Nullable Spool spool;

    /**
     * @param id our name for it
     * @param began when MAIL came
     */
    public Transaction(String id, SmtpCommand.Mail mail, Instant began) {
        this.id = id;
        this.mail = mail;
        this.began = began;
    }

    /** Our name for it. */
    public String id() {
        return id;
    }

    /** The command that began it. */
    public SmtpCommand.Mail mail() {
        return mail;
    }

    /** Adds a recipient that was accepted. */
    public void add(Recipient recipient) {
        recipients.add(recipient);
    }

    /** The accepted recipients, in the order in which they were named. */
    public List<Recipient> recipients() {
        return recipients;
    }

    /** Their addresses. */
    public List<EnvelopeAddress> addresses() {
        return recipients.stream().map(Recipient::address).toList();
    }

    /** What goes with the message. */
    public Envelope envelope() {
        MailParameters.By by = mail.parameters().by();
        return new Envelope(
                id,
                mail.sender(),
                mail.parameters(),
                by == null ? null : new Outgoing.Due(began.plusSeconds(by.seconds()), by.isReturned()),
                List.copyOf(recipients));
    }

    /** What the chunks of BDAT fill; null before the first. */
    public @Nullable Spool spool() {
        return spool;
    }

    /**
     * Begins what the message is read into, with the fields that we put on top of it.
     *
     * @param largest octets that a message may have without them
     */
    public Spool open(Spools spools, Trace trace, long largest, Instant now) {
        byte[] fields = trace.fields(mail.sender(), addresses(), now);
        long expected = Math.max(0, mail.parameters().size());
        Spool opened = spools.open(expected + fields.length, largest + fields.length);
        spool = opened;
        opened.write(fields);
        return opened;
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
