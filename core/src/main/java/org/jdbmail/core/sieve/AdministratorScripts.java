package org.jdbmail.core.sieve;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jdbmail.sieve.run.Script;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The administrator's scripts, from a folder that is looked into now and then. One that can't be read or has errors is left out,
 * and the log says so, once for each text: a slip of the administrator's keeps nobody's mail away.
 */
final class AdministratorScripts {
    private static final Logger LOG = LoggerFactory.getLogger(AdministratorScripts.class);
    private static final String ENDING = ".sieve";

    /** Complaints that are remembered so as not to be made again. */
    private static final int MOST_COMPLAINTS = 1000;

    /**
     * What is in the folder.
     *
     * @param before in the order of their names
     * @param after likewise
     * @param usual where a user has none
     * @param global to be included, by name
     */
    record Found(List<Script> before, List<Script> after, Optional<Script> usual, Map<String, Script> global) {
        static final Found NOTHING = new Found(List.of(), List.of(), Optional.empty(), Map.of());

        /** Whether a message for a user without a script needs none of these. */
        boolean isSilent() {
            return before.isEmpty() && after.isEmpty() && usual.isEmpty();
        }
    }

    private record Looked(Found found, Instant until) {}

    private final Optional<Path> folder;
    private final CompiledScripts compiled;
    private final Duration remembered;
    private final InstantSource clock;
    private final AtomicReference<Looked> last = new AtomicReference<>(new Looked(Found.NOTHING, Instant.MIN));
    private final Map<String, Boolean> complaints = new ConcurrentHashMap<>();

    AdministratorScripts(Optional<Path> folder, CompiledScripts compiled, Duration remembered, InstantSource clock) {
        this.folder = folder;
        this.compiled = compiled;
        this.remembered = remembered;
        this.clock = clock;
    }

    Found found() {
        if (folder.isEmpty()) {
            return Found.NOTHING;
        }
        Looked looked = Objects.requireNonNull(last.get());
        Instant now = clock.instant();
        if (now.isBefore(looked.until)) {
            return looked.found;
        }
        Found found = look(folder.get());
        last.set(new Looked(found, now.plus(remembered)));
        return found;
    }

    private Found look(Path at) {
        Map<String, Script> global = new HashMap<>();
        for (Path file : files(at.resolve("global"))) {
            Script script = script(file);
            if (script != null) {
                global.put(script.name(), script);
            }
        }
        Path usual = at.resolve("default" + ENDING);
        return new Found(
                scripts(at.resolve("before")),
                scripts(at.resolve("after")),
                Files.exists(usual) ? Optional.ofNullable(script(usual)) : Optional.empty(),
                Map.copyOf(global));
    }

    private List<Script> scripts(Path in) {
        return files(in).stream().map(this::script).filter(Objects::nonNull).toList();
    }

    private List<Path> files(Path in) {
        try (Stream<Path> all = Files.list(in)) {
            return all.filter(file -> file.getFileName().toString().endsWith(ENDING))
                    .sorted()
                    .toList();
        } catch (NoSuchFileException | NotDirectoryException e) {
            return List.of(); // there needn't be any
        } catch (IOException | UncheckedIOException e) {
            complain(in + ": " + e);
            return List.of();
        }
    }

    private @Nullable Script script(Path file) {
        try {
            String name = file.getFileName().toString();
            String text = Files.readString(file, StandardCharsets.UTF_8);
            ScriptCompiler.Checked checked = compiled.of(name.substring(0, name.length() - ENDING.length()), text);
            if (checked.script() == null) {
                complain(file + ": " + String.join("; ", checked.errors()));
            }
            return checked.script();
        } catch (IOException e) {
            complain(file + ": " + e);
            return null;
        }
    }

    private void complain(String what) {
        if (complaints.size() < MOST_COMPLAINTS && complaints.putIfAbsent(what, true) == null) {
            LOG.error("this script of the administrator's is left out: {}", what);
        }
    }
}
