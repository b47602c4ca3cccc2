package org.jdbmail.core.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jdbmail.core.smtp.EnvelopeAddress;

/**
 * Looks addresses up in the order of Postfix's virtual(5), canonical(5) and generic(5): the whole, without its detail, the local part alone where the domain is this
 * machine's, and the domain. A local part with an {@code @} in it, which only a quoted one can have, is not looked for: a table that puts a part of what it was asked for into its value
 * would name other addresses by it, of whatever domain a stranger likes.
 *
 * @param hasDetails whether {@code user+detail} is another way to write {@code user}
 * @param isHere whether a domain is the machine itself
 */
public record AddressMap(LookupTable table, boolean hasDetails, Predicate<String> isHere) {
    /**
     * What was found.
     *
     * @param value as the table has it
     * @param detail what stood behind the first {@code +} and was not looked for, with that sign: it goes over into the value's addresses
     */
    private record Found(String value, String detail) {}

    /** The value for an address, whatever it means. */
    public Optional<String> value(EnvelopeAddress address) {
        return find(address).map(Found::value);
    }

    private Optional<Found> find(EnvelopeAddress address) {
        String local = address.localPart();
        String at = address.domain().isEmpty() ? "" : "@" + address.domain();
        int plus = hasDetails ? local.indexOf('+') : -1;
        String base = plus > 0 ? local.substring(0, plus) : local;
        String detail = plus > 0 ? local.substring(plus) : "";
        if (local.indexOf('@') >= 0) {
            return at.isEmpty() ? Optional.empty() : table.find(at, true).map(value -> new Found(value, ""));
        }
        boolean isOurs = !at.isEmpty() && isHere.test(address.domain());
        Optional<Found> found = table.find(local + at, false).map(value -> new Found(value, ""));
        if (found.isEmpty() && plus > 0) {
            found = table.find(base + at, true).map(value -> new Found(value, detail));
        }
        if (found.isEmpty() && isOurs) {
            found = table.find(local, true).map(value -> new Found(value, ""));
        }
        if (found.isEmpty() && isOurs && plus > 0) {
            found = table.find(base, true).map(value -> new Found(value, detail));
        }
        if (found.isEmpty() && !at.isEmpty()) {
            found = table.find(at, true).map(value -> new Found(value, ""));
        }
        return found;
    }

    /**
     * The addresses that an address is mapped to: {@code @domain} is the same local part there, and what has no domain has that of the address. Empty if
     * it is not in the table.
     */
    public Optional<List<EnvelopeAddress>> addresses(EnvelopeAddress address) {
        return find(address).map(found -> {
            List<EnvelopeAddress> all = new ArrayList<>();
            for (String word : found.value().split("[\\s,]+")) {
                if (!word.isEmpty()) {
                    all.add(mapped(word, address, found));
                }
            }
            return List.copyOf(all);
        });
    }

    private static EnvelopeAddress mapped(String word, EnvelopeAddress address, Found found) {
        EnvelopeAddress to = EnvelopeAddress.ofPlain(word);
        if (to.localPart().isEmpty()) {
            return new EnvelopeAddress(address.localPart(), to.domain());
        }
        return new EnvelopeAddress(
                to.localPart() + found.detail(), to.domain().isEmpty() ? address.domain() : to.domain());
    }

    /** The one address that an address is mapped to; itself if it is not in the table. */
    public EnvelopeAddress mapped(EnvelopeAddress address) {
        return address.isNull()
                ? address
                : addresses(address)
                        .filter(all -> !all.isEmpty())
                        .map(List::getFirst)
                        .orElse(address);
    }
}
