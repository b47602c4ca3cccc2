package org.jdbmail.cli.frame;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One value in a {@link Table}: what a person reads, and what a program does. */
public sealed interface Cell {
    /** Any text. */
    record Text(String value) implements Cell {}

    /** A whole number. */
    record Count(long value) implements Cell {}

    /** Octets: for a person in KiB, MiB or GiB. */
    record Octets(long value) implements Cell {}

    /** A moment, in UTC. */
    record Time(Instant value) implements Cell {}

    /** Yes or no. */
    record Flag(boolean value) implements Cell {}

    /** Several texts. */
    record Words(List<String> values) implements Cell {}

    /** No value. */
    record Nothing() implements Cell {}

    /** A text, or nothing for null. */
    static Cell text(@Nullable String value) {
        return value == null ? new Nothing() : new Text(value);
    }

    /** A whole number. */
    static Cell count(long value) {
        return new Count(value);
    }

    /** Octets. */
    static Cell octets(long value) {
        return new Octets(value);
    }

    /** Octets of a limit, where 0 says that there is none. */
    static Cell limit(long value) {
        return value == 0 ? new Nothing() : new Octets(value);
    }

    /** A moment, or nothing for null. */
    static Cell time(@Nullable Instant value) {
        return value == null ? new Nothing() : new Time(value);
    }

    /** Yes or no. */
    static Cell flag(boolean value) {
        return new Flag(value);
    }

    /** Several texts. */
    static Cell words(List<String> values) {
        return new Words(List.copyOf(values));
    }

    /** As a person reads it. */
    default String shown() {
        return switch (this) {
            case Text(String value) -> value;
            case Count(long value) -> Long.toString(value);
            case Octets(long value) -> size(value);
            case Time(Instant value) ->
                value.truncatedTo(ChronoUnit.SECONDS)
                        .toString()
                        .replace('T', ' ')
                        .replace("Z", "");
            case Flag(boolean value) -> value ? "yes" : "no";
            case Words(List<String> values) -> String.join(", ", values);
            case Nothing() -> "-";
        };
    }

    /** As JSON has it: octets as a number, moments as RFC 3339 writes them. */
    default String json() {
        return switch (this) {
            case Text(String value) -> Json.string(value);
            case Count(long value) -> Long.toString(value);
            case Octets(long value) -> Long.toString(value);
            case Time(Instant value) -> Json.string(value.toString());
            case Flag(boolean value) -> Boolean.toString(value);
            case Words(List<String> values) ->
                values.stream().map(Json::string).collect(Collectors.joining(", ", "[", "]"));
            case Nothing() -> "null";
        };
    }

    /** Whether it stands at the right of its column. */
    default boolean isNumber() {
        return this instanceof Count || this instanceof Octets;
    }

    /** Octets in the unit that suits them. */
    static String size(long octets) {
        String[] units = {"B", "KiB", "MiB", "GiB", "TiB", "PiB"};
        double number = octets;
        int unit = 0;
        while (Math.abs(number) >= 1024 && unit < units.length - 1) {
            number /= 1024;
            unit++;
        }
        return unit == 0
                ? octets + " B"
                : String.format(Locale.ROOT, number < 10 ? "%.1f %s" : "%.0f %s", number, units[unit]);
    }
}
