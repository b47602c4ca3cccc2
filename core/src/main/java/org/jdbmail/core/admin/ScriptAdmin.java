package org.jdbmail.core.admin;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.sieve.ScriptCompiler;
import org.jdbmail.core.sieve.UserScripts;
import org.jdbmail.core.store.SieveScripts.SieveScript;
import org.jdbmail.core.store.Store;
import org.jdbmail.core.store.User;

/** Sieve scripts: one's own, and those of accounts that one administers. */
public final class ScriptAdmin {
    /** The script that rules are written to. */
    public static final String RULES = "rules";

    private final Store store;
    private final UserScripts scripts;
    private final InstantSource clock;

    public ScriptAdmin(Store store, UserScripts scripts, InstantSource clock) {
        this.store = store;
        this.scripts = scripts;
        this.clock = clock;
    }

    /** Whose scripts are meant: the actor's own, or an account's that it administers. @throws Refusal NOT_FOUND */
    public User owner(Actor actor, Optional<Long> id) {
        return id.filter(other -> other != actor.user().id())
                .map(other -> store.look(tx -> AccountRules.account(tx, actor, other)))
                .orElse(actor.user());
    }

    /** All scripts, by name. */
    public List<SieveScript> list(User owner) {
        return scripts.list(owner.id());
    }

    /** A script. @throws Refusal NOT_FOUND */
    public SieveScript get(User owner, String name) {
        return list(owner).stream()
                .filter(script -> script.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new Refusal(Reason.NOT_FOUND, "There is no script of that name"));
    }

    /** Keeps a script if it has no errors; what was found out about it. @throws Refusal INVALID, TOO_BIG, LIMIT */
    public ScriptCompiler.Checked put(Actor actor, User owner, String name, String text) {
        ScriptCompiler.Checked checked = scripts.put(
                owner.id(),
                name,
                text.replace("\r\n", "\n").replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
        if (checked.errors().isEmpty()) {
            note(actor, "sieve.put", owner, name);
        }
        return checked;
    }

    /** @throws Refusal NOT_FOUND, IN_USE for the active one */
    public void delete(Actor actor, User owner, String name) {
        scripts.delete(owner.id(), name);
        note(actor, "sieve.delete", owner, name);
    }

    /** Makes a script the active one; empty for none. @throws Refusal NOT_FOUND, INVALID if it has errors */
    public void activate(Actor actor, User owner, String name) {
        Optional<ScriptCompiler.Checked> checked = scripts.activate(owner.id(), name.isEmpty() ? null : name);
        if (checked.map(found -> !found.errors().isEmpty()).orElse(false)) {
            throw new Refusal(Reason.INVALID, "The script has errors");
        }
        note(actor, "sieve.activate", owner, name.isEmpty() ? "none" : name);
    }

    /** The rules of an account; empty if it has none that were made here. */
    public List<Rule> rules(User owner) {
        return list(owner).stream()
                .filter(script -> script.name().equals(RULES))
                .findFirst()
                .map(script -> RuleScript.read(script.text()))
                .orElse(List.of());
    }

    /** Writes rules, and has them act. @throws Refusal INVALID, LIMIT, IN_USE if another script acts */
    public void putRules(Actor actor, User owner, List<Rule> rules) {
        if (rules.size() > RuleScript.MOST) {
            throw new Refusal(Reason.LIMIT, "there are too many rules already");
        }
        ScriptCompiler.Checked checked = put(actor, owner, RULES, RuleScript.write(rules));
        if (!checked.errors().isEmpty()) {
            throw new Refusal(Reason.INVALID, String.join("; ", checked.errors()));
        }
        boolean isOtherActive = list(owner).stream()
                .anyMatch(script -> script.active() && !script.name().equals(RULES));
        if (!isOtherActive) {
            activate(actor, owner, RULES);
        }
    }

    private void note(Actor actor, String action, User owner, String detail) {
        store.write(tx -> {
            actor.note(tx, clock.instant(), action, owner.login(), detail);
            return true;
        });
    }
}
