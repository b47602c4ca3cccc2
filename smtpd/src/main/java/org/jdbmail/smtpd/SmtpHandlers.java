package org.jdbmail.smtpd;

import java.io.IOException;
import java.util.EnumSet;
import java.util.Set;
import org.jdbmail.core.reception.Denied;
import org.jdbmail.core.smtp.SmtpCommand;
import org.jdbmail.core.smtp.SmtpExtension;
import org.jdbmail.core.smtp.SmtpReply;
import org.jdbmail.core.smtp.XclientAttributes;
import org.jdbmail.wire.Connection;
import org.jdbmail.wire.limit.Network;
import org.jdbmail.wire.transport.WireException;
import org.jspecify.annotations.Nullable;

/** What each command does, and the state of a connection that commands change. */
final class SmtpHandlers implements AutoCloseable {
    private final Connection connection;
    private final SmtpSettings settings;
    private final SmtpReplies replies;
    private final SmtpServer.Parts parts;
    private final SmtpLogin login;

    private final Visitor visitor;
    private final MailHandlers mails;

    private boolean open = true;
    private Set<SmtpExtension> offered;

    SmtpHandlers(Connection connection, SmtpSettings settings, SmtpReplies replies, SmtpServer.Parts parts) {
        this.connection = connection;
        this.settings = settings;
        this.replies = replies;
        this.parts = parts;
        this.login = new SmtpLogin(connection, parts.logins(), replies);
        this.visitor = new Visitor(connection, login);
        this.mails = new MailHandlers(connection, settings, replies, parts, login, visitor);
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
        mails.close();
        login.close();
    }

    /** Looks at who has connected; what he is told in place of a greeting, or null. */
    @Nullable
    SmtpReply connected() {
        try {
            parts.reception().connected(visitor.caller());
        } catch (Denied denied) {
            return denied.reply();
        }
        SmtpReply refused = mails.connected();
        return refused == null ? null : replies.instead(refused);
    }

    /** Counts a mistake; throws {@link Denied} where there were too many. */
    void erred() {
        parts.reception().erred(visitor.caller());
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
            case SmtpCommand.Mail mail -> heard(mails.mail(mail));
            case SmtpCommand.Recipient recipient -> heard(mails.recipient(recipient));
            case SmtpCommand.Data() -> data();
            case SmtpCommand.Chunk(long size, boolean last) -> heard(mails.chunk(size, last));
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
        mails.end();
        visitor.greets(greeting);
        SmtpReply refused = mails.greeted();
        if (refused != null) {
            visitor.hasNotGreeted();
            return heard(refused);
        }
        offered = offer();
        return say(
                greeting.greeting() == SmtpCommand.Greeting.EHLO
                        ? replies.hello(offered, login.mechanisms())
                        : replies.helo());
    }

    /** A reply that ends the connection is said at once; any other is one to a mistake. */
    private @Nullable SmtpReply heard(@Nullable SmtpReply reply) throws IOException {
        return reply != null && reply.isFarewell() ? farewell(reply) : reply;
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

    private @Nullable SmtpReply data() throws IOException {
        SmtpReply why = mails.notReady();
        if (why != null) {
            return why;
        }
        return isFollowed() ? farewell(replies.badPipelining()) : heard(mails.data());
    }

    private @Nullable SmtpReply reset() throws IOException {
        mails.end();
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
        mails.end();
        visitor.beginsAnew();
        offered = offer();
        return null;
    }

    private @Nullable SmtpReply auth(SmtpCommand.Auth command) throws IOException {
        if (!visitor.hasGreeted()) {
            return replies.helloFirst();
        }
        // RFC 4954 §4
        if (mails.isUnderWay()) {
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
        if (mails.isUnderWay()) {
            return replies.sequence("a transaction is under way");
        }
        // XCLIENT begins the session anew, with a greeting.
        visitor.speaksFor(
                command.attributes(),
                parts.reception().account(command.attributes().or(XclientAttributes.Name.LOGIN, "")));
        mails.turn();
        SmtpReply refused = mails.connected();
        return refused == null ? say(replies.greeting()) : farewell(replies.instead(refused));
    }

    private @Nullable SmtpReply xforward(SmtpCommand.Xforward command) throws IOException {
        if (mails.isUnderWay()) {
            return replies.sequence("a transaction is under way");
        }
        visitor.forwards(command.attributes());
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
        // RFC 3207 §4.2: nothing of before TLS may hold under it, a login neither; so who has logged in begins none.
        if (connection.canStartTls() && login.user().isEmpty()) {
            all.add(SmtpExtension.STARTTLS);
        }
        if (login.user().isPresent() || !login.mechanisms().isEmpty()) {
            all.add(SmtpExtension.AUTH);
        }
        if (Network.any(settings.xclientFrom(), connection.remoteAddress())) {
            all.add(SmtpExtension.XCLIENT);
            all.add(SmtpExtension.XFORWARD);
        }
        return all;
    }

    private @Nullable SmtpReply say(SmtpReply reply) throws IOException {
        connection.out().write(reply.bytes());
        return null;
    }
}
