package org.jdbmail.core.settings;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What was chosen: the values of a checked settings file, and the defaults for all that it does not mention. Values are asked
 * for by their {@link Setting} and never by a string.
 */
public final class Settings {
    private record Key(Section section, String name) {}

    private record Value(String text, String origin) {}

    private final Map<Key, Value> given;
    private final List<String> notices;

    private Settings(Map<Key, Value> given, List<String> notices) {
        this.given = given;
        this.notices = notices;
    }

    /** Nothing chosen. */
    public static Settings defaults() {
        return new Settings(Map.of(), List.of());
    }

    /**
     * Reads and checks a file.
     *
     * @throws BadSettings with one line for each unknown section or key, and for each value that cannot be
     */
    public static Settings read(Path path) throws BadSettings {
        return of(IniFile.read(path));
    }

    /** Reads and checks a text, which is called by that name in messages. */
    public static Settings parse(String name, String text) throws BadSettings {
        return of(IniFile.parse(name, text));
    }

    private static Settings of(IniFile file) throws BadSettings {
        Map<Key, Value> given = new LinkedHashMap<>();
        List<String> notices = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        for (IniFile.Entry entry : file.entries()) {
            String where = file.name() + ":" + entry.line() + ": [" + entry.section() + "] " + entry.key();
            switch (Catalogue.look(entry.section(), entry.key())) {
                case Catalogue.Unknown(String hint) -> problems.add(where + ": " + hint);
                case Catalogue.Foreign(NotNeeded key) -> {
                    if (!entry.value().isEmpty()) {
                        notices.add(where + " has no effect: " + key.because());
                    }
                }
                case Catalogue.Known(Section section, Setting<?> setting) -> {
                    if (isPossible(setting, entry.value())) {
                        given.put(new Key(section, setting.name()), new Value(entry.value(), where));
                    } else {
                        problems.add(
                                where + ": the value must be " + setting.type().described());
                    }
                }
            }
        }
        if (!problems.isEmpty()) {
            throw new BadSettings(problems);
        }
        return new Settings(given, List.copyOf(notices));
    }

    private static boolean isPossible(Setting<?> setting, String value) {
        return value.isEmpty() || setting.type().accepts(value);
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
        return new Settings(changed, notices);
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

    /** One line for each key that the file has and that has no effect. */
    public List<String> notices() {
        return notices;
    }

    private Optional<Value> lookUp(Setting<?> setting, Section service) {
        String name = setting.name().toLowerCase(Locale.ROOT);
        Value own = given.get(new Key(service, name));
        if (own == null && service.inherits()) {
            own = given.get(new Key(Section.DBMAIL, name));
        }
        return Optional.ofNullable(own);
    }
}
