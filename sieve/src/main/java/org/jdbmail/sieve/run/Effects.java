package org.jdbmail.sieve.run;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jdbmail.sieve.effect.Edition;
import org.jdbmail.sieve.effect.Effect;
import org.jdbmail.sieve.effect.FilingTarget;

/** What the scripts of a run want done so far, and what of it goes together. */
final class Effects {
    /** Addresses of one list to which a message is sent on. */
    private static final int LONGEST_LIST = 1_000;

    private final Supplier<Limits> limits;
    private final List<Effect> list = new ArrayList<>();
    /** How many of them are of scripts that have ended. */
    private int ended;

    private boolean implicitKeep = true;
    /** Whether the script that runs asked for the message to be kept. */
    private boolean kept;

    private int redirects;
    private int redirectsBefore;
    private boolean answered;
    /** Whether a script before this one told the sender something. */
    private boolean answeredBefore;

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
                    effect instanceof Effect.File file && file.target().isKeep());
            kept = false;
            implicitKeep = true;
        }
        ended = list.size();
        redirectsBefore = redirects;
        answeredBefore |= answered || list.stream().anyMatch(Effect.Reject.class::isInstance);
        answered = false;
    }

    /** Forgets what the script that runs wanted. */
    void forget() {
        list.subList(Math.min(ended, list.size()), list.size()).clear();
        implicitKeep = true;
        kept = false;
        answered = false;
        redirects = redirectsBefore;
    }

    /** RFC 5228 §2.10.3: filing twice into one mailbox gives one copy, with the flags of the last. */
    void file(FilingTarget target, List<String> flags, Edition message) throws ScriptException {
        refuse(Effect.Reject.class, "a message that is rejected can't be filed too");
        kept |= target.isKeep();
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
                effect -> effect instanceof Effect.File old && old.target().isKeep());
        list.add(new Effect.File(FilingTarget.KEEP, flags, message));
    }

    private static boolean same(FilingTarget a, FilingTarget b) {
        return a.isInbox() && b.isInbox() || a.equals(b);
    }

    void redirect(Effect.Redirect redirect) throws ScriptException {
        refuse(Effect.Reject.class, "a message that is rejected can't be redirected too");
        if (!isRedirectedTo(redirect.address())) {
            countRedirect();
            add(redirect);
        }
    }

    /** RFC 6134 §2.3: to all of a list, which counts as one, however many they are. */
    void redirectToAll(List<Effect.Redirect> redirects) throws ScriptException {
        refuse(Effect.Reject.class, "a message that is rejected can't be redirected too");
        if (redirects.size() > LONGEST_LIST) {
            throw new ScriptException("a list has more than " + LONGEST_LIST + " addresses");
        }
        countRedirect();
        for (Effect.Redirect redirect : redirects) {
            if (!isRedirectedTo(redirect.address())) {
                list.add(redirect);
            }
        }
    }

    private boolean isRedirectedTo(String address) {
        return list.stream()
                .anyMatch(effect ->
                        effect instanceof Effect.Redirect old && old.address().equalsIgnoreCase(address));
    }

    private void countRedirect() throws ScriptException {
        if (redirects >= limits.get().redirects()) {
            throw new ScriptException(
                    limits.get().redirects() == 0
                            ? "redirecting is not allowed here"
                            : "more than " + limits.get().redirects() + " redirects");
        }
        redirects++;
    }

    /** RFC 5429 §2.3: what can't go together with a rejection. What scripts before have done stands, and doesn't forbid it. */
    void reject(Effect.Reject reject) throws ScriptException {
        if (answeredBefore) {
            // The sender has an answer, and gets no second one.
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

    /** RFC 5230 §4.7, RFC 5429 §2.3: false where a script before has answered, and nobody is to hear it twice. */
    boolean answerOnce() throws ScriptException {
        refuse(Effect.Reject.class, "a message that is rejected can't be answered too");
        if (answered) {
            throw new ScriptException("a message can't be answered by 'vacation' twice");
        }
        answered = true;
        return !answeredBefore;
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
        if (list.subList(Math.min(ended, list.size()), list.size()).stream().anyMatch(kind::isInstance)) {
            throw new ScriptException(words);
        }
    }

    private void add(Effect effect) throws ScriptException {
        long actions = list.stream()
                .filter(each -> !(each instanceof Effect.Remember)
                        && !(each instanceof Effect.Redirect redirect
                                && redirect.how().fromList()))
                .count();
        if (actions >= limits.get().effects()) {
            throw new ScriptException("more than " + limits.get().effects() + " actions");
        }
        list.add(effect);
    }
}
