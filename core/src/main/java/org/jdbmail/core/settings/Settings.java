package org.jdbmail.core.settings;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jdbmail.core.settings.Finding.Fate;
import org.jspecify.annotations.Nullable;

/**
 * What was chosen: the values of a checked settings file, and the defaults for all that it does not mention. Values are asked
 * for by their {@link Setting} and never by a string.
 */
public final class Settings {
    private record Key(Section section, String name) {
        // What Java makes for records of itself it makes at each start, which takes short programs some hundredths of a
        // second.
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key key && section == key.section && name.equals(key.name);
        }

        @Override
        public int hashCode() {
            return 31 * name.hashCode() + section.hashCode();
        }
    }

    private record Value(String text, String origin) {}

    /**
     * A setting as it holds.
     *
     * @param section for which service
     * @param setting what it is
     * @param value as it would be written
     * @param origin file and line; none for a default
     */
    public record Effective(Section section, Setting<?> setting, String value, Optional<String> origin) {}

    private final String name;
    private final Map<Key, Value> given;
    private final List<Finding> findings;

    private Settings(String name, Map<Key, Value> given, List<Finding> findings) {
        this.name = name;
        this.given = given;
        this.findings = findings;
    }

    /** Nothing chosen. */
    public static Settings defaults() {
        return new Settings("", Map.of(), List.of());
    }

    /**
     * Reads and checks a file. What nobody knows has no effect, and is among the {@link #notices}.
     *
     * @throws BadSettings with one line for each value that cannot be
     */
    public static Settings read(Path path) throws BadSettings {
        return examine(path).possible();
    }

    /** Reads and checks a text, which is called by that name in messages. */
    public static Settings parse(String name, String text) throws BadSettings {
        return of(IniFile.parse(name, text)).possible();
    }

    /**
     * Reads a file, and takes the default where a value cannot be: for a program that tells what is wrong.
     *
     * @throws BadSettings if it cannot be read, or is no settings file
     */
    public static Settings examine(Path path) throws BadSettings {
        return of(IniFile.read(path));
    }

    private static Settings of(IniFile file) {
        Map<Key, Value> given = new LinkedHashMap<>();
        List<Finding> findings = new ArrayList<>();
        Set<String> strangeSections = new LinkedHashSet<>();
        for (IniFile.Entry entry : file.entries()) {
            boolean isStrange = Section.ofName(entry.section()).isEmpty();
            if (!isStrange || strangeSections.add(entry.section())) { // one word for all lines of a section
                String key = isStrange ? "" : entry.key();
                String where = file.name() + ":" + entry.line();
                findings.add(note(given, where, entry.section(), key, entry.value()));
            }
        }
        return new Settings(file.name(), given, List.copyOf(findings));
    }

    /** Takes a value, if it can be taken, and says what became of it. */
    private static Finding note(Map<Key, Value> given, String where, String section, String key, String value) {
        return switch (Catalogue.look(section, key)) {
            case Catalogue.Unknown(String hint) -> new Finding(where, section, key, Fate.UNKNOWN, hint);
            case Catalogue.Foreign(NotNeeded foreign) ->
                value.isEmpty()
                        ? new Finding(where, section, key, Fate.USED, "it is empty")
                        : new Finding(where, section, key, Fate.NO_EFFECT, foreign.because());
            case Catalogue.Known(Section at, Setting<?> setting) -> {
                if (!isPossible(setting, value)) {
                    String why = "the value must be " + setting.type().described();
                    yield new Finding(where, section, key, Fate.IMPOSSIBLE, why);
                }
                given.put(new Key(at, setting.name()), new Value(value, where + ": [" + section + "] " + key));
                yield new Finding(where, section, key, Fate.USED, "");
            }
        };
    }

    private static boolean isPossible(Setting<?> setting, String value) {
        return value.isEmpty() || setting.type().accepts(value);
    }

    private Settings possible() throws BadSettings {
        List<String> problems = lines(Fate.IMPOSSIBLE).toList();
        if (!problems.isEmpty()) {
            throw new BadSettings(problems);
        }
        return this;
    }

    /**
     * The same with what the environment says before it: {@code JDBMAIL_DBURI}, {@code JDBMAIL_IMAP_PORT},
     * {@code JDBMAIL_PASS_FILE}.
     *
     * @throws BadSettings for each value that cannot be, and each file that cannot be read
     */
    public Settings withEnvironment(Map<String, String> environment) throws BadSettings {
        Map<Key, Value> changed = new LinkedHashMap<>(given);
        List<Finding> all = new ArrayList<>(findings);
        for (Environment.Entry entry : Environment.entries(environment)) {
            all.add(note(changed, "environment: " + entry.variable(), entry.section(), entry.key(), entry.value()));
        }
        return new Settings(name, changed, List.copyOf(all)).possible();
    }

    /** The same with one value set otherwise, as from a command line: it holds before what the file says for any service. */
    public Settings with(Setting<?> setting, String value) throws BadSettings {
        if (!isPossible(setting, value)) {
            throw new BadSettings(List.of(
                    setting.name() + ": the value must be " + setting.type().described()));
        }
        Map<Key, Value> changed = new LinkedHashMap<>(given);
        changed.keySet().removeIf(key -> key.name.equals(setting.name()) && setting.section() == Section.DBMAIL);
        changed.put(new Key(setting.section(), setting.name()), new Value(value, "command line: " + setting.name()));
        return new Settings(name, changed, findings);
    }

    /** The value of a setting, in its own section or else in {@code [DBMAIL]}. */
    public <T> T get(Setting<T> setting) {
        return get(setting, setting.section());
    }

    /** The value of a setting as it holds for a service: from that section, or else from {@code [DBMAIL]}. */
    public <T> T get(Setting<T> setting, Section service) {
        return lookUp(setting, service)
                .filter(value -> !value.text.isEmpty())
                .map(value -> setting.type().parser().apply(value.text))
                .orElseGet(setting::defaultValue);
    }

    /** The value of a setting that stands under that very section; empty where it stands elsewhere, or nowhere. */
    <T> Optional<T> own(Setting<T> setting, Section section) {
        return Optional.ofNullable(given.get(new Key(section, setting.name().toLowerCase(Locale.ROOT))))
                .filter(value -> !value.text.isEmpty())
                .map(value -> setting.type().parser().apply(value.text));
    }

    /** Whether a value was given, be it that of the default. */
    public boolean isGiven(Setting<?> setting) {
        return lookUp(setting, setting.section())
                .filter(value -> !value.text.isEmpty())
                .isPresent();
    }

    /** Where a value comes from, for messages: file, line, section and key; or that it is the default. */
    public String origin(Setting<?> setting, Section service) {
        return lookUp(setting, service)
                .map(Value::origin)
                .orElse("[" + setting.section() + "] " + setting.name() + " (not given)");
    }

    /** All settings as they hold: each in its own section, and where a service has it otherwise, there too. */
    public List<Effective> effective() {
        List<Effective> all = new ArrayList<>();
        for (Section section : Section.values()) {
            for (Setting<?> setting : Catalogue.settings()) {
                boolean isHome = setting.section() == section;
                boolean isOverride =
                        !isHome && section != Section.DBMAIL && given.containsKey(new Key(section, setting.name()));
                if (isHome || isOverride) {
                    Optional<Value> value = lookUp(setting, section).filter(found -> !found.text.isEmpty());
                    all.add(new Effective(
                            section,
                            setting,
                            value.map(Value::text).orElse(setting.ifAbsent()),
                            value.map(Value::origin)));
                }
            }
        }
        return all;
    }

    /** What became of each line of the file, and of each variable of the environment. */
    public List<Finding> findings() {
        return findings;
    }

    /** One line for each key that nobody knows, with the nearest one that there is. */
    public List<String> unknown() {
        return lines(Fate.UNKNOWN).toList();
    }

    /** What an administrator should hear at the start: each key that nobody knows; and how many have no effect here. */
    public List<String> notices() {
        long idle = lines(Fate.NO_EFFECT).count();
        String many = name + ": " + idle + (idle == 1 ? " setting has" : " settings have")
                + " no effect; jdbmail config check lists " + (idle == 1 ? "it" : "them");
        return Stream.concat(
                        lines(Fate.UNKNOWN).map(line -> line + " It has no effect."),
                        idle == 0 ? Stream.empty() : Stream.of(many))
                .toList();
    }

    private Stream<String> lines(Fate fate) {
        return findings.stream().filter(finding -> finding.fate() == fate).map(Finding::line);
    }

    private Optional<Value> lookUp(Setting<?> setting, Section service) {
        String key = setting.name().toLowerCase(Locale.ROOT);
        Value own = given.get(new Key(service, key));
        if (own == null && service.inherits()) {
            own = given.get(new Key(Section.DBMAIL, key));
        }
        return Optional.ofNullable(own);
    }
}
