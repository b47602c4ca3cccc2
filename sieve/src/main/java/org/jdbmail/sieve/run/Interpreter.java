package org.jdbmail.sieve.run;

import java.util.List;
import org.jdbmail.sieve.host.DeliveryFacts;
import org.jdbmail.sieve.host.Host;
import org.jdbmail.sieve.message.Mail;
import org.jspecify.annotations.Nullable;

/**
 * Runs scripts on messages. It does nothing to the world: what the scripts want comes back as a list. The run of a script
 * that fails or takes too much leaves nothing behind, and the message is kept as it came.
 */
public final class Interpreter {
    private final Limits limits;

    /** One whose runs have these limits. */
    public Interpreter(Limits limits) {
        this.limits = limits;
    }

    /**
     * Runs scripts one after the other, as the administrator's come before and after the user's: each only if the message
     * would be kept as those before have left it.
     *
     * @param scripts in their order
     * @param others where included ones are found
     */
    public RunOutcome run(
            List<Script> scripts, Mail mail, DeliveryFacts delivery, Host host, Scripts others, RunTrace trace) {
        Run run = new Run(mail, delivery, host, others, limits, trace);
        RunOutcome.Failure failure = null;
        for (Script script : scripts) {
            if (failure != null || !run.effects().isKeepPending()) {
                break;
            }
            failure = one(run, script, mail);
        }
        return new RunOutcome(run.effects().list(), failure, run.notes());
    }

    private RunOutcome.@Nullable Failure one(Run run, Script script, Mail original) {
        run.effects().next();
        run.begin(script);
        try {
            run.execute(script.steps());
            if (run.effects().isImplicitKeep()) {
                run.effects().keep(run.flags(), run.edition());
            }
            return null;
        } catch (ScriptException e) {
            return fail(run, original, e.getMessage(), false);
        } catch (Run.Exhausted _) {
            return fail(run, original, "the script takes too much time", true);
        }
    }

    private static RunOutcome.Failure fail(Run run, Mail original, @Nullable String text, boolean exhausted) {
        RunOutcome.Failure failure =
                new RunOutcome.Failure(run.script(), run.at(), text == null ? "failed" : text, exhausted);
        run.effects().forget();
        run.effects().keep(List.of(), original.edition());
        return failure;
    }
}
