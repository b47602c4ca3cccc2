package org.jdbmail.smtpd;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import org.jdbmail.core.delivery.MessageReader;
import org.jdbmail.core.delivery.Spool;
import org.jdbmail.core.delivery.Trace;
import org.jdbmail.core.delivery.Transaction;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.reception.Caller;
import org.jdbmail.core.reception.Denied;
import org.jdbmail.core.reception.Receipt;
import org.jdbmail.core.smtp.EnvelopeAddress;
import org.jdbmail.core.smtp.LineCheck;
import org.jdbmail.core.smtp.MailParameters;
import org.jdbmail.core.smtp.SmtpCommand;
import org.jdbmail.core.smtp.SmtpExtension;
import org.jdbmail.core.smtp.SmtpReply;
import org.jdbmail.core.smtp.XclientAttributes;
import org.jdbmail.core.store.User;
import org.jdbmail.wire.Connection;
import org.jdbmail.wire.Inbox;
import org.jdbmail.wire.transport.WireException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What each command does, and the state of a connection that commands change. */
final class SmtpHandlers implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SmtpHandlers.class);

    private final Connection connection;
    private final SmtpSettings settings;
    private final SmtpReplies replies;
    private final SmtpServer.Parts parts;
    private final MessageReader reader;
    private final SmtpLogin login;

    private boolean open = true;
    private Client client;
    /** From whom the peer has the next message; null for from itself. */
    private @Nullable Client forwarded;

    /** As whom a trusted peer says that its client has logged in. */
    private Optional<User> told = Optional.empty();

    private Set<SmtpExtension> offered;
    private SmtpCommand.@Nullable Hello hello;
    private @Nullable Transaction transaction;
    private @Nullable LineCheck lines;
    private int transactions;

    SmtpHandlers(Connection connection, SmtpSettings settings, SmtpReplies replies, SmtpServer.Parts parts) {
        this.connection = connection;
        this.settings = settings;
        this.replies = replies;
        this.parts = parts;
        this.reader =
                new MessageReader(octets(connection.in()), settings.limits().messageSize());
        this.login = new SmtpLogin(connection, parts.logins(), replies);
        this.client = Client.of(connection);
        this.offered = offer();
    }

    private static MessageReader.Octets octets(Inbox in) {
        return new MessageReader.Octets() {
            @Override
            public ByteBuffer peek() throws IOException {
                return in.peek();
            }

            @Override
            public void skip(long count) throws IOException {
                in.skip(count);
            }
        };
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
        login.close();
    }

    /** Looks at who has connected; what he is told in place of a greeting, or null. */
    @Nullable
    SmtpReply connected() {
        try {
            parts.reception().connected(caller());
            return null;
        } catch (Denied denied) {
            return denied.reply();
        }
    }

    /** Counts a mistake; throws {@link Denied} where there were too many. */
    void erred() {
        parts.reception().erred(caller());
    }

    private Caller caller() {
        SmtpCommand.Hello said = hello;
        String helo = client.helo().isEmpty() && said != null ? said.domain() : client.helo();
        return new Caller(
                client.inet(),
                client.address().equals(Client.of(connection).address()) ? connection.origin() : client.address(),
                client.name(),
                helo,
                connection.isTls(),
                told.or(login::user),
                connection.peerCertificates().stream()
                        .findFirst()
                        .map(SmtpHandlers::fingerprint)
                        .orElse(""));
    }

    private static String fingerprint(X509Certificate certificate) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
            return HexFormat.of().formatHex(digest);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a certificate that was shown has a form", e);
        }
    }

    /**
     * Does what a command says and answers it.
     *
     * @return null, or the answer, not yet sent, when the command was a mistake of the peer
     */
    @Nullable
    SmtpReply handle(SmtpCommand command) throws IOException {
        return switch (command) {
            case SmtpCommand.Hello greeting -> hello(greeting);
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
            case SmtpCommand.Auth auth -> auth(auth);
            case SmtpCommand.Xclient xclient -> xclient(xclient);
            case SmtpCommand.Xforward xforward -> xforward(xforward);
        };
    }

    private @Nullable SmtpReply hello(SmtpCommand.Hello greeting) throws IOException {
        if (greeting.greeting() == SmtpCommand.Greeting.LHLO) {
            return replies.notLmtp();
        }
        if (isFollowed()) {
            return farewell(replies.badPipelining());
        }
        // RFC 5321 §4.1.4: a second greeting ends the transaction.
        endTransaction();
        hello = greeting;
        offered = offer();
        return say(
                greeting.greeting() == SmtpCommand.Greeting.EHLO
                        ? replies.hello(offered, login.mechanisms())
                        : replies.helo());
    }

    // RFC 2920 §3.1: what follows such a command before its answer was not said by somebody who listens.
    private boolean isFollowed() throws IOException {
        return connection.in().available() > 0;
    }

    private @Nullable SmtpReply farewell(SmtpReply reply) throws IOException {
        say(reply);
        close();
        return null;
    }

    private @Nullable SmtpReply mail(SmtpCommand.Mail mail) throws IOException {
        if (hello == null) {
            return replies.helloFirst();
        }
        if (transaction != null) {
            return replies.sequence("a transaction is under way");
        }
        if (settings.role() == SmtpSettings.Role.SUBMISSION && caller().login().isEmpty()) {
            return connection.canStartTls() && login.mechanisms().isEmpty() ? replies.tlsFirst() : replies.loginFirst();
        }
        if (transactions >= settings.limits().transactions()) {
            return farewell(replies.tooManyMessages());
        }
        // RFC 1870 §6.1
        if (mail.parameters().size() > settings.limits().messageSize()) {
            return say(replies.tooBig());
        }
        try {
            parts.reception().sender(caller(), mail.sender());
        } catch (Denied denied) {
            return denied(denied);
        }
        transactions++;
        transaction = new Transaction(parts.ids().next(), mail, parts.clock().instant());
        return say(replies.sender(mail.sender()));
    }

    private @Nullable SmtpReply denied(Denied denied) throws IOException {
        LOG.info("{} ({}): {}", client.address(), caller().helo(), denied.getMessage());
        return denied.reply().isFarewell() ? farewell(denied.reply()) : denied.reply();
    }

    private @Nullable SmtpReply recipient(SmtpCommand.Recipient command) throws IOException {
        Transaction current = transaction;
        if (current == null) {
            return replies.sequence("say MAIL first");
        }
        if (current.spool() != null) {
            return replies.sequence("the message is under way");
        }
        EnvelopeAddress address = command.recipient();
        MailParameters parameters = current.mail().parameters();
        if (!parameters.utf8() && !address.isAscii()) {
            return say(replies.needsUtf8());
        }
        if (current.recipients().size() >= settings.limits().recipients()) {
            return say(replies.tooManyRecipients());
        }
        try {
            current.add(parts.reception()
                    .recipient(caller(), current.mail().sender(), address, command.parameters(), parameters));
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

    private @Nullable SmtpReply data() throws IOException {
        Transaction current = transaction;
        if (current == null) {
            return replies.sequence("say MAIL first");
        }
        // RFC 3030 §2: DATA and BDAT don't mix; §3: a binary message comes by BDAT.
        if (current.spool() != null) {
            return replies.sequence("the message is under way by BDAT");
        }
        if (current.mail().parameters().body() == MailParameters.Body.BINARY_MIME) {
            return replies.sequence("a binary message must come by BDAT");
        }
        // RFC 5321 §3.3
        if (current.recipients().isEmpty()) {
            return SmtpReply.of(554, "5.5.1", "no valid recipients");
        }
        if (isFollowed()) {
            return farewell(replies.badPipelining());
        }
        say(replies.goAhead());
        Instant began = parts.clock().instant();
        Spool spool = openSpool(current, began);
        LineCheck check = new LineCheck(spool);
        if (read(() -> reader.untilDot(spool, check))) {
            take(current, spool, check, began);
        }
        return null;
    }

    private @Nullable SmtpReply chunk(long size, boolean last) throws IOException {
        Transaction current = transaction;
        // RFC 3030 §2: the octets are on their way whatever we think of them.
        if (current == null || current.recipients().isEmpty()) {
            boolean whole = read(() -> reader.discard(size));
            return whole ? replies.sequence("say MAIL and RCPT first") : null;
        }
        Instant began = parts.clock().instant();
        Spool held = current.spool();
        Spool spool = held == null ? openSpool(current, began) : held;
        LineCheck check = lines == null ? new LineCheck(spool) : lines;
        lines = check;
        if (!read(() -> reader.chunk(size, spool, check))) {
            return null;
        }
        if (last) {
            take(current, spool, check, began);
            return null;
        }
        return say(spool.isTooBig() ? replies.tooBig() : replies.chunk(size));
    }

    private Spool openSpool(Transaction current, Instant now) {
        MailParameters parameters = current.mail().parameters();
        byte[] fields = trace(current, parameters.utf8()).fields(current.mail().sender(), current.addresses(), now);
        long expected = Math.max(0, parameters.size());
        Spool spool =
                parts.spools().open(expected + fields.length, settings.limits().messageSize() + fields.length);
        current.setSpool(spool);
        spool.write(fields);
        return spool;
    }

    private Trace trace(Transaction current, boolean utf8) {
        SmtpCommand.Hello said = hello;
        boolean isExtended = said != null && said.greeting() == SmtpCommand.Greeting.EHLO;
        // RFC 3848 and RFC 6531 §4.3
        String ours = (utf8 ? "UTF8SMTP" : isExtended ? "ESMTP" : "SMTP")
                + (isExtended && connection.isTls() ? "S" : "")
                + (isExtended && login.user().isPresent() ? "A" : "");
        Client from = forwarded == null ? client : forwarded;
        return new Trace(
                from.helo().isEmpty() && said != null ? said.domain() : from.helo(),
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
            farewell(replies.tooMuch());
        }
        return whole;
    }

    private void take(Transaction current, Spool spool, LineCheck check, Instant received) throws IOException {
        boolean isBinary = current.mail().parameters().body() == MailParameters.Body.BINARY_MIME;
        SmtpReply reply = check.isBroken() && !isBinary ? replies.bareLineEnds() : take(current, spool, received);
        endTransaction();
        forwarded = null;
        say(reply);
    }

    private SmtpReply take(Transaction current, Spool spool, Instant received) {
        try {
            return switch (parts.reception().take(caller(), current.envelope(), spool.bytes(), received)) {
                case Receipt.Taken() -> replies.taken(current.id());
                case Receipt.Refused(Refusal refusal) -> replies.refused(refusal);
            };
        } catch (Refusal refusal) {
            return replies.refused(refusal);
        }
    }

    private @Nullable SmtpReply reset() throws IOException {
        endTransaction();
        return say(replies.ok());
    }

    private @Nullable SmtpReply quit() throws IOException {
        return farewell(replies.goodbye());
    }

    private @Nullable SmtpReply startTls() throws IOException {
        try {
            connection.startTls(replies.startTls().bytes());
        } catch (WireException.PipelinedPlaintext e) {
            return farewell(replies.pipelinedPlaintext());
        }
        // RFC 3207 §4.2: what was said before TLS never was.
        endTransaction();
        hello = null;
        told = Optional.empty();
        client = Client.of(connection);
        offered = offer();
        return null;
    }

    private @Nullable SmtpReply auth(SmtpCommand.Auth command) throws IOException {
        if (hello == null) {
            return replies.helloFirst();
        }
        // RFC 4954 §4
        if (transaction != null) {
            return replies.sequence("a transaction is under way");
        }
        if (isFollowed()) {
            return farewell(replies.badPipelining());
        }
        SmtpReply reply = login.run(command);
        offered = offer();
        if (reply.isPositive()) {
            return say(reply);
        }
        return reply.isFarewell() ? farewell(reply) : reply;
    }

    private @Nullable SmtpReply xclient(SmtpCommand.Xclient command) throws IOException {
        if (transaction != null) {
            return replies.sequence("a transaction is under way");
        }
        // XCLIENT begins the session anew, with a greeting.
        client = client.with(command.attributes());
        told = parts.reception().account(command.attributes().or(XclientAttributes.Name.LOGIN, ""));
        hello = null;
        return say(replies.greeting());
    }

    // Postfix's XFORWARD_README: what is told is of the next message, and may come in several commands.
    private @Nullable SmtpReply xforward(SmtpCommand.Xforward command) throws IOException {
        if (transaction != null) {
            return replies.sequence("a transaction is under way");
        }
        Client known = forwarded == null ? client : forwarded;
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
                SmtpExtension.DSN,
                SmtpExtension.LIMITS);
        if (connection.canStartTls()) {
            all.add(SmtpExtension.STARTTLS);
        }
        if (login.user().isPresent() || !login.mechanisms().isEmpty()) {
            all.add(SmtpExtension.AUTH);
        }
        if (Client.mayTell(connection, settings)) {
            all.add(SmtpExtension.XCLIENT);
            all.add(SmtpExtension.XFORWARD);
        }
        return all;
    }

    private void endTransaction() {
        Transaction current = transaction;
        transaction = null;
        lines = null;
        if (current != null) {
            current.close();
        }
    }

    private @Nullable SmtpReply say(SmtpReply reply) throws IOException {
        connection.out().write(reply.bytes());
        return null;
    }
}
