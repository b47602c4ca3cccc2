package org.jdbmail.sieved;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jdbmail.core.auth.ChannelBindings;
import org.jdbmail.core.auth.LoginResult;
import org.jdbmail.core.auth.Peer;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.sasl.LineLogin;
import org.jdbmail.core.sasl.Mechanism;
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
    private final SaslGate gate;
    private final LineLogin login;
    private final ChannelBindings bindings;
    private final CommandReader reader;

    private boolean open = true;

    SieveHandlers(
            Connection connection,
            ManageSieveOptions settings,
            SieveReplies replies,
            UserScripts scripts,
            SaslGate gate,
            CommandReader reader) {
        this.connection = connection;
        this.settings = settings;
        this.replies = replies;
        this.scripts = scripts;
        this.gate = gate;
        this.reader = reader;
        this.bindings = new ChannelBindings(connection::channelBinding);
        this.login = new LineLogin(gate, new Words(), settings.mistakes().failedLogins());
    }

    boolean isLoggedIn() {
        return login.present().isPresent();
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
        login.leave();
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
            // RFC 5804 §2.1
            case SieveCommand.Authenticate said -> login.authenticate(said.mechanism(), said.initial());
            case SieveCommand.Plain(SieveVerb verb) -> plain(verb);
            case SieveCommand.HaveSpace(String name, long octets) -> {
                scripts.checkRoom(user(), name, octets);
                say(replies.ok("There is room"));
            }
            case SieveCommand.PutScript(String name, byte[] text) ->
                answer(name, scripts.put(user(), name, text), "The script is kept");
            case SieveCommand.CheckScript(byte[] text) ->
                answer("", scripts.check(user(), text), "The script has no errors");
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
                login.leave();
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
        return login.present()
                .orElseThrow(() -> new IllegalStateException("nobody is logged in"))
                .user()
                .id();
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
            answer(name, checked.get(), "Active");
        } else {
            say(replies.ok("No script is active"));
        }
    }

    private void answer(String name, ScriptCompiler.Checked checked, String text) throws IOException {
        if (checked.script() == null) {
            say(replies.errors(checked.errorsOf(name)));
        } else if (!checked.warnings().isEmpty()) {
            say(replies.okWithWarnings(checked.warningsOf(name)));
        } else {
            say(replies.ok(text));
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
                gate.mechanisms(peer()).stream().map(Mechanism::saslName).toList();
        all.append(SieveReplies.capability("SASL", String.join(" ", mechanisms)));
        if (connection.canStartTls() && !isLoggedIn()) {
            all.append("\"STARTTLS\"\r\n");
        }
        all.append(SieveReplies.capability("MAXREDIRECTS", Integer.toString(compiler.mostRedirects())));
        login.present()
                .ifPresent(in ->
                        all.append(SieveReplies.capability("OWNER", in.user().login())));
        all.append("\"UNAUTHENTICATE\"\r\n");
        all.append(SieveReplies.capability("VERSION", "1.0"));
        say(all.toString());
    }

    private Peer peer() {
        return Peer.of(
                "sieve",
                connection.remoteAddress(),
                connection.localAddress(),
                new Peer.Privacy(connection.isTls(), connection.canStartTls()),
                bindings,
                connection.peerCertificates().stream().findFirst());
    }

    private void say(String reply) throws IOException {
        connection.out().write(SieveReplies.bytes(reply));
    }

    /** What is said of logins. */
    private final class Words implements LineLogin.Front {
        @Override
        public Peer peer() {
            return SieveHandlers.this.peer();
        }

        /** A challenge is a string, and so is what answers it. */
        @Override
        public byte @Nullable [] answer(String challenge) throws IOException {
            say(SieveReplies.challenge(challenge));
            try {
                List<Word> words = reader.read(MAX_RESPONSE);
                return words.size() == 1 && words.getFirst() instanceof Word.Text(byte[] bytes)
                        ? bytes
                        : new byte[] {'*'};
            } catch (SieveSyntaxException | WireException.LineTooLong | Refusal e) {
                return null;
            }
        }

        @Override
        public boolean enter(LoginResult.Accepted accepted) throws IOException {
            if (!connection.authenticated()) {
                throw new Refusal(Reason.LIMIT, "There are too many sessions, close one first");
            }
            accepted.open().whenRevoked(connection::abort);
            connection.setDeadline(Duration.ZERO);
            say(replies.ok("Logged in"));
            return true;
        }

        @Override
        public void refuse(LineLogin.Refused why) throws IOException {
            say(replies.refused(why));
        }

        @Override
        public void tooManyFailures() throws IOException {
            say(replies.tooManyErrors());
        }

        @Override
        public void end() {
            close();
        }

        @Override
        public LineLogin.Octets octets() {
            return new LineLogin.Octets(connection.bytesRead(), connection.bytesWritten());
        }
    }
}
