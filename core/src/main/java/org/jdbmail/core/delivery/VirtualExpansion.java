package org.jdbmail.core.delivery;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.smtp.EnvelopeAddress;
import org.jdbmail.core.table.AddressMap;

/**
 * Follows an address through the tables of virtual aliases (Postfix's virtual(5)), which hold before all others, to the accounts, addresses and programs that it stands for.
 * An address that stands for itself among others, which is how a mailbox keeps a copy, is looked for no further in these.
 */
final class VirtualExpansion {
    /** Addresses that one address may lead to in all: Postfix's virtual_alias_expansion_limit. */
    private static final int MOST = 1000;

    private final AddressMap virtual;
    private final Function<EnvelopeAddress, Resolution> others;

    /** @param others what is said of an address elsewhere */
    VirtualExpansion(AddressMap virtual, Function<EnvelopeAddress, Resolution> others) {
        this.virtual = virtual;
        this.others = others;
    }

    /** Whether an address is in the tables. */
    boolean has(EnvelopeAddress address) {
        return virtual.value(address).isPresent();
    }

    /**
     * Whom it means; empty if it is not in the tables.
     *
     * @throws Refusal LIMIT if it stands for too many others; INVALID if it leads round in a circle; UNAVAILABLE
     */
    Optional<Resolution> resolve(EnvelopeAddress address) {
        Optional<List<EnvelopeAddress>> targets = virtual.addresses(address);
        if (targets.isEmpty()) {
            return Optional.empty();
        }
        Expansion expansion = new Expansion();
        expansion.follow(address, targets.get());
        return Optional.of(expansion.resolution());
    }

    private final class Expansion {
        private final Map<Long, Target> targets = new LinkedHashMap<>();
        private final Set<Forward> forwards = new LinkedHashSet<>();
        private final Set<String> followed = new LinkedHashSet<>();
        private boolean isDisabled;

        private void follow(EnvelopeAddress from, List<EnvelopeAddress> all) {
            followed.add(key(from));
            for (EnvelopeAddress each : all) {
                Optional<List<EnvelopeAddress>> further =
                        key(each).equals(key(from)) ? Optional.empty() : virtual.addresses(each);
                if (further.isEmpty()) {
                    settle(each);
                } else if (!followed.contains(key(each))) {
                    follow(each, further.get());
                }
                if (followed.size() + targets.size() + forwards.size() > MOST) {
                    throw new Refusal(Reason.LIMIT, "the address stands for too many others");
                }
            }
        }

        private static String key(EnvelopeAddress address) {
            return address.plain().toLowerCase(Locale.ROOT);
        }

        private void settle(EnvelopeAddress address) {
            switch (others.apply(address)) {
                case Resolution.Found found -> {
                    found.targets()
                            .forEach(one -> targets.putIfAbsent(one.user().id(), one));
                    forwards.addAll(found.forwards());
                }
                // Somebody elsewhere; or nobody here, which the sender is told when it is tried.
                case Resolution.Unknown() -> forwards.add(new Forward.ToAddress(address));
                case Resolution.Disabled() -> isDisabled = true;
                case Resolution.Endless() ->
                    throw new Refusal(Reason.INVALID, "is an alias that leads round in a circle");
            }
        }

        Resolution resolution() {
            if (targets.isEmpty() && forwards.isEmpty()) {
                return isDisabled ? new Resolution.Disabled() : new Resolution.Endless();
            }
            return new Resolution.Found(List.copyOf(targets.values()), List.copyOf(forwards));
        }
    }
}
