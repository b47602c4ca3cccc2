package org.jdbmail.core.sieve;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jdbmail.core.smtp.EnvelopeAddress;
import org.jdbmail.core.store.Store;
import org.jdbmail.core.store.User;
import org.jdbmail.mime.bytes.MessageBytes;
import org.jdbmail.sieve.effect.Effect;
import org.jdbmail.sieve.effect.FilingTarget;
import org.jdbmail.sieve.host.DeliveryFacts;
import org.jdbmail.sieve.host.Host;
import org.jdbmail.sieve.message.Mail;
import org.jdbmail.sieve.run.Interpreter;
import org.jdbmail.sieve.run.RunOutcome;
import org.jdbmail.sieve.run.RunTrace;
import org.jdbmail.sieve.run.Script;
import org.jdbmail.sieve.run.Scripts;
import org.jdbmail.sieve.syntax.Position;
import org.jspecify.annotations.Nullable;

/** Tries a script on a message, changes nothing, and tells step by step what it would do. */
public final class ScriptTrial {
    private final SieveOptions options;
    private final List<String> lines = new ArrayList<>();

    public ScriptTrial(SieveOptions options) {
        this.options = options;
    }

    /**
     * Runs a script.
     *
     * @param world what the script may ask, and include
     * @param sender of the envelope
     * @param recipient of the envelope, who owns the script
     * @return the steps, and then what would be done
     */
    public List<String> run(Script script, byte[] message, World world, String sender, String recipient, Instant now) {
        String original = recipient.toLowerCase(Locale.ROOT);
        DeliveryFacts delivery = new DeliveryFacts(
                sender,
                recipient,
                recipient,
                recipient,
                Set.of(original),
                recipient,
                DeliveryFacts.Dsn.NONE,
                Map.of("host", options.hostname(), "location", "MS", "phase", "during", "name", "JDBMail"),
                now,
                options.zone(),
                options.policy(),
                "<trial@" + options.hostname() + ">");
        RunOutcome outcome = new Interpreter(options.limits())
                .run(
                        List.of(script),
                        Mail.of(MessageBytes.of(message)),
                        delivery,
                        world.host,
                        world.others,
                        new Steps());
        outcome.notes().forEach(note -> lines.add("note: " + note));
        RunOutcome.Failure failure = outcome.failure();
        if (failure != null) {
            lines.add("error: " + failure);
        }
        outcome.effects().forEach(effect -> lines.add("=> " + words(effect)));
        if (outcome.effects().isEmpty()) {
            lines.add("=> the message is thrown away");
        }
        return List.copyOf(lines);
    }

    /** What a script asks, and what it includes. */
    public record World(Host host, Scripts others) {}

    /** The world of an account: its mailboxes, what is remembered for it, its other scripts and those of the administrator. */
    public World of(Store store, User user, byte[] message, String sender, String recipient) {
        CompiledScripts compiled = new CompiledScripts(new ScriptCompiler(options));
        InstantSource clock = InstantSource.system();
        Host host = new StoreHost(
                store,
                user,
                new Boxes(store, user),
                new ListFiles(options.folder(), options.remembered(), clock),
                new StoreHost.Message(
                        EnvelopeAddress.ofPlain(sender),
                        MessageBytes.of(message),
                        List.of(EnvelopeAddress.ofPlain(recipient), EnvelopeAddress.ofPlain(user.login()))),
                clock.instant());
        AdministratorScripts around = new AdministratorScripts(options.folder(), compiled, options.remembered(), clock);
        return new World(
                host,
                new StoredScripts(store, compiled, user.id(), around.found().global()));
    }

    /** A world with an INBOX and nothing else. */
    public static World nowhere() {
        return new World(new InboxOnly(), Scripts.NONE);
    }

    private static String words(Effect effect) {
        return switch (effect) {
            case Effect.File file ->
                "the message" + (file.message().edited() ? ", edited," : "") + " goes into " + place(file.target())
                        + (file.flags().isEmpty() ? "" : " with the flags " + String.join(" ", file.flags()));
            case Effect.Redirect redirect ->
                "the message" + (redirect.message().edited() ? ", edited," : "") + " is sent on to "
                        + redirect.address();
            case Effect.Reject reject ->
                "the message is refused: " + reject.reason().strip();
            case Effect.Discard() -> "nothing else is done with the message";
            case Effect.Vacation vacation ->
                "an answer goes to " + String.join(", ", vacation.letter().recipients());
            case Effect.Notify notify ->
                "a notice goes to " + String.join(", ", notify.letter().recipients());
            case Effect.Remember remember ->
                "it is remembered for " + remember.memory().period().toSeconds() + " seconds";
        };
    }

    private static String place(FilingTarget target) {
        return (target.isKeep() ? "the mailbox where mail is kept" : "\"" + target.name() + "\"")
                + (target.specialUse() == null ? "" : ", or the mailbox for " + target.specialUse())
                + (target.create() ? ", made if it is missing" : "");
    }

    private final class Steps implements RunTrace {
        @Override
        public void command(String script, Position at, String name) {
            lines.add(at + ": " + name);
        }

        @Override
        public void test(String script, Position at, String name, boolean holds) {
            lines.add(at + ": test " + name + ": " + (holds ? "true" : "false"));
        }

        @Override
        public void note(String script, Position at, String text) {
            lines.add(at + ": " + text);
        }
    }

    private static final class InboxOnly implements Host {
        @Override
        public boolean mailboxExists(String name) {
            return name.equalsIgnoreCase("INBOX");
        }

        @Override
        public boolean mailboxIdExists(String id) {
            return false;
        }

        @Override
        public boolean specialUseExists(@Nullable String mailbox, String use) {
            return false;
        }

        @Override
        public @Nullable String mailboxMetadata(String mailbox, String annotation) {
            return null;
        }

        @Override
        public @Nullable String serverMetadata(String annotation) {
            return null;
        }

        @Override
        public boolean remembers(Effect.Memory memory) {
            return false;
        }

        @Override
        public boolean isList(String name) {
            return false;
        }

        @Override
        public @Nullable String onList(String name, String value) {
            return null;
        }

        @Override
        public @Nullable List<String> addressesOf(String list) {
            return null;
        }
    }
}
