package org.jdbmail.sieve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbmail.mime.bytes.MessageBytes;
import org.jdbmail.sieve.compile.Extension;
import org.jdbmail.sieve.effect.Edition;
import org.jdbmail.sieve.effect.Effect;
import org.jdbmail.sieve.effect.FilingTarget;
import org.jdbmail.sieve.host.DeliveryFacts;
import org.jdbmail.sieve.host.Host;
import org.jdbmail.sieve.host.ScriptPolicy;
import org.jdbmail.sieve.message.Mail;
import org.jdbmail.sieve.run.Interpreter;
import org.jdbmail.sieve.run.Limits;
import org.jdbmail.sieve.run.RunOutcome;
import org.jdbmail.sieve.run.RunTrace;
import org.jdbmail.sieve.run.Script;
import org.jdbmail.sieve.run.ScriptException;
import org.jdbmail.sieve.run.Scripts;
import org.jdbmail.sieve.syntax.Problem;

/** A place where scripts are tried: a host in memory, and what came of a run in words that a test can compare. */
public final class Sandbox implements Host, Scripts {
    /** A plain message from a stranger. */
    public static final String MESSAGE = """
            From: Stranger <stranger@example.com>
            To: alice@example.org
            Subject: Hello
            Date: Tue, 01 Apr 1997 09:06:31 -0800
            Message-ID: <1@example.com>

            How are you?
            """;

    public String sender = "stranger@example.com";
    public String recipient = "alice@example.org";
    public String original = "alice@example.org";
    public Set<String> own = new HashSet<>(Set.of("alice@example.org"));
    public DeliveryFacts.Dsn dsn = DeliveryFacts.Dsn.NONE;
    public Map<String, String> environment = new HashMap<>();
    public Instant received = Instant.parse("2026-03-04T05:06:07Z");
    public ScriptPolicy policy = ScriptPolicy.USUAL;
    public Limits limits = Limits.USUAL;
    public Set<Extension> available = EnumSet.allOf(Extension.class);
    public final Set<String> mailboxes = new HashSet<>(Set.of("INBOX"));
    public final Map<String, String> ids = new HashMap<>();
    public final Map<String, String> uses = new HashMap<>();
    public final Map<String, String> metadata = new HashMap<>();
    public final Set<Effect.Memory> memories = new HashSet<>();
    public final Map<String, List<String>> lists = new HashMap<>();
    public final Map<String, String> personal = new HashMap<>();
    public final Map<String, String> global = new HashMap<>();
    public RunTrace trace = RunTrace.NONE;

    /** What is wrong with a script. */
    public List<String> problems(String script) {
        return compiled(script).problems().stream().map(Problem::toString).toList();
    }

    public Sieve.Compiled compiled(String script) {
        return new Sieve(available, limits).compile("", script.getBytes(StandardCharsets.UTF_8));
    }

    public Script script(String script) {
        Sieve.Compiled compiled = compiled(script);
        assertNotNull(compiled.script(), () -> compiled.problems().toString());
        return compiled.script();
    }

    /** What comes of scripts one after the other. */
    public RunOutcome run(String message, String... scripts) {
        List<Script> list = new ArrayList<>();
        for (String script : scripts) {
            list.add(script(script));
        }
        return new Interpreter(limits).run(list, mail(message), delivery(), this, this, trace);
    }

    public static Mail mail(String message) {
        return Mail.of(bytes(message));
    }

