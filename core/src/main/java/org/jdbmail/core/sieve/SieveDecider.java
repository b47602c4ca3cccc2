package org.jdbmail.core.sieve;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbmail.core.compose.LetterWriter;
import org.jdbmail.core.delivery.Action;
import org.jdbmail.core.delivery.Arrival;
import org.jdbmail.core.delivery.Decider;
import org.jdbmail.core.delivery.Version;
import org.jdbmail.core.digest.TextDigest;
import org.jdbmail.core.mail.FlagSet;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.smtp.EnvelopeAddress;
import org.jdbmail.core.store.Memory;
import org.jdbmail.core.store.SieveScripts.SieveScript;
import org.jdbmail.core.store.Store;
import org.jdbmail.core.store.User;
import org.jdbmail.core.work.Requester;
import org.jdbmail.core.work.WorkPool;
import org.jdbmail.mime.bytes.MessageBytes;
import org.jdbmail.sieve.message.Mail;
import org.jdbmail.sieve.run.Interpreter;
import org.jdbmail.sieve.run.RunOutcome;
import org.jdbmail.sieve.run.RunTrace;
import org.jdbmail.sieve.run.Script;
import org.jdbmail.sieve.run.Scripts;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides by Sieve: the administrator's scripts before, the one of the account, those after. A script that fails keeps the
 * message; its owner is told of it by a letter, once for each text of a script. Our own trouble is for the peer to try again, so
 * that it never becomes a decision of a script's.
 */
public final class SieveDecider implements Decider {
    private static final Logger LOG = LoggerFactory.getLogger(SieveDecider.class);
    private static final int MOST_USERS = 20_000;

    /** Where more accounts than this have scripts, each is looked for by itself. */
    private static final int MOST_OWNERS = 5_000;

    /** Steps that the thread of a delivery makes itself, some milliseconds; a script that wants more begins anew in the pool. */
    private static final long FEW_STEPS = 200_000;

    /** For how long an owner is not told again of the same text of a script. */
    private static final Duration TOLD = Duration.ofDays(365);

    private static final String FAILURE = "sieve failure";

    private final Store store;
    private final SieveOptions options;
    private final Optional<WorkPool> work;
    private final EnvelopeAddress postmaster;
    private final CompiledScripts compiled;
    private final AdministratorScripts administrator;
    private final ListFiles lists;
    /** Who has a script at all: one look for all who get mail in a moment. */
    private final Cache<Boolean, Optional<Set<Long>>> owners;

    private final Cache<Long, Optional<SieveScript>> active;

    /**
     * A decider over the scripts of a store.
     *
     * @param work where scripts run that compute for long; without, they run in the thread of their delivery
     * @param postmaster in whose name owners are told of their scripts' errors
     */
    public SieveDecider(
            Store store,
            ScriptCompiler compiler,
            SieveOptions options,
            Optional<WorkPool> work,
            EnvelopeAddress postmaster) {
        this.store = store;
        this.options = options;
        this.work = work;
        this.postmaster = postmaster;
        this.compiled = new CompiledScripts(compiler);
        this.administrator =
                new AdministratorScripts(options.folder(), compiled, options.remembered(), InstantSource.system());
        this.lists = new ListFiles(options.folder(), options.remembered(), InstantSource.system());
        this.owners =
                Caffeine.newBuilder().expireAfterWrite(options.remembered()).build();
        this.active = Caffeine.newBuilder()
                .maximumSize(MOST_USERS)
                .expireAfterWrite(options.remembered())
                .build();
    }

    /**
     * What runs for one message.
     *
     * @param scripts in their order
     * @param own the account's own text; empty if it has none
     * @param errors what keeps the account's own script from running
     */
    private record Chosen(List<Script> scripts, String own, List<String> errors) {}

    @Override
    public List<Action> decide(Arrival arrival, List<Action> soFar) {
        try {
            User user = arrival.target().user();
            Optional<SieveScript> own = active(user.id());
            AdministratorScripts.Found around = administrator.found();
            if (own.isEmpty() && around.isSilent()) {
                return soFar;
            }
            return decide(arrival, soFar, chosen(own, around), around);
        } catch (Refusal refusal) {
            throw refusal.reason() == Reason.UNAVAILABLE ? refusal : unavailable(refusal);
        } catch (UncheckedIOException e) {
            throw unavailable(e);
        }
    }

    private static Refusal unavailable(Exception cause) {
        return new Refusal(Reason.UNAVAILABLE, "cannot be delivered to now", cause);
    }

    private Optional<SieveScript> active(long userId) {
        Optional<Set<Long>> all =
                owners.get(true, key -> store.look(tx -> tx.sieveScripts().activeOwners(MOST_OWNERS)));
        if (all != null && all.isPresent() && !all.get().contains(userId)) {
            return Optional.empty();
        }
        Optional<SieveScript> known = active.getIfPresent(userId);
        if (known == null) {
            known = store.look(tx -> tx.sieveScripts().active(userId));
            active.put(userId, known);
        }
        return known;
    }

