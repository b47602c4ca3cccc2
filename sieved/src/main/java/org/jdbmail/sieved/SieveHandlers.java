package org.jdbmail.sieved;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jdbmail.core.auth.ChannelBindings;
import org.jdbmail.core.auth.Login;
import org.jdbmail.core.auth.Peer;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.sasl.Mechanism;
import org.jdbmail.core.sasl.SaslDialogue;
import org.jdbmail.core.sasl.SaslExchange;
import org.jdbmail.core.sasl.SaslGate;
import org.jdbmail.core.sieve.ScriptCompiler;
import org.jdbmail.core.sieve.UserScripts;
import org.jdbmail.core.store.SieveScripts.SieveScript;
import org.jdbmail.sieved.proto.SieveCommand;
import org.jdbmail.sieved.proto.SieveSyntaxException;
import org.jdbmail.sieved.proto.SieveVerb;
import org.jdbmail.sieved.proto.Word;
import org.jdbmail.wire.Connection;
import org.jdbmail.wire.transport.WireException;
import org.jspecify.annotations.Nullable;

/** What each command does, and the state of a connection that commands change. The session has checked that it may be said. */
final class SieveHandlers implements AutoCloseable {
    private static final int MAX_RESPONSE = 16_384;

    private final Connection connection;
    private final ManageSieveOptions settings;
    private final SieveReplies replies;
    private final UserScripts scripts;
    private final SaslGate logins;
    private final CommandReader reader;

    private boolean open = true;
    private int failedLogins;
    private Login.@Nullable Accepted login;
    private @Nullable ChannelBindings bindings;

    SieveHandlers(
            Connection connection,
            ManageSieveOptions settings,
            SieveReplies replies,
            UserScripts scripts,
            SaslGate logins,
            CommandReader reader) {
        this.connection = connection;
        this.settings = settings;
        this.replies = replies;
        this.scripts = scripts;
        this.logins = logins;
        this.reader = reader;
    }

    boolean isLoggedIn() {
        return login != null;
    }

    /** Whether the connection goes on. */
    boolean isOpen() {
        return open;
    }

    int largestScript() {
        return scripts.mostOctets();
    }

    /** Ends the connection. */
    @Override
    public void close() {
        open = false;
        logOut();
    }

    private void logOut() {
        Login.Accepted ended = login;
        login = null;
        if (ended != null) {
            logins.closed(ended, connection.bytesRead(), connection.bytesWritten());
        }
    }

    /** RFC 5804 §1.7: the capabilities come first. */
    void greet() throws IOException {
        capabilities();
        say(replies.greeting());
    }

    /**
     * Does what a command says and answers it.
     *
     * @throws Refusal to be answered
     */
    void handle(SieveCommand command) throws IOException {
        switch (command) {
            case SieveCommand.Authenticate authenticate -> authenticate(authenticate);
            case SieveCommand.Plain(SieveVerb verb) -> plain(verb);
            case SieveCommand.HaveSpace(String name, long octets) -> {
                scripts.checkRoom(user(), name, octets);
                say(replies.ok("There is room"));
            }
            case SieveCommand.PutScript(String name, byte[] text) ->
                answer(scripts.put(user(), name, text), "The script is kept");
            case SieveCommand.CheckScript(byte[] text) ->
                answer(scripts.check(user(), text), "The script has no errors");
            case SieveCommand.OfScript(SieveVerb verb, String name) -> ofScript(verb, name);
            case SieveCommand.Rename(String name, String newName) -> {
                scripts.rename(user(), name, newName);
                say(replies.ok("Renamed"));
            }
            case SieveCommand.Noop(String tag) ->
                say(tag == null ? replies.ok("Done") : replies.ok("TAG", tag, "Done"));
        }
    }

    private void plain(SieveVerb verb) throws IOException {
        switch (verb) {
            case STARTTLS -> startTls();
            case LOGOUT -> {
                say(replies.ok("Goodbye"));
                close();
            }
            case CAPABILITY -> {
                capabilities();
                say(replies.ok("These are all"));
            }
            case LISTSCRIPTS -> list();
            case UNAUTHENTICATE -> {
                logOut();
                connection.setDeadline(settings.patience().login());
                say(replies.ok("Logged out"));
            }
            case AUTHENTICATE,
                    HAVESPACE,
                    PUTSCRIPT,
                    SETACTIVE,
                    GETSCRIPT,
                    DELETESCRIPT,
                    RENAMESCRIPT,
                    CHECKSCRIPT,
                    NOOP -> throw new IllegalStateException(verb.name());
        }
    }

    private void ofScript(SieveVerb verb, String name) throws IOException {
        switch (verb) {
            case SETACTIVE -> activate(name);
            case GETSCRIPT -> {
                // RFC 5804 §2.9: always a literal, byte for byte.
                byte[] text = scripts.get(user(), name).getBytes(StandardCharsets.UTF_8);
                connection.out().writeAscii("{" + text.length + "}\r\n");
                connection.out().write(text);
                connection.out().writeAscii("\r\n");
                say(replies.ok("That was it"));
            }
            case DELETESCRIPT -> {
                scripts.delete(user(), name);
                say(replies.ok("Deleted"));
            }
            case AUTHENTICATE,
                    STARTTLS,
                    LOGOUT,
                    CAPABILITY,
                    HAVESPACE,
                    PUTSCRIPT,
                    LISTSCRIPTS,
                    RENAMESCRIPT,
                    CHECKSCRIPT,
                    NOOP,
                    UNAUTHENTICATE -> throw new IllegalStateException(verb.name());
        }
    }

