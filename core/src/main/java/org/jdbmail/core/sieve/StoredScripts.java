package org.jdbmail.core.sieve;

import java.util.Map;
import java.util.Optional;
import org.jdbmail.core.store.SieveScripts.SieveScript;
import org.jdbmail.core.store.Store;
import org.jdbmail.sieve.run.Script;
import org.jdbmail.sieve.run.ScriptException;
import org.jdbmail.sieve.run.Scripts;
import org.jspecify.annotations.Nullable;

/** What scripts of an account include: its own other scripts, and the administrator's. */
record StoredScripts(Store store, CompiledScripts compiled, long userId, Map<String, Script> global)
        implements Scripts {
    @Override
    public @Nullable Script find(String name, boolean isGlobal) throws ScriptException {
        if (isGlobal) {
            return global.get(name);
        }
        Optional<SieveScript> found = store.look(tx -> tx.sieveScripts().find(userId, name));
        if (found.isEmpty()) {
            return null;
        }
        ScriptCompiler.Checked checked = compiled.of(name, found.get().text());
        if (checked.script() == null) {
            throw new ScriptException("the script '" + name + "' has errors");
        }
        return checked.script();
    }
}
