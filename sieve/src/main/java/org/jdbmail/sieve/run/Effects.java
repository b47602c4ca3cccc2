package org.jdbmail.sieve.run;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jdbmail.sieve.effect.Edition;
import org.jdbmail.sieve.effect.Effect;
import org.jdbmail.sieve.effect.Target;

/** What the scripts of a run want done so far, and what of it goes together. */
final class Effects {
    private final Supplier<Limits> limits;
    private final List<Effect> list = new ArrayList<>();
    /** How many of them are of scripts that have ended. */
    private int ended;

    private boolean implicitKeep = true;
    /** Whether the script that runs asked for the message to be kept. */
    private boolean kept;

    private boolean answered;

    Effects(Supplier<Limits> limits) {
        this.limits = limits;
    }

    List<Effect> list() {
        return list;
    }

    /** Whether the message is to be kept as things are, so that a script after this one has a say. */
    boolean isKeepPending() {
        return implicitKeep || kept;
    }

    boolean isImplicitKeep() {
        return implicitKeep;
    }

    void cancelKeep() {
        implicitKeep = false;
    }

    /** Starts another script, which decides anew what becomes of a message that is kept so far. */
    void next() {
        if (kept) {
            list.removeIf(effect ->
                    effect instanceof Effect.File file && file.target().isInbox());
            kept = false;
            implicitKeep = true;
        }
        ended = list.size();
    }

    /** Forgets what the script that runs wanted. */
    void forget() {
        list.subList(Math.min(ended, list.size()), list.size()).clear();
        implicitKeep = true;
        kept = false;
        answered = false;
    }

    /** RFC 5228 §2.10.3: filing twice into one mailbox gives one copy, with the flags of the last. */
    void file(Target target, List<String> flags, Edition message) throws ScriptException {
        refuse(Effect.Reject.class, "a message that is rejected can't be filed too");
        kept |= target.isInbox();
        Effect.File file = new Effect.File(target, flags, message);
        for (int i = 0; i < list.size(); i++) {
            if (list.get(i) instanceof Effect.File old && same(old.target(), target)) {
                list.set(i, file);
                return;
            }
        }
        add(file);
    }

    /** RFC 5228 §2.10.2: the message is kept, whatever else is done and how much of it. */
    void keep(List<String> flags, Edition message) {
        kept = true;
        implicitKeep = false;
        list.removeIf(
                effect -> effect instanceof Effect.File old && old.target().isInbox());
        list.add(new Effect.File(Target.INBOX, flags, message));
    }

    private static boolean same(Target a, Target b) {
        return a.isInbox() && b.isInbox() || a.equals(b);
    }

    void redirect(Effect.Redirect redirect) throws ScriptException {
        refuse(Effect.Reject.class, "a message that is rejected can't be redirected too");
        long before = 0;
        for (Effect effect : list) {
            if (effect instanceof Effect.Redirect old) {
                before++;
                if (old.address().equalsIgnoreCase(redirect.address())) {
                    return;
                }
            }
        }
        if (before >= limits.get().redirects()) {
            throw new ScriptException(
                    limits.get().redirects() == 0
                            ? "redirecting is not allowed here"
                            : "more than " + limits.get().redirects() + " redirects");
        }
        add(redirect);
    }

    /** RFC 5429 §2.3: what can't go together with a rejection. */
    void reject(Effect.Reject reject) throws ScriptException {
        boolean done = list.subList(0, ended).stream()
                .anyMatch(effect -> effect instanceof Effect.File || effect instanceof Effect.Redirect);
        if (done) {
            // A script before this one has taken the message: its sender can't be told that it was refused.
            discard();
            return;
        }
        refuse(Effect.File.class, "a message that is filed can't be rejected too");
        refuse(Effect.Redirect.class, "a message that is redirected can't be rejected too");
        if (answered) {
            throw new ScriptException("a message that is answered can't be rejected too");
        }
        refuse(Effect.Reject.class, "a message can't be rejected twice");
        add(reject);
        cancelKeep();
    }

    /** RFC 5230 §4.7, RFC 5429 §2.3. */
    void answerOnce() throws ScriptException {
        refuse(Effect.Reject.class, "a message that is rejected can't be answered too");
        if (answered) {
            throw new ScriptException("a message can't be answered by 'vacation' twice");
        }
        answered = true;
    }

    void vacation(Effect.Vacation vacation) throws ScriptException {
        add(vacation);
    }

    void tell(Effect.Notify notify) throws ScriptException {
        long before = list.stream().filter(Effect.Notify.class::isInstance).count();
        if (before >= limits.get().notifications()) {
            throw new ScriptException("more than " + limits.get().notifications() + " notifications");
        }
        add(notify);
    }

    void discard() throws ScriptException {
        cancelKeep();
        if (list.stream().noneMatch(Effect.Discard.class::isInstance)) {
            add(new Effect.Discard());
        }
    }

    void remember(Effect.Memory memory) {
        Effect.Remember remember = new Effect.Remember(memory);
        if (!list.contains(remember)) {
            list.add(remember);
        }
    }

    private void refuse(Class<? extends Effect> kind, String words) throws ScriptException {
        if (list.stream().anyMatch(kind::isInstance)) {
            throw new ScriptException(words);
        }
    }

    private void add(Effect effect) throws ScriptException {
        long actions =
                list.stream().filter(each -> !(each instanceof Effect.Remember)).count();
        if (actions >= limits.get().effects()) {
            throw new ScriptException("more than " + limits.get().effects() + " actions");
        }
        list.add(effect);
    }
}