    private long user() {
        Login.Accepted now = login;
        if (now == null) {
            throw new IllegalStateException("nobody is logged in");
        }
        return now.user().id();
    }

    private void list() throws IOException {
        for (SieveScript script : scripts.list(user())) {
            say(SieveReplies.string(script.name()) + (script.active() ? " ACTIVE" : "") + "\r\n");
        }
        say(replies.ok("These are all"));
    }

    private void activate(String name) throws IOException {
        // RFC 5804 §2.8: the empty name is none.
        Optional<ScriptCompiler.Checked> checked = scripts.activate(user(), name.isEmpty() ? null : name);
        if (checked.isPresent()) {
            answer(checked.get(), "Active");
        } else {
            say(replies.ok("No script is active"));
        }
    }

    private void answer(ScriptCompiler.Checked checked, String text) throws IOException {
        if (checked.script() == null) {
            say(replies.errors(checked.errors()));
        } else if (!checked.warnings().isEmpty()) {
            say(replies.okWithWarnings(checked.warnings()));
        } else {
            say(replies.ok(text));
        }
    }

    // RFC 5804 §2.1
    private void authenticate(SieveCommand.Authenticate authenticate) throws IOException {
        Optional<SaslExchange> exchange = logins.begin(authenticate.mechanism(), peer());
        if (exchange.isEmpty()) {
            boolean isKnown = Mechanism.ofName(authenticate.mechanism()).isPresent();
            say(isKnown ? replies.needsTls() : replies.no("This mechanism is not known"));
            return;
        }
        switch (SaslDialogue.run(exchange.get(), authenticate.initial(), this::challenge)) {
            case SaslExchange.Finished(Login result) -> answer(result);
            case SaslExchange.Broken(String text) -> say(replies.no(text));
            case SaslExchange.Challenge challenge -> throw new IllegalStateException("a dialogue goes to its end");
        }
    }

    /** A challenge is a string, and so is what answers it. */
    private byte @Nullable [] challenge(String challenge) throws IOException {
        say(SieveReplies.string(challenge) + "\r\n");
        try {
            List<Word> words = reader.read(MAX_RESPONSE);
            return words.size() == 1 && words.getFirst() instanceof Word.Text(byte[] bytes) ? bytes : new byte[] {'*'};
        } catch (SieveSyntaxException | WireException.LineTooLong | Refusal e) {
            return null;
        }
    }

    private void answer(Login result) throws IOException {
        switch (result) {
            case Login.Accepted accepted -> {
                if (!connection.authenticated()) {
                    throw new Refusal(Reason.LIMIT, "There are too many sessions, close one first");
                }
                login = accepted;
                accepted.open().whenRevoked(connection::abort);
                connection.setDeadline(Duration.ZERO);
                say(replies.ok("Logged in"));
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
        if (++failedLogins >= settings.mistakes().failedLogins()) {
            say(replies.tooManyErrors());
            close();
        }
    }

    // RFC 5804 §2.2
    private void startTls() throws IOException {
        if (!connection.canStartTls()) {
            say(replies.no("TLS can't begin here"));
            return;
        }
        try {
            connection.startTls(SieveReplies.bytes(replies.ok("Begin TLS")));
            // What was offered before may have been changed on its way.
            greet();
        } catch (WireException.PipelinedPlaintext e) {
            say(replies.bye("STARTTLS must be the last command of its group"));
            close();
        }
    }

    // RFC 5804 §1.7
    private void capabilities() throws IOException {
        ScriptCompiler compiler = scripts.compiler();
        StringBuilder all = new StringBuilder();
        all.append(SieveReplies.capability("IMPLEMENTATION", "JDBMail"));
        all.append(SieveReplies.capability("SIEVE", String.join(" ", compiler.extensions())));
        if (!compiler.notifyMethods().isEmpty()) {
            all.append(SieveReplies.capability("NOTIFY", String.join(" ", compiler.notifyMethods())));
        }
        if (!compiler.listTypes().isEmpty()) {
            // RFC 6134 §2.8.
            all.append(SieveReplies.capability("EXTLISTS", String.join(" ", compiler.listTypes())));
        }
        List<String> mechanisms =
                logins.mechanisms(peer()).stream().map(Mechanism::saslName).toList();
        all.append(SieveReplies.capability("SASL", String.join(" ", mechanisms)));
        if (connection.canStartTls() && login == null) {
            all.append("\"STARTTLS\"\r\n");
        }
        all.append(SieveReplies.capability("MAXREDIRECTS", Integer.toString(compiler.mostRedirects())));
        if (login != null) {
            all.append(SieveReplies.capability("OWNER", login.user().login()));
        }
        all.append("\"UNAUTHENTICATE\"\r\n");
        all.append(SieveReplies.capability("VERSION", "1.0"));
        say(all.toString());
    }

    private Peer peer() {
        return Peers.of(connection, bindings());
    }

    /** Anew when TLS begins; one for all exchanges of a connection, since some data are good for one only. */
    private ChannelBindings bindings() {
        ChannelBindings known = bindings;
        if (known == null && connection.isTls()) {
            known = new ChannelBindings(connection::channelBinding);
            bindings = known;
        }
        return known == null ? ChannelBindings.none() : known;
    }

    private void say(String reply) throws IOException {
        connection.out().write(SieveReplies.bytes(reply));
    }
}
