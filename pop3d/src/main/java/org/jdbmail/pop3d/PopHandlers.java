package org.jdbmail.pop3d;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntFunction;
import org.jdbmail.core.auth.ChannelBindings;
import org.jdbmail.core.auth.Login;
import org.jdbmail.core.auth.Peer;
import org.jdbmail.core.index.MailboxIndexes;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.password.Password;
import org.jdbmail.core.reading.Readings;
import org.jdbmail.core.sasl.Mechanism;
import org.jdbmail.core.sasl.SaslDialogue;
import org.jdbmail.core.sasl.SaslExchange;
import org.jdbmail.core.sasl.SaslGate;
import org.jdbmail.mime.bytes.MessageBytes;
import org.jdbmail.pop3d.proto.PopCommand;
import org.jdbmail.pop3d.proto.PopState;
import org.jdbmail.wire.Connection;
import org.jdbmail.wire.transport.WireException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What each command does, and the state of a connection that commands change. The session has checked that it may be said. */
final class PopHandlers implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PopHandlers.class);

    /** RFC 5034 §4: a response may be up to 12,288 octets long. */
    private static final int MAX_RESPONSE = 12_288;

    private static final int MAX_SKIPPED = 1 << 20;

    private final Connection connection;
    private final PopSettings settings;
    private final PopReplies replies;
    private final Readings readings;
    private final MailboxIndexes indexes;
    private final SaslGate logins;
    private final MessageWriter writer;

    private final String challenge;
    private final LoginDelays delays;
    private boolean open = true;
    private @Nullable String name;
    private int failedLogins;
    /** One for all exchanges of a TLS connection, since some data are good for one only. */
    private @Nullable ChannelBindings bindings;

    private @Nullable LoggedIn loggedIn;
    /** The highest number that was retrieved or deleted (RFC 1460 §5, LAST). */
    private int highest;

    /** What there is after a login. */
    private record LoggedIn(Login.Accepted login, Maildrop maildrop, ReadAhead messages) {}

    PopHandlers(
            Connection connection,
            PopSettings settings,
            PopReplies replies,
            Readings readings,
            MailboxIndexes indexes,
            SaslGate logins,
            LoginDelays delays) {
        this.connection = connection;
        this.settings = settings;
        this.replies = replies;
        this.readings = readings;
        this.indexes = indexes;
        this.logins = logins;
        this.delays = delays;
        this.challenge = logins.offersApop() ? logins.challenge() : "";
        this.writer = new MessageWriter(connection.out());
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
        LoggedIn session = loggedIn;
        loggedIn = null;
        if (session != null) {
            logins.closed(session.login, connection.bytesRead(), connection.bytesWritten());
        }
    }

    /**
     * Does what a command says and answers it.
     *
     * @throws Refusal to be answered
     */
    void handle(PopCommand command) throws IOException {
        switch (command) {
            case PopCommand.User(String user) -> user(user);
            case PopCommand.Pass(byte[] secret) -> pass(secret);
            case PopCommand.Auth auth -> auth(auth);
            case PopCommand.Apop(String user, String digest) -> apop(user, digest);
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
            case PopCommand.Last() -> say(replies.ok(Integer.toString(highest)));
        }
    }

    private void user(String user) throws IOException {
        if (passwordsWait()) {
            return;
        }
        // RFC 1939 §7: whether there is such an account is not told.
        name = user;
        say(replies.ok("password, please"));
    }

    private void pass(byte[] secret) throws IOException {
        String user = name;
        name = null;
        if (passwordsWait()) {
            return;
        }
        if (user == null) {
            say(replies.mistake("say USER first"));
            return;
        }
        login(user, Password.of(secret));
    }

    /** For the greeting; empty where APOP can't be used. */
    String challenge() {
        return challenge;
    }

    // RFC 1939 §7. It does not tell the password, so that it is not refused in the clear.
    private void apop(String user, String digest) throws IOException {
        name = null;
        if (challenge.isEmpty()) {
            say(replies.mistake("APOP is not offered"));
            return;
        }
        answer(logins.apop(user, challenge, digest, peer()));
    }

    // RFC 6856 §3
    private void language(String tag) throws IOException {
        switch (tag.toLowerCase(Locale.ROOT)) {
            case "" -> multiline("languages follow", List.of("en English"));
            case "*", "en", "en-us", "en-gb", "i-default" -> say(replies.ok("en is spoken"));
            default -> say(replies.mistake("that language is not spoken"));
        }
    }

    // RFC 5034 §4
    private void auth(PopCommand.Auth auth) throws IOException {
        if (auth.mechanism().isEmpty()) {
            // RFC 1734 does not know this, but clients from before CAPA use it.
            multiline("mechanisms follow", mechanisms());
            return;
        }
        Optional<SaslExchange> exchange = logins.begin(auth.mechanism(), peer());
        if (exchange.isEmpty()) {
            boolean isKnown = Mechanism.ofName(auth.mechanism()).isPresent();
            if (!isKnown || !passwordsWait()) {
                say(replies.mistake("this mechanism is not known"));
            }
            return;
        }
        switch (SaslDialogue.run(exchange.get(), auth.initial(), this::challenge)) {
            case SaslExchange.Finished(Login login) -> answer(login);
            case SaslExchange.Broken(String text) -> say(replies.mistake(text));
            case SaslExchange.Challenge challenge -> throw new IllegalStateException("a dialogue goes to its end");
        }
    }

    private byte @Nullable [] challenge(String challenge) throws IOException {
        connection.out().writeAscii("+ " + challenge + "\r\n");
        try {
            return connection.in().readLine(MAX_RESPONSE);
        } catch (WireException.LineTooLong e) {
            connection.in().skipLine(MAX_SKIPPED);
            return null;
        }
    }

    private List<String> mechanisms() {
        return logins.mechanisms(peer()).stream().map(Mechanism::saslName).toList();
    }

    private Peer peer() {
        ChannelBindings known = bindings;
        if (known == null && connection.isTls()) {
            known = new ChannelBindings(connection::channelBinding);
            bindings = known;
        }
        return Peers.of(connection, known == null ? ChannelBindings.none() : known);
    }

    private void login(String user, Password password) throws IOException {
        Login login;
        try {
            login = logins.login(user, password, peer());
        } finally {
            password.wipe();
        }
        answer(login);
    }

    private void answer(Login login) throws IOException {
        switch (login) {
            case Login.Accepted accepted -> {
                if (delays.isTooEarly(accepted.user().id())) {
                    logins.closed(accepted, connection.bytesRead(), connection.bytesWritten());
                    say(replies.tooEarly(settings.loginDelay()));
                } else {
                    begin(accepted);
                }
            }
            case Login.Denied() -> {
                say(replies.denied());
                failed();
            }
            case Login.NotAuthorized() -> {
                say(replies.notAuthorized());
                failed();
            }
            case Login.Barred(Duration remaining) -> {
                say(replies.barred(remaining));
                close();
            }
        }
    }

    private void failed() throws IOException {
        if (++failedLogins >= settings.maxFailedLogins()) {
            say(replies.tooManyErrors());
            close();
        }
    }

    private void begin(Login.Accepted accepted) throws IOException {
        boolean opened = false;
        try {
            if (!connection.authenticated()) {
                throw new Refusal(Reason.LIMIT, "there are too many sessions, close one first");
            }
            Maildrop maildrop = Maildrop.open(readings, indexes, accepted.user().id());
            loggedIn = new LoggedIn(accepted, maildrop, new ReadAhead(readings.store(), maildrop));
            opened = true;
            accepted.open().whenRevoked(connection::abort);
            connection.setDeadline(Duration.ZERO);
            say(replies.ok(accepted.user().login() + " has " + maildrop.countLeft() + " messages ("
                    + maildrop.sizeLeft() + " octets)"));
        } finally {
            if (!opened) {
                logins.closed(accepted, connection.bytesRead(), connection.bytesWritten());
            }
        }
    }

    private boolean passwordsWait() throws IOException {
        boolean wait = !logins.takesPasswords(peer());
        if (wait) {
            say(replies.needsTls());
        }
        return wait;
    }

    // RFC 2595 §4
    private void startTls() throws IOException {
        if (!connection.canStartTls()) {
            say(replies.mistake("TLS cannot begin here"));
            return;
        }
        try {
            connection.startTls(PopReplies.bytes(replies.ok("begin TLS")));
            name = null;
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
        if (logins.takesPasswords(peer())) {
            all.add("USER");
        }
        List<String> mechanisms = mechanisms();
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
                session.maildrop.removeDeleted();
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
