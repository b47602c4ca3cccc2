package org.jdbmail.core.settings;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/**
 * What a setting's value may be.
 *
 * @param <T> what it is read into
 * @param described for the manual, in a few words: "a number from 1 to 65535"
 * @param parser reads a value; throws IllegalArgumentException for one that is not so described
 */
public record SettingType<T>(String described, Function<String, T> parser) {
    private static final long K = 1024;

    /** Any text, which may be empty. */
    public static SettingType<String> text() {
        return new SettingType<>("text", Function.identity());
    }

    /** {@code yes} or {@code no}, and the usual other words for them. */
    public static SettingType<Boolean> yesNo() {
        return new SettingType<>("`yes` or `no`", value -> switch (value.toLowerCase(Locale.ROOT)) {
            case "yes", "true", "on", "1" -> true;
            case "no", "false", "off", "0" -> false;
            default -> throw new IllegalArgumentException();
        });
    }

    /** A whole number. */
    public static SettingType<Integer> number(int least, int most) {
        String described =
                most == Integer.MAX_VALUE ? "a number, at least " + least : "a number from " + least + " to " + most;
        return new SettingType<>(described, value -> Math.toIntExact(within(Long.parseLong(value), least, most)));
    }

    /** A TCP port, or nothing. */
    public static SettingType<OptionalInt> port() {
        SettingType<Integer> number = number(0, 65535);
        return new SettingType<>(
                "a port from 1 to 65535, or 0 for none",
                value -> value.isEmpty() || value.equals("0")
                        ? OptionalInt.empty()
                        : OptionalInt.of(number.parser.apply(value)));
    }

    /** A length of time in seconds. */
    public static SettingType<Duration> seconds(int least, int most) {
        return new SettingType<>(
                "seconds, from " + least + " to " + most,
                value -> Duration.ofSeconds(within(Long.parseLong(value), least, most)));
    }

    /** A length of time in days. */
    public static SettingType<Duration> days(int least, int most) {
        return new SettingType<>(
                "days, from " + least + " to " + most,
                value -> Duration.ofDays(within(Long.parseLong(value), least, most)));
    }

    /** Octets: decimal, octal with a leading 0, hexadecimal with a leading 0x, or decimal with K, M or G. */
    public static SettingType<Long> octets(long least, long most) {
        return new SettingType<>(
                "octets, from " + size(least) + " to " + size(most)
                        + "; `K`, `M`, `G`, `0x` (hexadecimal) and a leading" + " `0` (octal) are understood",
                value -> within(parseOctets(value.toUpperCase(Locale.ROOT)), least, most));
    }

    /** One of some words. */
    public static <E extends Enum<E>> SettingType<E> oneOf(Class<E> choices) {
        E[] all = choices.getEnumConstants();
        List<String> words =
                Arrays.stream(all).map(e -> e.name().toLowerCase(Locale.ROOT)).toList();
        return new SettingType<>("`" + String.join("` or `", words) + "`", value -> {
            int at = words.indexOf(value.toLowerCase(Locale.ROOT));
            if (at < 0) {
                throw new IllegalArgumentException();
            }
            return all[at];
        });
    }

    /** Several values, with blanks or commas between them. */
    public static <E> SettingType<List<E>> listOf(String described, Function<String, E> element) {
        return new SettingType<>(described, value -> {
            List<E> list = new ArrayList<>();
            for (String word : value.split("[\\s,]+")) {
                if (!word.isEmpty()) {
                    list.add(element.apply(word));
                }
            }
            return List.copyOf(list);
        });
    }

    /** Whether a value is of this type. */
    boolean accepts(String value) {
        try {
            return parser.apply(value) != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** As this type, but an empty value is none. */
    public SettingType<Optional<T>> orNone() {
        return new SettingType<>(
                described + ", or nothing",
                value -> value.isEmpty() ? Optional.empty() : Optional.of(parser.apply(value)));
    }

    private static long parseOctets(String value) {
        if (value.startsWith("0X")) {
            return Long.parseLong(value.substring(2), 16);
        }
        if (value.length() > 1 && value.startsWith("0")) {
            return Long.parseLong(value, 8);
        }
        long unit = value.endsWith("K") ? K : value.endsWith("M") ? K * K : value.endsWith("G") ? K * K * K : 1;
        String digits = unit == 1 ? value : value.substring(0, value.length() - 1);
        try {
            return Math.multiplyExact(Long.parseLong(digits.strip()), unit);
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static long within(long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException();
        }
        return value;
    }

    private static String size(long octets) {
        if (octets >= K * K * K && octets % (K * K * K) == 0) {
            return octets / (K * K * K) + " GiB";
        }
        return octets >= K * K && octets % (K * K) == 0 ? octets / (K * K) + " MiB" : Long.toString(octets);
    }
}
