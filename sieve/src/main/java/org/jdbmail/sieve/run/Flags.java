package org.jdbmail.sieve.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Lists of IMAP flags as scripts write them (RFC 5232 §2): names with spaces between them, each once. */
public final class Flags {
    private Flags() {}

    /** The flags in some texts, each as it is first written. What no flag can be called is left out. */
    public static List<String> of(List<String> texts) {
        List<String> flags = new ArrayList<>();
        for (String text : texts) {
            for (String flag : text.trim().split("\\s+")) {
                if (isFlag(flag) && !has(flags, flag)) {
                    flags.add(flag);
                }
            }
        }
        return flags;
    }

    /** Some flags and some more. */
    public static List<String> with(List<String> flags, List<String> more) {
        List<String> all = new ArrayList<>(flags);
        more.stream().filter(flag -> !has(all, flag)).forEach(all::add);
        return all;
    }

    /** Some flags without others. */
    public static List<String> without(List<String> flags, List<String> gone) {
        return flags.stream().filter(flag -> !has(gone, flag)).toList();
    }

    private static boolean has(List<String> flags, String wanted) {
        return flags.stream().anyMatch(wanted::equalsIgnoreCase);
    }

    /** RFC 9051 §9: an atom, or one of the system's flags behind a backslash. */
    private static boolean isFlag(String flag) {
        if (flag.startsWith("\\")) {
            return switch (flag.toLowerCase(Locale.ROOT)) {
                case "\\answered", "\\flagged", "\\deleted", "\\seen", "\\draft" -> true;
                default -> false;
            };
        }
        return !flag.isEmpty() && flag.chars().allMatch(c -> c > ' ' && c < 127 && "(){%*\"\\]".indexOf(c) < 0);
    }
}
