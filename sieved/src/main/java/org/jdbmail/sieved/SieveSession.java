package org.jdbmail.sieved;

import java.io.IOException;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.sieved.proto.SieveCommand;
import org.jdbmail.sieved.proto.SieveSyntaxException;
import org.jdbmail.wire.Connection;
import org.jdbmail.wire.transport.WireException;

/** One connection from greeting to farewell: reads a command, checks by the table that it may be said now, has it handled. */
final class SieveSession {
    /** Before a login nothing is said that is longer than a ticket. */
    private static final int LITERAL_BEFORE_LOGIN = 16_384;

    private final Connection connection;
    private final ManageSieveOptions settings;
    private final SieveReplies replies;
    private final SieveHandlers handlers;
    private final CommandReader reader;
    private int errors;

    SieveSession(
            Connection connection,
            ManageSieveOptions settings,
            SieveReplies replies,
            SieveHandlers handlers,
            CommandReader reader) {
        this.connection = connection;
        this.settings = settings;
        this.replies = replies;
        this.handlers = handlers;
        this.reader = reader;
    }

    void run() throws IOException {
        connection.setTimeout(settings.patience().idle());
        connection.setDeadline(settings.patience().login());
        handlers.greet();
        try {
            while (handlers.isOpen()) {
                next();
            }
        } catch (WireException.Stopping e) {
            send(replies.stopping());
        } catch (WireException.Timeout e) {
            send(replies.bye("Silent for too long"));
            throw e;
        } catch (CommandReader.Endless e) {
            send(replies.bye("A literal is far too large"));
        }
    }

    private void next() throws IOException {
        try {
            int largest = handlers.isLoggedIn() ? handlers.largestScript() : LITERAL_BEFORE_LOGIN;
            SieveCommand command = SieveCommand.of(reader.read(largest));
            if (command.verb().isLegal(handlers.isLoggedIn())) {
                handlers.handle(command);
            } else {
                refuse(command.verb() + " can't be said now");
            }
        } catch (SieveSyntaxException e) {
            refuse(String.valueOf(e.getMessage()));
        } catch (WireException.LineTooLong e) {
            refuse("The line is too long");
        } catch (Refusal refusal) {
            send(replies.refused(refusal));
        }
    }

    private void refuse(String text) throws IOException {
        send(replies.no(text));
        if (++errors >= settings.mistakes().errors()) {
            send(replies.tooManyErrors());
            handlers.close();
        }
    }

    private void send(String reply) throws IOException {
        connection.out().write(SieveReplies.bytes(reply));
    }
}
