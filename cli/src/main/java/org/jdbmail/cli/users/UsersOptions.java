package org.jdbmail.cli.users;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jdbmail.cli.dbmail.CommonOptions;
import org.jdbmail.cli.dbmail.Getopt;
import org.jdbmail.cli.dbmail.Getopt.Given;
import org.jdbmail.cli.dbmail.Getopt.Misuse;
import org.jdbmail.cli.dbmail.Getopt.Option;
import org.jdbmail.cli.dbmail.Getopt.Value;

/** The options of {@code dbmail-users} as they were given. What may be a password is not printed. */
final class UsersOptions {
    /** What the program is to do. */
    enum Mode {
        ADD,
        DELETE,
        CHANGE,
        EMPTY,
        LIST,
        LIST_ALL,
        FORWARD,
        HELP,
        VERSION
    }

    private static final List<Option> OWN = List.of(
            new Option('a', "add-user", Value.REQUIRED),
            new Option('d', "delete-user", Value.REQUIRED),
            new Option('c', "change-user", Value.REQUIRED),
            new Option('e', "empty-user-mailboxes", Value.REQUIRED),
            new Option('l', "list-user", Value.REQUIRED),
            new Option('L', "list-users", Value.NONE),
            new Option('x', "forward", Value.REQUIRED),
            new Option('w', "password", Value.REQUIRED),
            new Option('W', "pw-file", Value.OPTIONAL),
            new Option('p', "pw-type", Value.REQUIRED),
            new Option('P', "pw-shadow", Value.OPTIONAL, Value.REQUIRED),
            new Option('u', "user", Value.REQUIRED),
            new Option('g', "client", Value.REQUIRED),
            new Option('m', "max-quota", Value.REQUIRED),
            new Option('s', "add-alias", Value.REQUIRED),
            new Option('S', "delete-alias", Value.REQUIRED),
            new Option('t', "add-forward", Value.REQUIRED),
            new Option('T', "delete-forward", Value.REQUIRED),
            new Option('\0', "security-password", Value.REQUIRED),
            new Option('\0', "security-action", Value.REQUIRED),
            new Option('\0', "enable", Value.NONE),
            new Option('\0', "disable", Value.NONE));

    private static final List<Option> OPTIONS =
            Stream.concat(OWN.stream(), CommonOptions.OPTIONS.stream()).toList();

    private final CommonOptions given;
    private final Mode mode;
    private final String target;

    private UsersOptions(List<Given> given, Mode mode, String target) {
        this.given = new CommonOptions(given);
        this.mode = mode;
        this.target = target;
    }

    /** Reads a command line. */
    static UsersOptions parse(List<String> arguments) throws Misuse {
        List<Given> given = Getopt.parse(OPTIONS, arguments);
        Mode mode = null;
        String target = "";
        for (Given one : given) {
            Mode named = modeOf(one.option().name());
            if (named == Mode.HELP || named == Mode.VERSION) {
                return new UsersOptions(given, named, "");
            }
            if (named != null && mode != null) {
                throw new Misuse("only one of -a, -d, -c, -e, -l, -L and -x can be done at a time");
            }
            if (named != null) {
                mode = named;
                target = Objects.requireNonNullElse(one.value(), "");
            }
        }
        if (mode == null) {
            throw new Misuse("one of -a, -d, -c, -e, -l, -L and -x is needed");
        }
        UsersOptions options = new UsersOptions(given, mode, target);
        options.check();
        return options;
    }

    private static @org.jspecify.annotations.Nullable Mode modeOf(String name) {
        return switch (name) {
            case "add-user" -> Mode.ADD;
            case "delete-user" -> Mode.DELETE;
            case "change-user" -> Mode.CHANGE;
            case "empty-user-mailboxes" -> Mode.EMPTY;
            case "list-user" -> Mode.LIST;
            case "list-users" -> Mode.LIST_ALL;
            case "forward" -> Mode.FORWARD;
            case "help" -> Mode.HELP;
            case "version" -> Mode.VERSION;
            default -> null;
        };
    }

    /** Numbers are looked at before anything is done. */
    private void check() throws Misuse {
        if (mode != Mode.LIST_ALL && target.isEmpty()) {
            throw new Misuse("a name is missing");
        }
        quota();
        client();
        securityAction();
        if (has("enable") && has("disable")) {
            throw new Misuse("--enable and --disable exclude each other");
        }
        if (has("no") && has("yes")) {
            throw new Misuse("-n and -y exclude each other");
        }
        if (mode == Mode.FORWARD
                && values("add-forward").isEmpty()
                && values("delete-forward").isEmpty()) {
            throw new Misuse("-x needs addresses to add (-t) or to delete (-T)");
        }
    }

    Mode mode() {
        return mode;
    }

    /** The user, or with {@link Mode#FORWARD} the address. */
    String target() {
        return target;
    }

    boolean has(String name) {
        return given.has(name);
    }

    /** How often an option was given. */
    int count(String name) {
        return given.count(name);
    }

    /** The value of an option, the last one if it was given several times; none if it has none. */
    Optional<String> value(String name) {
        return given.value(name);
    }

    Optional<Path> path(String name) {
        return value(name).map(Path::of);
    }

    /** The values of an option that takes several, with commas between them. */
    List<String> values(String name) {
        List<String> all = new ArrayList<>();
        for (Given one : given.given()) {
            String value = one.value();
            if (one.option().name().equals(name) && value != null) {
                Arrays.stream(value.split(","))
                        .map(String::strip)
                        .filter(word -> !word.isEmpty())
                        .forEach(all::add);
            }
        }
        return all;
    }

    /** Octets of {@code --max-quota}. */
    OptionalLong quota() throws Misuse {
        Optional<String> text = value("max-quota");
        return text.isEmpty() ? OptionalLong.empty() : OptionalLong.of(octets(text.get(), "max-quota"));
    }

    /** Octets, as {@code 500M} or {@code 2G}. */
    static long octets(String text, String name) throws Misuse {
        String upper = text.toUpperCase(Locale.ROOT);
        String size = upper.endsWith("B") ? upper.substring(0, upper.length() - 1) : upper;
        long unit = switch (size.isEmpty() ? '0' : size.charAt(size.length() - 1)) {
            case 'K' -> 1L << 10;
            case 'M' -> 1L << 20;
            case 'G' -> 1L << 30;
            default -> 1L;
        };
        String digits = unit > 1 ? size.substring(0, size.length() - 1) : size;
        return number(digits, Long.MAX_VALUE / unit, name) * unit;
    }

    OptionalLong client() throws Misuse {
        Optional<String> text = value("client");
        return text.isEmpty() ? OptionalLong.empty() : OptionalLong.of(number(text.get(), Long.MAX_VALUE, "client"));
    }

    OptionalInt securityAction() throws Misuse {
        Optional<String> text = value("security-action");
        return text.isEmpty()
                ? OptionalInt.empty()
                : OptionalInt.of(Math.toIntExact(number(text.get(), 999, "security-action")));
    }

    private static long number(String text, long most, String name) throws Misuse {
        try {
            long number = Long.parseLong(text.strip());
            if (number >= 0 && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // the same answer as for a number out of range
        }
        throw new Misuse("'" + text + "' is no possible value of --" + name);
    }
}