    private Chosen chosen(Optional<SieveScript> own, AdministratorScripts.Found around) {
        List<Script> scripts = new ArrayList<>(around.before());
        List<String> errors = List.of();
        if (own.isPresent()) {
            ScriptCompiler.Checked checked =
                    compiled.of(own.get().name(), own.get().text());
            Script script = checked.script();
            errors = checked.errors();
            if (script != null) {
                scripts.add(script);
            }
        } else {
            around.usual().ifPresent(scripts::add);
        }
        scripts.addAll(around.after());
        if (scripts.isEmpty()) {
            scripts.add(Script.EMPTY); // which keeps the message
        }
        return new Chosen(scripts, own.map(SieveScript::text).orElse(""), errors);
    }

    private List<Action> decide(Arrival arrival, List<Action> soFar, Chosen chosen, AdministratorScripts.Found around) {
        Boxes boxes = new Boxes(store, arrival.target().user());
        RunOutcome outcome = run(arrival, chosen.scripts, boxes, around);
        outcome.notes().forEach(note -> LOG.debug("{}: {}", arrival.envelope().id(), note));
        List<Action> actions = new ArrayList<>(new EffectActions(arrival, soFar, boxes).of(outcome.effects()));
        RunOutcome.Failure failure = outcome.failure();
        List<String> errors = failure == null ? chosen.errors : List.of(failure.toString());
        if (!errors.isEmpty()) {
            tell(arrival, chosen.own, errors, actions);
        }
        return actions;
    }

    private RunOutcome run(Arrival arrival, List<Script> scripts, Boxes boxes, AdministratorScripts.Found around) {
        Run run = new Run(arrival, scripts, boxes, around);
        if (work.isEmpty()) {
            return run.with(options.limits().steps(), RunTrace.NONE);
        }
        long few = Math.min(FEW_STEPS, options.limits().steps());
        RunOutcome quick = run.with(few, RunTrace.NONE);
        RunOutcome.Failure failure = quick.failure();
        // A run leaves nothing behind, so it can be made again.
        return failure == null
                        || !failure.exhausted()
                        || few == options.limits().steps()
                ? quick
                : work.get()
                        .call(
                                new Requester(arrival.target().user().login(), "", () -> false),
                                progress -> run.with(options.limits().steps(), new TurnTrace(progress)));
    }

    /** One message and the scripts that run on it. */
    private final class Run {
        private final Arrival arrival;
        private final List<Script> scripts;
        private final Boxes boxes;
        private final AdministratorScripts.Found around;

        Run(Arrival arrival, List<Script> scripts, Boxes boxes, AdministratorScripts.Found around) {
            this.arrival = arrival;
            this.scripts = scripts;
            this.boxes = boxes;
            this.around = around;
        }

        RunOutcome with(long steps, RunTrace trace) {
            User user = arrival.target().user();
            Scripts others = new StoredScripts(store, compiled, user.id(), around.global());
            return new Interpreter(options.limits().withSteps(steps))
                    .run(
                            scripts,
                            Mail.of(arrival.message().bytes(), arrival.message().structure()),
                            Surroundings.of(arrival, options),
                            new StoreHost(
                                    store,
                                    user,
                                    boxes,
                                    lists,
                                    new StoreHost.Message(
                                            arrival.envelope().sender(),
                                            arrival.message().bytes(),
                                            Surroundings.ownAddresses(arrival)),
                                    arrival.received()),
                            others,
                            trace);
        }
    }

    /** Adds a letter for the owner to what is done, unless there was one of this text. */
    private void tell(Arrival arrival, String text, List<String> errors, List<Action> actions) {
        User user = arrival.target().user();
        String version = TextDigest.SHA256.of(text);
        Instant now = arrival.received();
        Memory memory = Memory.of(user.id(), FAILURE, version, now);
        if (store.look(tx -> tx.rules().isRemembered(memory, now))) {
            return;
        }
        LOG.warn(
                "{}: the Sieve script of {} failed, the message is kept: {}",
                arrival.envelope().id(),
                user.login(),
                String.join("; ", errors));
        byte[] letter = new LetterWriter()
                .address("From", postmaster)
                .address("To", Surroundings.own(arrival))
                .field("Subject", "Your Sieve script has an error")
                .identity(now, options.hostname())
                .known("Auto-Submitted", "auto-generated")
                .text(
                        "Your Sieve script could not be carried out on a message that came for you. The message was kept.\n\n"
                                + String.join("\n", errors)
                                + "\n\nYou are told of this once until you change the script.\n");
        actions.add(new Action.Keep(FlagSet.NONE, new Version.Edited(MessageBytes.of(letter))));
        actions.add(new Action.Remember(FAILURE, version, TOLD));
    }
}
