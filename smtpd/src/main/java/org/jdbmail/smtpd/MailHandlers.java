package org.jdbmail.smtpd;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.jdbmail.core.delivery.MessageReader;
import org.jdbmail.core.delivery.Recipient;
import org.jdbmail.core.delivery.Spool;
import org.jdbmail.core.delivery.Trace;
import org.jdbmail.core.delivery.Transaction;
import org.jdbmail.core.delivery.TransactionSteps;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.reception.Denied;
import org.jdbmail.core.reception.Inspection;
import org.jdbmail.core.reception.Orders;
import org.jdbmail.core.reception.Receipt;
import org.jdbmail.core.reception.Reception;
import org.jdbmail.core.reception.Ruling;
import org.jdbmail.core.smtp.EnvelopeAddress;
import org.jdbmail.core.smtp.LineCheck;
import org.jdbmail.core.smtp.MailParameters;
import org.jdbmail.core.smtp.SmtpCommand;
import org.jdbmail.core.smtp.SmtpReply;
import org.jdbmail.wire.Connection;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the commands of a mail transaction do (MAIL, RCPT, DATA, BDAT), and the transaction that is under way on a connection. */
final class MailHandlers implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MailHandlers.class);

    private final Connection connection;
    private final SmtpSettings settings;
    private final SmtpReplies replies;
    private final SmtpServer.Parts parts;
    private final MessageReader reader;
    private final TransactionSteps steps;
    private final SmtpLogin login;
    private final Visitor visitor;

    private Inspection inspection;
    private @Nullable Transaction transaction;
    private @Nullable LineCheck lines;
    private Orders orders = Orders.NONE;
    private boolean isInspected;
    private int transactions;

    MailHandlers(
            Connection connection,
            SmtpSettings settings,
            SmtpReplies replies,
            SmtpServer.Parts parts,
            SmtpLogin login,
            Visitor visitor) {
        this.connection = connection;
        this.settings = settings;
        this.replies = replies;
        this.parts = parts;
        this.reader = new MessageReader(
                connection.in()::peek, connection.in()::skip, settings.limits().messageSize());
        this.steps = new TransactionSteps(replies, settings.limits().recipients());
        this.login = login;
        this.visitor = visitor;
        this.inspection = parts.reception().inspect(visitor.caller());
    }

    /** Whether a transaction is under way. */
    boolean isUnderWay() {
        return transaction != null;
    }

    /** Looks at who has connected; what he is told in place of a greeting, or null. */
    @Nullable
    SmtpReply connected() {
        return refusal(() -> inspection.connected(visitor.caller()));
    }

    /** Looks at how the peer calls itself; what it is told in place of our answer, or null. */
    @Nullable
    SmtpReply greeted() {
        return refusal(() -> inspection.greeted(visitor.caller()));
    }

    /** The peer speaks for somebody else from now on. */
    void turn() {
        end();
        inspection.close();
        inspection = parts.reception().inspect(visitor.caller());
    }

    /** A question to an inspection. */
    @FunctionalInterface
    private interface Question {
        Ruling ask();
    }

    private @Nullable SmtpReply refusal(Question question) {
        try {
            return switch (question.ask()) {
                case Ruling.GoOn() -> null;
                case Ruling.Refuse(SmtpReply reply) -> reply;
            };
        } catch (RuntimeException e) {
            LOG.error("{} could not be inspected", visitor.caller().address(), e);
            return replies.notNow();
        }
    }

    /** What the next step is: nothing more, or the answer to a mistake. */
    @Nullable
    SmtpReply mail(SmtpCommand.Mail mail) throws IOException {
        if (!visitor.hasGreeted()) {
            return replies.helloFirst();
        }
        if (transaction != null) {
            return replies.sequence("a transaction is under way");
        }
        if (settings.role() == SmtpSettings.Role.SUBMISSION
                && visitor.caller().login().isEmpty()) {
            return connection.canStartTls() && login.mechanisms().isEmpty() ? replies.tlsFirst() : replies.loginFirst();
        }
        if (transactions >= settings.limits().transactions()) {
            return replies.tooManyMessages();
        }
        // RFC 1870 §6.1
        if (mail.parameters().size() > settings.limits().messageSize()) {
            return say(replies.tooBig());
        }
        try {
            parts.reception().sender(visitor.caller(), mail.sender(), mail.parameters());
        } catch (Denied denied) {
            return denied(denied);
        }
        String id = parts.ids().next();
        SmtpReply refused = refusal(() -> inspection.sender(visitor.caller(), id, mail.sender(), mail.parameters()));
        if (refused != null) {
            inspection.reset();
            return refused;
        }
        transactions++;
        isInspected = false;
        orders = Orders.NONE;
        transaction = new Transaction(id, mail, parts.clock().instant());
        return say(replies.sender(mail.sender()));
    }

    private SmtpReply denied(Denied denied) {
        LOG.info("{} ({}): {}", visitor.caller().address(), visitor.caller().helo(), denied.getMessage());
        return denied.reply();
    }

    @Nullable
    SmtpReply recipient(SmtpCommand.Recipient command) throws IOException {
        Transaction current = transaction;
        TransactionSteps.Objection objection = steps.recipient(current, command);
        if (objection != null) {
            return objection.isMistake() ? objection.reply() : say(objection.reply());
        }
        if (current == null) {
            throw new IllegalStateException("there is no recipient without a transaction");
        }
        EnvelopeAddress address = command.recipient();
        MailParameters parameters = current.mail().parameters();
        try {
            Reception.Accepted accepted = parts.reception()
                    .recipient(
                            visitor.caller(),
                            current.id(),
                            current.mail().sender(),
                            address,
                            command.parameters(),
                            parameters);
            Recipient recipient = accepted.recipient();
            // As the envelope has it, so that what is said of it later (that it is taken away) is said of the same.
            SmtpReply refused =
                    refusal(() -> inspection.recipient(visitor.caller(), recipient.address(), command.parameters()));
            if (refused != null) {
                return refused;
            }
            current.add(recipient);
            orders = orders.and(accepted.orders());
            return say(replies.recipient(address));
        } catch (Denied denied) {
            return denied(denied);
        } catch (Refusal refusal) {
            LOG.info(
                    "{} refused for {}: {} ({})",
                    address,
                    connection.remoteAddress(),
                    refusal.text(),
                    refusal.reason());
            return replies.refused(address, refusal);
        }
    }

    /** Whether DATA may come now; the answer if not. */
    @Nullable
    SmtpReply notReady() {
        Transaction current = transaction;
        SmtpReply mistake = steps.data(current);
        if (mistake != null || current == null) {
            return mistake;
        }
        // RFC 5321 §3.3
        return current.recipients().isEmpty() ? SmtpReply.of(554, "5.5.1", "no valid recipients") : null;
    }

    /** Reads the message and takes it. */
    @Nullable
    SmtpReply data() throws IOException {
        SmtpReply why = notReady();
        Transaction current = transaction;
        if (why != null || current == null) {
            return why;
        }
        say(replies.goAhead());
        Instant began = parts.clock().instant();
        Spool spool = openSpool(current, began);
        LineCheck check = new LineCheck(spool);
        return read(() -> reader.untilDot(spool, check)) ? take(current, spool, check, began) : replies.tooMuch();
    }

    @Nullable
    SmtpReply chunk(long size, boolean last) throws IOException {
        Transaction current = transaction;
        // RFC 3030 §2: the octets are on their way whatever we think of them.
        if (current == null || current.recipients().isEmpty()) {
            boolean whole = read(() -> reader.discard(size));
            return whole ? replies.sequence("say MAIL and RCPT first") : replies.tooMuch();
        }
        Instant began = parts.clock().instant();
        Spool held = current.spool();
        Spool spool = held == null ? openSpool(current, began) : held;
        LineCheck check = lines == null ? new LineCheck(spool) : lines;
        lines = check;
        if (!read(() -> reader.chunk(size, spool, check))) {
            return replies.tooMuch();
        }
        if (last) {
            return take(current, spool, check, began);
        }
        return say(spool.isTooBig() ? replies.tooBig() : replies.chunk(size));
    }

    private Spool openSpool(Transaction current, Instant now) {
        Trace trace = visitor.trace(
                settings.hostname(), current.id(), current.mail().parameters().utf8());
        return current.open(parts.spools(), trace, settings.limits().messageSize(), now);
    }

    /** A way to read what belongs to a message; false if it does not end. */
    @FunctionalInterface
    private interface Reading {
        boolean read() throws IOException;
    }

    /** Reads within the time for a message; false after too much input. */
    private boolean read(Reading reading) throws IOException {
        connection.setDeadline(settings.patience().message());
        boolean whole = reading.read();
        connection.setDeadline(Duration.ZERO);
        return whole;
    }

    private @Nullable SmtpReply take(Transaction current, Spool spool, LineCheck check, Instant received)
            throws IOException {
        boolean isBinary = current.mail().parameters().body() == MailParameters.Body.BINARY_MIME;
        SmtpReply reply = check.isBroken() && !isBinary ? replies.bareLineEnds() : take(current, spool, received);
        end();
        visitor.hasForwarded();
        return reply.isFarewell() ? reply : say(reply);
    }

    private SmtpReply take(Transaction current, Spool spool, Instant received) {
        try {
            isInspected = true;
            return switch (parts.reception()
                    .take(visitor.caller(), current.envelope(), spool.bytes(), received, orders, inspection)) {
                case Receipt.Taken() -> replies.taken(current.id());
                case Receipt.Refused(Refusal refusal) -> replies.refused(refusal);
                case Receipt.Answered(SmtpReply reply) -> reply;
            };
        } catch (Refusal refusal) {
            return replies.refused(refusal);
        }
    }

    /** Forgets the transaction that is under way. */
    void end() {
        Transaction current = transaction;
        transaction = null;
        lines = null;
        if (current != null) {
            current.close();
            if (!isInspected) {
                inspection.reset();
            }
        }
    }

    @Override
    public void close() {
        end();
        inspection.close();
        inspection = Inspection.SILENT;
    }

    private @Nullable SmtpReply say(SmtpReply reply) throws IOException {
        connection.out().write(reply.bytes());
        return null;
    }
}
