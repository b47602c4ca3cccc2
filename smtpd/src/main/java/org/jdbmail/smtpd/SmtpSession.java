package org.jdbmail.smtpd;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import org.jdbmail.core.reception.Denied;
import org.jdbmail.core.smtp.SmtpGrammar;
import org.jdbmail.core.smtp.SmtpReply;
import org.jdbmail.core.smtp.SmtpSyntaxException;
import org.jdbmail.wire.Connection;
import org.jdbmail.wire.transport.WireException;

/**
 * One connection from greeting to farewell: reads a line, has it handled, and answers. Answers to commands that came together leave
 * together, since the outbox is sent when the inbox has to wait (RFC 2920 §3.2).
 */
final class SmtpSession {
    /** What is thrown away of a line that is too long before we lose patience. */
    private static final int MAX_SKIPPED = 1 << 20;

    /** What browsers and other programs say that were tricked into talking to us. */
    private static final Set<String> FOREIGN = Set.of("GET", "POST", "PUT", "HEAD", "OPTIONS", "CONNECT");

    private final Connection connection;
    private final SmtpSettings settings;
    private final SmtpReplies replies;
    private final SmtpHandlers handlers;
    private int errors;

    SmtpSession(Connection connection, SmtpSettings settings, SmtpReplies replies, SmtpHandlers handlers) {
        this.connection = connection;
        this.settings = settings;
        this.replies = replies;
        this.handlers = handlers;
    }

    void run() throws IOException {
        connection.setTimeout(settings.patience().command());
        try {
            greet();
            while (handlers.isOpen()) {
                next();
            }
        } catch (WireException.Timeout e) {
            // RFC 5321 §3.8: the server may close when it has waited too long, and says so.
            send(replies.timeout());
        } catch (WireException.Stopping e) {
            send(replies.stopping());
        }
    }

    private void greet() throws IOException {
        // RFC 5321 §3.1: a client waits for the greeting; who does not is no mail server.
        if (connection.in().available() > 0) {
            giveUp(replies.impatient());
            return;
        }
        SmtpReply denied = handlers.connected();
        if (denied == null) {
            send(replies.greeting());
        } else {
            giveUp(denied);
        }
    }

    private void next() throws IOException {
        byte[] line;
        try {
            line = connection.in().readLine(SmtpGrammar.MAX_LINE);
        } catch (WireException.LineTooLong e) {
            refuse(replies.lineTooLong());
            if (handlers.isOpen()) {
                skipLine();
            }
            return;
        }
        // RFC 5321 §2.3.8: what follows a bare LF may be a message that another server took for a part of one.
        if (connection.in().lastLineHadBareLf()) {
            giveUp(replies.bareLf());
            return;
        }
        String verb = verb(line);
        if (FOREIGN.contains(verb)) {
            giveUp(replies.notSmtp());
            return;
        }
        try {
            SmtpReply mistake = handlers.handle(SmtpGrammar.parse(line, handlers.offered()));
            if (mistake != null) {
                refuse(mistake);
            }
        } catch (SmtpSyntaxException e) {
            refuse(e.reply());
            // Nobody knows how many octets follow such a line; to take them for commands would be dangerous.
            if (verb.equals("BDAT")) {
                giveUp(replies.lostTrack());
            }
        }
    }

    private void skipLine() throws IOException {
        try {
            connection.in().skipLine(MAX_SKIPPED);
        } catch (WireException.LineTooLong e) {
            giveUp(replies.tooMuch());
        }
    }

    private static String verb(byte[] line) {
        int length = 0;
        while (length < line.length && length < 8 && line[length] != ' ') {
            length++;
        }
        return new String(line, 0, length, StandardCharsets.ISO_8859_1).toUpperCase(Locale.ROOT);
    }

    private void refuse(SmtpReply reply) throws IOException {
        send(reply);
        try {
            handlers.erred();
        } catch (Denied denied) {
            giveUp(denied.reply());
        }
        if (++errors >= settings.limits().errors()) {
            giveUp(replies.tooManyErrors());
        }
    }

    // RFC 5321 §3.8: a server that closes by itself says 421 first.
    private void giveUp(SmtpReply reply) throws IOException {
        if (handlers.isOpen()) {
            send(reply);
            handlers.close();
        }
    }

    private void send(SmtpReply reply) throws IOException {
        connection.out().write(reply.bytes());
    }
}
