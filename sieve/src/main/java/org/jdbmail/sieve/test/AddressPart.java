package org.jdbmail.sieve.test;

import java.util.List;
import org.jdbmail.sieve.compile.Arguments;
import org.jdbmail.sieve.compile.Extension;
import org.jdbmail.sieve.message.Address;
import org.jspecify.annotations.Nullable;

/** Which part of an address is looked at (RFC 5228 §2.7.4, RFC 5233 §4). */
enum AddressPart {
    ALL,
    LOCALPART,
    DOMAIN,
    USER,
    DETAIL;

    private static final List<String> TAGS = List.of("all", "localpart", "domain", "user", "detail");

    /** Takes it; null if none is named, which means all. */
    static @Nullable AddressPart of(Arguments arguments) {
        String tag = arguments.oneOf(TAGS);
        if (tag == null) {
            return null;
        }
        AddressPart part = values()[TAGS.indexOf(tag)];
        if ((part == USER || part == DETAIL) && !arguments.has(Extension.SUBADDRESS)) {
            arguments.error(
                    arguments.at(), "':" + tag + "' needs: require \"" + Extension.SUBADDRESS.capability() + "\";");
        }
        return part;
    }

    /**
     * The part of an address; null if it has none.
     *
     * @param delimiters what may stand before the detail
     */
    @Nullable
    String of(Address address, String delimiters) {
        String local = address.local();
        if (this == ALL || local == null) {
            return this == ALL ? address.all() : null;
        }
        return switch (this) {
            case ALL -> address.all();
            case LOCALPART -> local;
            case DOMAIN -> address.domain();
            case USER -> {
                int at = delimiter(local, delimiters);
                yield at < 0 ? local : local.substring(0, at);
            }
            case DETAIL -> {
                int at = delimiter(local, delimiters);
                yield at < 0 ? null : local.substring(at + 1);
            }
        };
    }

    private static int delimiter(String local, String delimiters) {
        for (int i = 0; i < local.length(); i++) {
            if (delimiters.indexOf(local.charAt(i)) >= 0) {
                return i;
            }
        }
        return -1;
    }
}
