package org.jdbmail.core.sieve;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.store.SieveScripts;
import org.jdbmail.core.store.SieveScripts.SieveScript;
import org.jdbmail.core.store.Store;
import org.jdbmail.sieve.run.Includes;
import org.jdbmail.sieve.run.Script;
import org.jdbmail.sieve.run.Scripts;
import org.jdbmail.sieve.syntax.Problem;
import org.jspecify.annotations.Nullable;

/** What an account may do with its scripts (RFC 5804), within its limits. Every refusal is one of {@link Refusal}. */
public final class UserScripts {
    /** RFC 5804 §1.6 asks for 128 characters; DBMail's column has room for a hundred. */
    private static final int LONGEST_NAME = 100;

    private final Store store;
    private final ScriptCompiler compiler;
    private final SieveOptions options;
    private final CompiledScripts compiled;
    private final AdministratorScripts administrator;

    public UserScripts(Store store, ScriptCompiler compiler, SieveOptions options) {
        this.store = store;
        this.compiler = compiler;
        this.options = options;
        this.compiled = new CompiledScripts(compiler);
        this.administrator =
                new AdministratorScripts(options.folder(), compiled, options.remembered(), InstantSource.system());
    }

    /** The compiler that scripts are checked with. */
    public ScriptCompiler compiler() {
        return compiler;
    }

    /** The largest script that can be put. */
    public int mostOctets() {
        return options.room().scriptOctets();
    }

    public List<SieveScript> list(long userId) {
        return store.read(tx -> tx.sieveScripts().list(userId));
    }

    /** The text of a script, byte for byte as it was put. */
    public String get(long userId, String name) {
        return store.read(tx -> tx.sieveScripts().find(userId, name))
                .orElseThrow(UserScripts::notFound)
                .text();
    }

    /** Looks at a script without keeping it. */
    public ScriptCompiler.Checked check(long userId, byte[] text) {
        return withIncludes(userId, "", check(text));
    }

    private ScriptCompiler.Checked check(byte[] text) {
        if (text.length > options.room().scriptOctets()) {
            throw tooBig();
        }
        return compiler.check("", text);
    }

    /** Adds what would end the script where it includes others, as they are now. */
    private ScriptCompiler.Checked withIncludes(long userId, String name, ScriptCompiler.Checked checked) {
        Script script = checked.script();
        if (script == null || script.inclusions().isEmpty()) {
            return checked;
        }
        Scripts others =
                new StoredScripts(store, compiled, userId, administrator.found().global());
        List<Problem> problems = new ArrayList<>(checked.problems());
        Includes.wrong(script, name, others, options.limits())
                .forEach(found -> problems.add(new Problem(Problem.Severity.WARNING, found.at(), found.text())));
        return new ScriptCompiler.Checked(script, problems);
    }

    /** Refuses what would not be put for want of room (RFC 5804 §2.5). */
    public void checkRoom(long userId, String name, long octets) {
        checkName(name);
        if (octets > options.room().scriptOctets()) {
            throw tooBig();
        }
        store.read(tx -> {
            checkRoom(tx.sieveScripts(), userId, name, octets);
            return true;
        });
    }

    private static Refusal tooBig() {
        return new Refusal(Reason.TOO_BIG, "The script is too large");
    }

    private void checkRoom(SieveScripts scripts, long userId, String name, long octets) {
        Map<String, Long> all = scripts.sizes(userId);
        SieveOptions.Room room = options.room();
        if (!all.containsKey(name) && all.size() >= room.scripts()) {
            throw new Refusal(Reason.LIMIT, "There are too many scripts already");
        }
        // RFC 5804 §2.5: a script that takes the place of another counts for what it is larger.
        long others = all.values().stream().mapToLong(Long::longValue).sum() - all.getOrDefault(name, 0L);
        if (others + octets > room.octets()) {
            throw new Refusal(Reason.OVER_QUOTA, "All scripts together would be too large");
        }
    }

    /**
     * Keeps a script, if it has no errors.
     *
     * @return what was found out about it: with errors nothing was kept
     */
    public ScriptCompiler.Checked put(long userId, String name, byte[] text) {
        return put(userId, name, text, false);
    }

    /**
     * As above.
     *
     * @param isActivated whether it becomes the one that runs on delivery, at once
     */
    public ScriptCompiler.Checked put(long userId, String name, byte[] text, boolean isActivated) {
        checkName(name);
        ScriptCompiler.Checked checked = check(text);
        if (checked.script() != null) {
            String kept = new String(text, StandardCharsets.UTF_8);
            store.write(tx -> {
                checkRoom(tx.sieveScripts(), userId, name, text.length);
                tx.sieveScripts().put(userId, name, kept);
                if (isActivated) {
                    tx.sieveScripts().activate(userId, name);
                }
                return true;
            });
        }
        return withIncludes(userId, name, checked);
    }

    /** Deletes a script that isn't active. */
    public void delete(long userId, String name) {
        store.write(tx -> {
            SieveScript script = tx.sieveScripts().find(userId, name).orElseThrow(UserScripts::notFound);
            if (script.active()) {
                // RFC 5804 §2.10.
                throw new Refusal(Reason.IN_USE, "The script is active");
            }
            return tx.sieveScripts().delete(userId, name);
        });
    }

    /** Gives a script another name; an active one stays active (RFC 5804 §2.11.1). */
    public void rename(long userId, String name, String newName) {
        checkName(newName);
        store.write(tx -> {
            if (tx.sieveScripts().find(userId, name).isEmpty()) {
                throw notFound();
            }
            if (tx.sieveScripts().find(userId, newName).isPresent()) {
                throw new Refusal(Reason.ALREADY_EXISTS, "There is a script of that name");
            }
            return tx.sieveScripts().rename(userId, name, newName);
        });
    }

    /**
     * Makes a script the active one.
     *
     * @param name null for none
     * @return what was found out about it: with errors nothing was changed, since extensions may have gone since it was put
     */
    public Optional<ScriptCompiler.Checked> activate(long userId, @Nullable String name) {
        if (name == null) {
            store.write(tx -> {
                tx.sieveScripts().activate(userId, null);
                return true;
            });
            return Optional.empty();
        }
        ScriptCompiler.Checked checked = compiler.check(name, get(userId, name));
        if (checked.script() != null) {
            store.write(tx -> {
                if (tx.sieveScripts().find(userId, name).isEmpty()) {
                    throw notFound();
                }
                tx.sieveScripts().activate(userId, name);
                return true;
            });
        }
        return Optional.of(withIncludes(userId, name, checked));
    }

    private static Refusal notFound() {
        return new Refusal(Reason.NOT_FOUND, "There is no script of that name");
    }

    /** RFC 5804 §1.6. */
    private static void checkName(String name) {
        boolean isName = !name.isEmpty()
                && name.length() <= LONGEST_NAME
                && name.chars().noneMatch(c -> c < ' ' || c >= 0x7f && c <= 0x9f || c == 0x2028 || c == 0x2029);
        if (!isName) {
            throw new Refusal(Reason.INVALID, "This can't be the name of a script");
        }
    }
}
