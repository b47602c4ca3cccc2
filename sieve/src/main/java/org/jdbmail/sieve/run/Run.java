package org.jdbmail.sieve.run;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jdbmail.mime.structure.MimePart;
import org.jdbmail.sieve.effect.Edition;
import org.jdbmail.sieve.effect.Effect;
import org.jdbmail.sieve.effect.FilingTarget;
import org.jdbmail.sieve.host.DeliveryFacts;
import org.jdbmail.sieve.host.Host;
import org.jdbmail.sieve.match.regex.Meter;
import org.jdbmail.sieve.message.Mail;
import org.jdbmail.sieve.syntax.Position;
import org.jspecify.annotations.Nullable;

/** One run of some scripts on one message: what they know, have changed, and want done so far. Used by one thread. */
public final class Run implements Meter {
    private final Host host;
    private final Scripts scripts;
    private final RunTrace trace;
    private final Effects effects;
    private final Set<String> included = new HashSet<>();
    /** The scripts that run now, each included by the one before it. */
    private final Deque<String> running = new ArrayDeque<>();

    private final Deque<MimePart> parts = new ArrayDeque<>();
    private final List<String> notes = new ArrayList<>();

    private DeliveryFacts delivery;
    private Limits limits;
    private Mail mail;
    private Variables variables;
    private List<String> flags = List.of();
    private String script = "";
    private Position at = Position.START;
    private long left;
    private int includes;
    private int depth;
    private int letters;
    /** The message as it was before it was put into another; null if it wasn't. */
    private @Nullable Mail unenclosed;

    Run(Mail mail, DeliveryFacts delivery, Host host, Scripts scripts, Limits limits, RunTrace trace) {
        this.mail = mail;
        this.delivery = delivery;
        this.host = host;
        this.scripts = scripts;
        this.limits = limits;
        this.trace = trace;
        this.effects = new Effects(this::limits);
        this.variables = Variables.none(this::limits);
        this.left = limits.steps();
    }