    public static MessageBytes bytes(String message) {
        return MessageBytes.of(
                message.replace("\r\n", "\n").replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    public DeliveryFacts delivery() {
        return new DeliveryFacts(
                sender,
                recipient,
                original,
                "alice@example.org",
                own,
                "alice",
                dsn,
                environment,
                received,
                ZoneOffset.UTC,
                policy,
                "<reply.1@mail.example.org>");
    }

    /** What a script does to a message, in words; it must not fail. */
    public List<String> effects(String message, String... scripts) {
        RunOutcome outcome = run(message, scripts);
        assertNull(outcome.failure(), () -> String.valueOf(outcome.failure()));
        return words(outcome);
    }

    /** What it does to the usual message. */
    public List<String> effects(String script) {
        return effects(MESSAGE, script);
    }

    /** Whether a test holds for a message. */
    public boolean holds(String require, String test, String message) {
        return effects(message, require + "if " + test + " { discard; }").equals(List.of("discard"));
    }

    /** That a test holds, and its opposite doesn't. */
    public void assertHolds(String require, String test, String message) {
        assertEquals(true, holds(require, test, message), test);
    }

    /** That a test doesn't hold. */
    public void assertHoldsNot(String require, String test, String message) {
        assertEquals(false, holds(require, test, message), test);
    }

    public static List<String> words(RunOutcome outcome) {
        return outcome.effects().stream().map(Sandbox::words).toList();
    }

    private static String words(Effect effect) {
        return switch (effect) {
            case Effect.File(FilingTarget target, List<String> flags, Edition _) ->
                (target.isKeep() ? "keep" : "fileinto " + target.name())
                        + (target.create() ? " create" : "")
                        + (target.specialUse() == null ? "" : " " + target.specialUse())
                        + (target.mailboxId() == null ? "" : " " + target.mailboxId())
                        + (flags.isEmpty() ? "" : " (" + String.join(" ", flags) + ")");
            case Effect.Redirect(String address, Effect.Forwarding how, Edition _) ->
                "redirect " + address
                        + (how.conditions() == null ? "" : " NOTIFY=" + how.conditions())
                        + (how.ret() == null ? "" : " RET=" + how.ret())
                        + (how.deliverBy() == null ? "" : " BY=" + how.deliverBy());
            case Effect.Reject(String reason, boolean extended) -> (extended ? "ereject " : "reject ") + reason;
            case Effect.Discard() -> "discard";
            case Effect.Vacation vacation ->
                "vacation " + vacation.letter().recipients().getFirst();
            case Effect.Notify notify ->
                "notify " + String.join(",", notify.letter().recipients());
            case Effect.Remember _ -> "remember";
        };
    }

    /** The stored message's text. */
    public static String stored(RunOutcome outcome) {
        for (Effect effect : outcome.effects()) {
            if (effect instanceof Effect.File file) {
                return text(file.message());
            }
        }
        throw new AssertionError("nothing is stored: " + words(outcome));
    }

    public static String text(Edition edition) {
        return new String(edition.bytes().slice(0, edition.bytes().size()), StandardCharsets.UTF_8);
    }

    @Override
    public boolean mailboxExists(String name) {
        return mailboxes.contains(name);
    }

    @Override
    public boolean mailboxIdExists(String id) {
        return ids.containsKey(id);
    }

    @Override
    public boolean specialUseExists(String mailbox, String use) {
        return mailbox == null ? uses.containsValue(use) : use.equals(uses.get(mailbox));
    }

    @Override
    public String mailboxMetadata(String mailbox, String annotation) {
        return metadata.get(mailbox + " " + annotation);
    }

    @Override
    public String serverMetadata(String annotation) {
        return metadata.get(annotation);
    }

    @Override
    public boolean remembers(Effect.Memory memory) {
        return memories.stream()
                .anyMatch(each -> each.kind() == memory.kind() && each.key().equals(memory.key()));
    }

    @Override
    public boolean isList(String name) {
        return lists.containsKey(name);
    }

    @Override
    public String onList(String name, String value) {
        return lists.get(name).stream()
                .filter(value::equalsIgnoreCase)
                .findFirst()
                .orElse(null);
    }

    @Override
    public List<String> addressesOf(String list) {
        return lists.get(list);
    }

    @Override
    public Script find(String name, boolean global) throws ScriptException {
        String text = (global ? this.global : personal).get(name);
        if (text == null) {
            return null;
        }
        Sieve.Compiled compiled = new Sieve(available, limits).compile(name, text.getBytes(StandardCharsets.UTF_8));
        if (compiled.script() == null) {
            throw new ScriptException("the script '" + name + "' has errors");
        }
        return compiled.script();
    }
}
