package org.jdbmail.authenticity.dns;

import java.net.IDN;
import java.util.Locale;
import java.util.Optional;

/** Names of domains in the form in which they are compared and asked for. */
public final class DomainNames {
    private static final int LONGEST = 253;
    private static final int LONGEST_LABEL = 63;

    /** Characters of a name that is not yet known to be one. */
    private static final int LONGEST_GIVEN = 1000;

    private DomainNames() {}

    /**
     * A name in lower case, with A-labels (RFC 5890 §2.3.2.1) and without a dot at its end.
     *
     * @return empty if it can't be a domain's
     */
    public static Optional<String> ascii(String given) {
        String name = given.endsWith(".") ? given.substring(0, given.length() - 1) : given;
        if (name.isEmpty() || name.length() > LONGEST_GIVEN) {
            return Optional.empty();
        }
        if (name.chars().anyMatch(c -> c > 126)) {
            try {
                name = IDN.toASCII(name, IDN.ALLOW_UNASSIGNED);
            } catch (IllegalArgumentException e) {
                return Optional.empty();
            }
        }
        return isName(name) ? Optional.of(name.toLowerCase(Locale.ROOT)) : Optional.empty();
    }

    /**
     * A name that may have any characters, as macros make them: as it is, without a dot at its end.
     *
     * @return empty if nobody can be asked for it
     */
    public static Optional<String> asked(String given) {
        String name = given.endsWith(".") ? given.substring(0, given.length() - 1) : given;
        return name.length() <= LONGEST && isName(name.replace(' ', '_')) ? Optional.of(name) : Optional.empty();
    }

    /** RFC 1035 §2.3.4; of the characters, all that names in use have. */
    private static boolean isName(String name) {
        int label = 0;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == '.') {
                if (label == 0) {
                    return false;
                }
                label = 0;
            } else if (c <= ' ' || c > 126 || ++label > LONGEST_LABEL) {
                return false;
            }
        }
        return label > 0 && name.length() <= LONGEST;
    }

    /** Whether a name is that of a domain or of one below it; both as {@link #ascii} gives them. */
    public static boolean isWithin(String name, String domain) {
        return name.equals(domain)
                || name.length() > domain.length()
                        && name.endsWith(domain)
                        && name.charAt(name.length() - domain.length() - 1) == '.';
    }

    /** How many labels a name has. */
    public static int labels(String name) {
        return 1 + (int) name.chars().filter(c -> c == '.').count();
    }

    /** The last labels of a name. */
    public static String last(String name, int count) {
        int at = name.length();
        for (int i = 0; i < count && at >= 0; i++) {
            at = name.lastIndexOf('.', at - 1);
        }
        return name.substring(at + 1);
    }
}
