package org.jdbmail.lmtpd;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jdbmail.core.delivery.DeliveryService;
import org.jdbmail.core.delivery.MessageReader;
import org.jdbmail.core.delivery.Outcome;
import org.jdbmail.core.delivery.Recipient;
import org.jdbmail.core.delivery.Spool;
import org.jdbmail.core.delivery.Spools;
import org.jdbmail.core.delivery.Trace;
import org.jdbmail.core.delivery.Transaction;
import org.jdbmail.core.delivery.TransactionIds;
import org.jdbmail.core.delivery.TransactionSteps;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.smtp.EnvelopeAddress;
import org.jdbmail.core.smtp.MailParameters;
import org.jdbmail.core.smtp.SmtpCommand;
import org.jdbmail.core.smtp.SmtpExtension;
import org.jdbmail.core.smtp.SmtpReply;
import org.jdbmail.core.smtp.Speaker;
import org.jdbmail.wire.Connection;
import org.jdbmail.wire.limit.Network;
import org.jdbmail.wire.transport.WireException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What each command does, and the state of a connection that commands change. */
final class LmtpHandlers implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LmtpHandlers.class);

    private final Connection connection;
    private final LmtpOptions settings;
    private final LmtpReplies replies;
    private final DeliveryService delivery;
    private final Spools spools;
    private final InstantSource clock;
    private final TransactionIds ids;
    private final MessageReader reader;
    private final TransactionSteps steps;

    private boolean open = true;
    private Speaker client;
    /** From whom the peer has the next message; null for from itself. */
    private @Nullable Speaker forwarded;

    private Set<SmtpExtension> offered;
    private @Nullable String helo;
    private @Nullable Transaction transaction;

    LmtpHandlers(
            Connection connection,
            LmtpOptions settings,
            LmtpReplies replies,
            DeliveryService delivery,
            Spools spools,
            InstantSource clock,
            TransactionIds ids) {
        this.connection = connection;
        this.settings = settings;
        this.replies = replies;
        this.delivery = delivery;
        this.spools = spools;
        this.clock = clock;
        this.ids = ids;
        this.reader = new MessageReader(
                connection.in()::peek, connection.in()::skip, settings.limits().messageOctets());
        this.steps = new TransactionSteps(replies, settings.limits().recipients());
        this.client = Speaker.at(connection.remoteAddress());
        this.offered = offer();
    }

    /** The extensions that this peer may use now. */
    Set<SmtpExtension> offered() {
        return offered;
    }

    /** Whether the connection goes on. */
    boolean isOpen() {
        return open;
    }

    /** Ends the connection and forgets a transaction that is under way. */
    @Override
    public void close() {
        open = false;
        endTransaction();
    }

    /**
     * Does what a command says and answers it.
     *
     * @return null, or the answer, not yet sent, when the command was a mistake of the peer
     */
    @Nullable
    SmtpReply handle(SmtpCommand command) throws IOException {
        return switch (command) {
            case SmtpCommand.Hello hello -> hello(hello);
            case SmtpCommand.Mail mail -> mail(mail);
            case SmtpCommand.Recipient recipient -> recipient(recipient);
            case SmtpCommand.Data() -> data();
            case SmtpCommand.Chunk(long size, boolean last) -> chunk(size, last);
            case SmtpCommand.Reset() -> reset();
            case SmtpCommand.Noop() -> say(replies.ok());
            case SmtpCommand.Quit() -> quit();
            case SmtpCommand.Verify ignored -> say(replies.verified());
            case SmtpCommand.Expand ignored -> replies.noExpand();
            case SmtpCommand.Help ignored -> say(replies.help());
            case SmtpCommand.StartTls() -> startTls();
            case SmtpCommand.Auth ignored -> replies.noLogin();
            case SmtpCommand.Xclient xclient -> xclient(xclient);
            case SmtpCommand.Xforward xforward -> xforward(xforward);
        };
    }

    private @Nullable SmtpReply hello(SmtpCommand.Hello hello) throws IOException {
        if (hello.greeting() != SmtpCommand.Greeting.LHLO) {
            return replies.notSmtp();
        }
        // RFC 5321 §4.1.4: a second greeting ends the transaction.
        endTransaction();
        helo = hello.domain();
        return say(replies.hello(offered));
    }

    private @Nullable SmtpReply mail(SmtpCommand.Mail mail) throws IOException {
        if (helo == null) {
            return replies.helloFirst();
        }
        if (transaction != null) {
            return replies.sequence("a transaction is under way");
        }
        // RFC 1870 §6.1
        if (mail.parameters().size() > settings.limits().messageOctets()) {
            return say(replies.tooBig());
        }
        transaction = new Transaction(ids.next(), mail, clock.instant());
        return say(replies.sender(mail.sender()));
    }

    private @Nullable SmtpReply recipient(SmtpCommand.Recipient command) throws IOException {
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
            current.add(delivery.accept(address, command.parameters(), parameters));
            return say(replies.recipient(address));
        } catch (Refusal refusal) {
            LOG.info(
                    "{} refused for {}: {} ({})",
                    address,
                    connection.remoteAddress(),
                    refusal.text(),
                    refusal.reason());
            return say(replies.refused(address, refusal));
        }
    }

    private @Nullable SmtpReply data() throws IOException {
        Transaction current = transaction;
        SmtpReply mistake = steps.data(current);
        if (mistake != null || current == null) {
            return mistake;
        }
        // RFC 2033 §4.2
        if (current.recipients().isEmpty()) {
            return replies.sequence("no valid recipients");
        }
        say(replies.goAhead());
        Instant began = clock.instant();
        Spool spool = openSpool(current, began);
        if (read(() -> reader.untilDot(spool))) {
            deliver(current, spool, began);
        }
        return null;
    }

    private @Nullable SmtpReply chunk(long size, boolean last) throws IOException {
        Transaction current = transaction;
        // RFC 3030 §2: the octets are on their way whatever we think of them.
        if (current == null || current.recipients().isEmpty()) {
            boolean whole = read(() -> reader.discard(size));
            boolean silent = current != null && last;
            if (silent) {
                // RFC 2033 §4.3: with no valid recipient, the last chunk has zero replies, and is the end all the same.
                endTransaction();
            }
            return !whole || silent ? null : replies.sequence("say MAIL and RCPT first");
        }
        Instant began = clock.instant();
        Spool held = current.spool();
        Spool spool = held == null ? openSpool(current, began) : held;
        if (!read(() -> reader.chunk(size, spool))) {
            return null;
        }
        if (last) {
            deliver(current, spool, began);
            return null;
        }
        return say(spool.isTooBig() ? replies.tooBig() : replies.chunk(size));
    }

    private Spool openSpool(Transaction current, Instant now) {
        Trace trace = trace(current, current.mail().parameters().utf8());
        return current.open(spools, trace, settings.limits().messageOctets(), now);
    }

    private Trace trace(Transaction current, boolean utf8) {
        String said = helo == null ? "" : helo;
        // RFC 3848 and RFC 6531 §4.3
        String ours = (utf8 ? "UTF8LMTP" : "LMTP") + (connection.isTls() ? "S" : "");
        Speaker from = forwarded == null ? client : forwarded;
        return new Trace(
                from.helo().isEmpty() ? said : from.helo(),
                from.name(),
                from.address(),
                settings.hostname(),
                from.protocol().isEmpty() ? ours : from.protocol(),
                current.id());
    }

    /** A way to read what belongs to a message; false if it does not end. */
    @FunctionalInterface
    private interface Reading {
        boolean read() throws IOException;
    }

    /** Reads within the time for a message; after too much input the connection ends. */
    private boolean read(Reading reading) throws IOException {
        connection.setDeadline(settings.patience().message());
        boolean whole = reading.read();
        connection.setDeadline(Duration.ZERO);
        if (!whole) {
            say(replies.tooMuch());
            close();
        }
        return whole;
    }

    private void deliver(Transaction current, Spool spool, Instant received) throws IOException {
        List<Outcome> outcomes = delivery.deliver(current.envelope(), spool, received);
        endTransaction();
        forwarded = null;
        // RFC 2033 §4.2: one reply for each accepted recipient, in their order.
        List<Recipient> recipients = current.recipients();
        for (int i = 0; i < recipients.size(); i++) {
            say(replies.outcome(recipients.get(i).address(), outcomes.get(i), current.id()));
        }
    }

    private @Nullable SmtpReply reset() throws IOException {
        endTransaction();
        return say(replies.ok());
    }

    private @Nullable SmtpReply quit() throws IOException {
        say(replies.goodbye());
        close();
        return null;
    }

    private @Nullable SmtpReply startTls() throws IOException {
        try {
            connection.startTls(replies.startTls().bytes());
        } catch (WireException.PipelinedPlaintext e) {
            say(replies.pipelinedPlaintext());
            close();
            return null;
        }
        // RFC 3207 §4.2: what was said before TLS never was.
        endTransaction();
        helo = null;
        client = Speaker.at(connection.remoteAddress());
        offered = offer();
        return null;
    }

    private @Nullable SmtpReply xclient(SmtpCommand.Xclient command) throws IOException {
        if (transaction != null) {
            return replies.sequence("a transaction is under way");
        }
        // XCLIENT begins the session anew, with a greeting.
        client = client.with(command.attributes());
        helo = null;
        return say(replies.greeting());
    }

    // Postfix's XFORWARD_README: what is told is of the next message, and may come in several commands.
    private @Nullable SmtpReply xforward(SmtpCommand.Xforward command) throws IOException {
        if (transaction != null) {
            return replies.sequence("a transaction is under way");
        }
        Speaker known = forwarded == null ? client : forwarded;
        forwarded = known.with(command.attributes());
        return say(replies.ok());
    }

    private Set<SmtpExtension> offer() {
        Set<SmtpExtension> all = EnumSet.of(
                SmtpExtension.PIPELINING,
                SmtpExtension.EIGHT_BIT_MIME,
                SmtpExtension.SMTPUTF8,
                SmtpExtension.SIZE,
                SmtpExtension.ENHANCED_STATUS_CODES,
                SmtpExtension.CHUNKING,
                SmtpExtension.BINARY_MIME,
                SmtpExtension.DELIVERBY,
                SmtpExtension.DSN);
        if (connection.canStartTls()) {
            all.add(SmtpExtension.STARTTLS);
        }
        if (Network.any(settings.xclientFrom(), connection.remoteAddress())) {
            all.add(SmtpExtension.XCLIENT);
            all.add(SmtpExtension.XFORWARD);
        }
        return all;
    }

    private void endTransaction() {
        Transaction current = transaction;
        transaction = null;
        if (current != null) {
            current.close();
        }
    }

    private @Nullable SmtpReply say(SmtpReply reply) throws IOException {
        connection.out().write(reply.bytes());
        return null;
    }
}
