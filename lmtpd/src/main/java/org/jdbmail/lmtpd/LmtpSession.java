package org.jdbmail.lmtpd;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jdbmail.core.smtp.SmtpGrammar;
import org.jdbmail.core.smtp.SmtpReply;
import org.jdbmail.core.smtp.SmtpSyntaxException;
import org.jdbmail.wire.Connection;
import org.jdbmail.wire.transport.WireException;

/**
 * One connection from greeting to farewell: reads a line, has it handled, and answers. Answers to commands that came
 * together leave together, since the outbox is sent when the inbox has to wait (RFC 2920 §3.2).
 */
final class LmtpSession {
    /** What is thrown away of a line that is too long before we lose patience. */
    private static final int MAX_SKIPPED = 1 << 20;

    private final Connection connection;
    private final LmtpOptions settings;
    private final LmtpReplies replies;
    private final LmtpHandlers handlers;
    private int errors;

    LmtpSession(Connection connection, LmtpOptions settings, LmtpReplies replies, LmtpHandlers handlers) {
        this.connection = connection;
        this.settings = settings;
        this.replies = replies;
        this.handlers = handlers;
    }

    void run() throws IOException {
        connection.setTimeout(settings.patience().command());
        send(replies.greeting());
        try {
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
        try {
            SmtpReply mistake = handlers.handle(SmtpGrammar.parse(line, handlers.offered()));
            if (mistake != null) {
                refuse(mistake);
            }
        } catch (SmtpSyntaxException e) {
            refuse(e.reply());
            // Nobody knows how many octets follow such a line; to take them for commands would be dangerous.
            if (isChunk(line)) {
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

    private static boolean isChunk(byte[] line) {
        String start = new String(line, 0, Math.min(line.length, 4), StandardCharsets.ISO_8859_1);
        return start.toUpperCase(Locale.ROOT).equals("BDAT");
    }

    private void refuse(SmtpReply reply) throws IOException {
        send(reply);
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