    /** The run took too much. It isn't checked, so that it passes through whatever counts. */
    static final class Exhausted extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Exhausted() {
            super("exhausted", null, false, false);
        }
    }

    @Override
    public void spend(long steps) {
        left -= steps;
        if (left < 0) {
            throw new Exhausted();
        }
    }

    public DeliveryFacts delivery() {
        return delivery;
    }

    /** Goes on with another: a suite of tests tries many in one run. */
    void delivery(DeliveryFacts other) {
        delivery = other;
    }

    /** Goes on with the variables of before, after an inner script failed. */
    void restore(Variables before) {
        variables = before;
        depth = 0;
        running.clear();
    }

    /** Goes on with others. */
    void limits(Limits others) {
        limits = others;
        left = others.steps();
    }

    public Host host() {
        return host;
    }

    public Limits limits() {
        return limits;
    }

    /** The message as it is now. */
    public Mail mail() {
        return mail;
    }

    /** Changes the message. */
    public void mail(Mail changed) {
        mail = changed;
    }

    public Variables variables() {
        return variables;
    }

    /** Keeps what a test matched, unless there is nothing to keep. */
    public void matched(List<String> found) {
        if (!found.isEmpty()) {
            variables.matched(found);
        }
    }

    /** RFC 5232 §2: the flags of the internal variable. */
    public List<String> flags() {
        return flags;
    }

    public void flags(List<String> now) {
        flags = List.copyOf(now);
    }

    /** The part that a loop has come to; null outside of loops, and where another message has taken the place of its. */
    public @Nullable MimePart part() {
        MimePart part = parts.peek();
        return part == null || isGone(part) ? null : part;
    }

    /** Whether a part of a loop no longer is there. */
    public boolean isGone(MimePart part) {
        return mail.isGone(part);
    }

    /** Puts another message in place of this one. */
    public void replace(Mail instead) {
        mail = instead;
        unenclosed = null;
    }

    /** RFC 5703 §6: puts the message into another; it is sent on as it was before. */
    public void enclose(Mail around) {
        unenclosed = unenclosed == null ? mail : unenclosed;
        mail = around;
    }

    /** A Message-ID for another message that we write. */
    public String nextMessageId() {
        String first = delivery.messageId();
        return letters++ == 0 ? first : "<" + letters + "." + first.substring(1);
    }

    /** The position of what is carried out. */
    public Position at() {
        return at;
    }

    /** Says something to whoever wants to know why. */
    public void note(String text) {
        trace.note(script, at, text);
    }

    /** Says something that the script's owner should see. */
    public void warn(String text) {
        trace.note(script, at, text);
        if (notes.size() < 20) {
            notes.add((script.isEmpty() ? "" : script + ": ") + at + ": " + text);
        }
    }

    List<String> notes() {
        return notes;
    }

    Effects effects() {
        return effects;
    }

    String script() {
        return script;
    }

    /** Carries out steps up to the end, or to where the script goes on elsewhere. */
    public Flow execute(List<Step> steps) throws ScriptException {
        for (Step step : steps) {
            spend(1);
            at = step.at();
            trace.command(script, at, step.name());
            Flow flow = step.instruction().execute(this);
            if (!(flow instanceof Flow.Next)) {
                return flow;
            }
        }
        return Flow.NEXT;
    }

    /** Whether a test holds. */
    public boolean holds(Check check) throws ScriptException {
        spend(1);
        Position before = at;
        at = check.at();
        boolean holds = check.test().holds(this);
        trace.test(script, check.at(), check.name(), holds);
        at = before;
        return holds;
    }

    /** Carries out steps for a part of the message. */
    public Flow executeFor(MimePart part, List<Step> steps) throws ScriptException {
        if (parts.size() >= limits.loops()) {
            throw new ScriptException("more than " + limits.loops() + " loops inside each other");
        }
        parts.push(part);
        try {
            return execute(steps);
        } finally {
            parts.pop();
        }
    }

    /** Ends a loop over parts: those that come after it see the message as it is now. */
    public void endLoop() {
        if (parts.isEmpty()) {
            mail = mail.settled();
        }
    }

    /** Runs one of the scripts that this run is made of, with variables of its own. */
    void begin(Script begun) {
        script = begun.name();
        variables = Variables.none(this::limits);
        flags = List.of();
        depth = 0;
        running.clear();
    }

    /**
     * RFC 6609 §3.2: runs another script as if it stood here.
     *
     * @param once whether it isn't run a second time
     * @param optional whether it need not exist
     */
    public Flow include(String name, boolean global, boolean once, boolean optional) throws ScriptException {
        String id = (global ? "global " : "personal ") + name;
        if (once && included.contains(id)) {
            return Flow.NEXT;
        }
        if (++includes > limits.includes() || depth >= limits.includeDepth()) {
            throw new ScriptException(
                    depth >= limits.includeDepth()
                            ? "more than " + limits.includeDepth() + " scripts include each other"
                            : "more than " + limits.includes() + " scripts are included");
        }
        Script found = scripts.find(name, global);
        if (found == null) {
            if (optional) {
                note("there is no script '" + name + "'");
                return Flow.NEXT;
            }
            throw new ScriptException("there is no script '" + name + "' to include");
        }
        if (running.contains(id)) {
            // RFC 6609 §3.2.
            throw new ScriptException("the script '" + name + "' includes itself");
        }
        included.add(id);
        running.push(id);
        Variables before = variables;
        String outer = script;
        Position place = at;
        variables = before.ofAnother();
        script = found.name();
        depth++;
        // Where the script fails, its name and place stay for the message about it.
        Flow flow = execute(found.steps());
        depth--;
        running.pop();
        script = outer;
        variables = before;
        at = place;
        return flow instanceof Flow.Return ? Flow.NEXT : flow;
    }

    /** RFC 5228 §4.3, §4.1: stores the message as it is now. */
    public void file(FilingTarget target, @Nullable List<String> withFlags, boolean copy) throws ScriptException {
        effects.file(target, withFlags == null ? flags : withFlags, mail.edition());
        if (!copy) {
            effects.cancelKeep();
        }
        note(target.isKeep() ? "keep" : "file into '" + target.name() + "'");
    }

    /** RFC 5228 §4.2: sends the message on as it is now. */
    public void redirect(String address, Effect.Forwarding how, boolean copy) throws ScriptException {
        Mail sent = unenclosed == null ? mail : unenclosed;
        effects.redirect(new Effect.Redirect(address, how, sent.edition()));
        if (!copy) {
            effects.cancelKeep();
        }
        note("redirect to <" + address + ">");
    }

    /** RFC 6134 §2.3: sends the message on as it is now to all of a list. */
    public void redirectToAll(List<String> addresses, Effect.Forwarding how, boolean copy) throws ScriptException {
        Mail sent = unenclosed == null ? mail : unenclosed;
        spend(addresses.size());
        effects.redirectToAll(addresses.stream()
                .map(address -> new Effect.Redirect(address, how, sent.edition()))
                .toList());
        if (!copy) {
            effects.cancelKeep();
        }
        note("redirect to " + addresses.size() + " addresses of a list");
    }

    /** RFC 5228 §4.4. */
    public void discard() throws ScriptException {
        effects.discard();
        note("discard");
    }

    /** RFC 5429. */
    public void reject(String reason, boolean extended) throws ScriptException {
        effects.reject(new Effect.Reject(reason, extended));
        note("reject");
    }

    /**
     * RFC 5230 §4.7: only one answer is sent, and none to who is told that the message was refused.
     *
     * @return false if a script before this one has answered already
     */
    public boolean answerOnce() throws ScriptException {
        return effects.answerOnce();
    }

    /** RFC 5230. */
    public void vacation(Effect.Vacation vacation) throws ScriptException {
        effects.vacation(vacation);
        note("answer <" + vacation.letter().recipients().getFirst() + ">");
    }

    /** RFC 5435. */
    public void tell(Effect.Notify notify) throws ScriptException {
        effects.tell(notify);
        note("notify <" + String.join(">, <", notify.letter().recipients()) + ">");
    }

    /** Whether somebody is told of this message already. */
    public boolean isTold(String address) {
        return effects.list().stream()
                .anyMatch(effect -> effect instanceof Effect.Notify notify
                        && notify.letter().recipients().stream().anyMatch(address::equalsIgnoreCase));
    }

    /** RFC 7352: remembers something if the delivery succeeds. */
    public void remember(Effect.Memory memory) {
        effects.remember(memory);
    }

    /** The message as it is now. */
    Edition edition() {
        return mail.edition();
    }
}
