package org.jdbmail.pop3d;

import java.io.IOException;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.pop3d.proto.PopCommand;
import org.jdbmail.pop3d.proto.PopGrammar;
import org.jdbmail.pop3d.proto.PopSyntaxException;
import org.jdbmail.wire.Connection;
import org.jdbmail.wire.transport.WireException;

/**
 * One connection from greeting to farewell: reads a line, checks by the table that it may be said now, has it handled.
 * Answers to commands that came together leave together, since the outbox is sent when the inbox has to wait (RFC 2449
 * §6.6).
 */
final class PopSession {
    /** What is thrown away of a line that is too long before we lose patience. */
    private static final int MAX_SKIPPED = 1 << 20;

    private final Connection connection;
    private final PopOptions settings;
    private final PopReplies replies;
    private final PopHandlers handlers;
    private int errors;

    PopSession(Connection connection, PopOptions settings, PopReplies replies, PopHandlers handlers) {
        this.connection = connection;
        this.settings = settings;
        this.replies = replies;
        this.handlers = handlers;
    }

    void run() throws IOException {
        connection.setTimeout(settings.patience().idle());
        connection.setDeadline(settings.patience().login());
        send(replies.greeting(handlers.challenge(), handlers.takesXclient()));
        try {
            while (handlers.isOpen()) {
                next();
            }
        } catch (WireException.Stopping e) {
            send(replies.stopping());
        }
        // RFC 1939 §3: on a time-out nothing is said and nothing is removed, so that is left to the caller.
    }

    private void next() throws IOException {
        byte[] line;
        try {
            line = connection.in().readLine(PopGrammar.MAX_LINE);
        } catch (WireException.LineTooLong e) {
            connection.in().skipLine(MAX_SKIPPED);
            refuse("line too long");
            return;
        }
        try {
            PopCommand command = PopGrammar.parse(line);
            if (command.verb().isLegalIn(handlers.state())) {
                handlers.handle(command);
            } else {
                refuse(command.verb() + " cannot be said now");
            }
        } catch (PopSyntaxException e) {
            refuse(String.valueOf(e.getMessage()));
        } catch (Refusal refusal) {
            send(replies.refused(refusal));
        }
    }

    private void refuse(String text) throws IOException {
        send(replies.mistake(text));
        if (++errors >= settings.mistakes().errors()) {
            send(replies.tooManyErrors());
            handlers.close();
        }
    }

    private void send(String line) throws IOException {
        connection.out().write(PopReplies.bytes(line));
    }
}
