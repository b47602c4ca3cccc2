package org.jdbmail.pop3d;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.function.IntFunction;
import org.jdbmail.core.auth.LoginResult;
import org.jdbmail.core.index.MailboxIndexes;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.reading.Readings;
import org.jdbmail.core.sasl.SaslGate;
import org.jdbmail.core.work.Requester;
import org.jdbmail.core.work.WorkPool;
import org.jdbmail.core.work.Worker;
import org.jdbmail.mime.bytes.MessageBytes;
import org.jdbmail.pop3d.proto.PopCommand;
import org.jdbmail.pop3d.proto.PopState;
import org.jdbmail.wire.Connection;
import org.jdbmail.wire.transport.WireException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What each command does, and the state of a connection that commands change; logins are those of {@link PopLogins}. The session has
 * checked that it may be said.
 */
final class PopHandlers implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PopHandlers.class);

    private final Connection connection;
    private final PopOptions settings;
    private final PopReplies replies;
    private final Readings readings;
    private final WorkPool work;
    private final MailboxIndexes indexes;
    private final PopLogins logins;
    private final MessageWriter writer;

    private boolean open = true;
    private @Nullable LoggedIn loggedIn;
    /** The highest number that was retrieved or deleted (RFC 1460 §5, LAST). */
    private int highest;

    /** What there is after a login. */
    private record LoggedIn(Maildrop maildrop, ReadAhead messages) {}

    PopHandlers(
            Connection connection,
            PopOptions settings,
            PopReplies replies,
            Readings readings,
            MailboxIndexes indexes,
            SaslGate gate,
            LoginDelays delays,
            WorkPool work) {
        this.connection = connection;
        this.settings = settings;
        this.replies = replies;
        this.readings = readings;
        this.work = work;
        this.indexes = indexes;
        this.writer = new MessageWriter(connection.out());
        this.logins = new PopLogins(connection, settings, replies, gate, delays, new PopLogins.Entry() {
            @Override
            public void enter(LoginResult.Accepted login) throws IOException {
                begin(login);
            }

            @Override
            public void end() {
                close();
            }
        });
    }

    /** For the greeting; empty where APOP can't be used. */
    String challenge() {
        return logins.challenge();
    }

    /** Whether the client may tell whose client it is itself. */
    boolean takesXclient() {
        return logins.takesXclient();
    }

    PopState state() {
        return loggedIn == null ? PopState.AUTHORIZATION : PopState.TRANSACTION;
    }

    /** Whether the connection goes on. */
    boolean isOpen() {
        return open;
    }

    /** Ends the connection; what is marked as deleted stays. */
    @Override
    public void close() {
        open = false;
        loggedIn = null;
        logins.leave();
    }

    /**
     * Does what a command says and answers it.
     *
     * @throws Refusal to be answered
     */
    void handle(PopCommand command) throws IOException {
        switch (command) {
            case PopCommand.User(String user) -> logins.user(user);
            case PopCommand.Pass(byte[] secret) -> logins.pass(secret);
            case PopCommand.Auth auth -> logins.auth(auth);
            case PopCommand.Apop(String user, String digest) -> logins.apop(user, digest);
            case PopCommand.Xclient(String address, int port) -> logins.xclient(address, port);
            // RFC 6856 §2.1: names, passwords and messages are UTF-8 here with and without it.
            case PopCommand.Utf8() -> say(replies.ok("UTF-8 it is"));
            case PopCommand.Lang(String tag) -> language(tag);
            case PopCommand.StartTls() -> startTls();
            case PopCommand.Capabilities() -> capabilities();
            case PopCommand.Quit() -> quit();
            case PopCommand.Stat() ->
                say(replies.ok(maildrop().countLeft() + " " + maildrop().sizeLeft()));
            case PopCommand.List(OptionalInt number) ->
                list(number, each -> Long.toString(maildrop().size(each)));
            case PopCommand.UniqueIds(OptionalInt number) -> list(number, maildrop()::uniqueId);
            case PopCommand.Retrieve(int number) -> retrieve(number);
            case PopCommand.Top(int number, int lines) -> top(number, lines);
            case PopCommand.Delete(int number) -> delete(number);
            case PopCommand.Noop() -> say(replies.ok("still here"));
            case PopCommand.Reset() -> reset();
            case PopCommand.Last() ->
                say(replies.ok(Integer.toString(Math.max(highest, maildrop().lastBefore()))));
        }
    }

    // RFC 6856 §3
    private void language(String tag) throws IOException {
        switch (tag.toLowerCase(Locale.ROOT)) {
            case "" -> multiline("languages follow", List.of("en English"));
            case "*", "en", "en-us", "en-gb", "i-default" -> say(replies.ok("en is spoken"));
            default -> say(replies.mistake("that language is not spoken"));
        }
    }

    private void begin(LoginResult.Accepted accepted) throws IOException {
        if (!connection.authenticated()) {
            throw new Refusal(Reason.LIMIT, "there are too many sessions, close one first");
        }
        Requester requester = new Requester(accepted.user().login(), connection.origin(), connection::isGone);
        Readings own = readings.by(Worker.of(work, requester));
        Maildrop maildrop = Maildrop.open(own, indexes, accepted.user().id());
        loggedIn = new LoggedIn(maildrop, new ReadAhead(own, maildrop));
        accepted.open().whenRevoked(connection::abort);
        connection.setDeadline(Duration.ZERO);
        say(replies.ok(accepted.user().login() + " has " + maildrop.countLeft() + " messages (" + maildrop.sizeLeft()
                + " octets)"));
    }

    // RFC 2595 §4
    private void startTls() throws IOException {
        if (!connection.canStartTls()) {
            say(replies.mistake("TLS cannot begin here"));
            return;
        }
        try {
            connection.startTls(PopReplies.bytes(replies.ok("begin TLS")));
            logins.forget();
        } catch (WireException.PipelinedPlaintext e) {
            say(replies.mistake("STLS must be the last command of its group, goodbye"));
            close();
        }
    }

    // RFC 2449 §5 and §6
    private void capabilities() throws IOException {
        List<String> all = new ArrayList<>(List.of(
                "TOP",
                "UIDL",
                "RESP-CODES",
                "AUTH-RESP-CODE",
                "PIPELINING",
                "UTF8 USER",
                "LANG",
                "EXPIRE NEVER",
                "LOGIN-DELAY " + settings.loginDelay().toSeconds(),
                "IMPLEMENTATION JDBMail"));
        if (logins.takesPasswords()) {
            all.add("USER");
        }
        List<String> mechanisms = logins.mechanisms();
        if (!mechanisms.isEmpty()) {
            all.add("SASL " + String.join(" ", mechanisms));
        }
        if (connection.canStartTls() && state() == PopState.AUTHORIZATION) {
            all.add("STLS");
        }
        multiline("capabilities follow", all);
    }

    private void multiline(String text, List<String> lines) throws IOException {
        say(replies.ok(text));
        for (String line : lines) {
            say(line);
        }
        say(".");
    }

    private void list(OptionalInt number, IntFunction<String> value) throws IOException {
        Maildrop maildrop = maildrop();
        if (number.isPresent()) {
            if (isThere(number.getAsInt())) {
                say(replies.ok(number.getAsInt() + " " + value.apply(number.getAsInt())));
            }
            return;
        }
        say(replies.ok(maildrop.countLeft() + " messages"));
        try {
            for (int each = 1; each <= maildrop.count(); each++) {
                if (maildrop.has(each)) {
                    connection.out().writeAscii(each + " " + value.apply(each) + "\r\n");
                }
            }
        } catch (Refusal trouble) {
            // There is no word for it within a list: only an end that is none tells the client.
            LOG.warn("a list was broken off: {}", trouble.text());
            close();
            return;
        }
        say(".");
    }

    /** The message of that number; null if there is none to be had, which was said. */
    private @Nullable MessageBytes content(int number) throws IOException {
        if (!isThere(number)) {
            return null;
        }
        MessageBytes message = session().messages.get(number, connection.in().hasLine());
        if (message == null) {
            say(maildrop().isDamaged(number) ? replies.damaged() : replies.expunged());
        }
        return message;
    }

    private void retrieve(int number) throws IOException {
        MessageBytes message = content(number);
        if (message != null) {
            // RFC 1939 §5: what is said is what is sent, also where an end of line has to be added.
            String octets = MessageWriter.octets(message) + " octets";
            highest = Math.max(highest, number);
            say(replies.ok(octets));
            send(() -> writer.write(message));
            maildrop().retrieved(number);
        }
    }

    private void top(int number, int lines) throws IOException {
        MessageBytes message = content(number);
        if (message != null) {
            say(replies.ok("top of message follows"));
            send(() -> writer.writeTop(message, lines));
        }
    }

    /** A way to send a message. */
    @FunctionalInterface
    private interface Sending {
        void send() throws IOException;
    }

    /**
     * Sends a message whose pieces may still have to be fetched. Once it has begun there is no way to say that it cannot go
     * on: a connection that breaks off is the only thing that no client takes for a whole message.
     */
    private void send(Sending sending) throws IOException {
        try {
            sending.send();
        } catch (Refusal refusal) {
            LOG.warn("{}: a message broke off: {} {}", connection, refusal.reason(), refusal.text());
            connection.abort();
            close();
        }
    }

    private void delete(int number) throws IOException {
        if (isThere(number)) {
            maildrop().delete(number);
            highest = Math.max(highest, number);
            say(replies.ok("message " + number + " deleted"));
        }
    }

    private void reset() throws IOException {
        maildrop().undeleteAll();
        highest = 0;
        say(replies.ok(maildrop().countLeft() + " messages"));
    }

    private void quit() throws IOException {
        LoggedIn session = loggedIn;
        String farewell = replies.goodbye();
        if (session != null) {
            try {
                session.maildrop.finish();
            } catch (Refusal refusal) {
                farewell = replies.notAllRemoved(refusal);
            }
        }
        say(farewell);
        close();
    }

    private boolean isThere(int number) throws IOException {
        boolean there = maildrop().has(number);
        if (!there) {
            say(replies.noSuchMessage());
        }
        return there;
    }

    private Maildrop maildrop() {
        return session().maildrop;
    }

    private LoggedIn session() {
        LoggedIn session = loggedIn;
        if (session == null) {
            throw new IllegalStateException("the table lets this command through only after the login");
        }
        return session;
    }

    private void say(String line) throws IOException {
        connection.out().write(PopReplies.bytes(line));
    }
}
