package org.jdbmail.core.delivery;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.smtp.EnvelopeAddress;

/** Follows an address that only the aliases of this machine know to the accounts, addresses and programs that it stands for. */
final class AliasFileExpansion {
    /** Targets that an alias of a file may lead to in all. */
    private static final int MOST_TARGETS = 1000;

    /** How deep it may go. */
    private static final int DEEPEST = 10;

    private final AliasFile aliases;
    private final Function<EnvelopeAddress, Resolution> tables;

    /** @param tables what the database says of an address */
    AliasFileExpansion(AliasFile aliases, Function<EnvelopeAddress, Resolution> tables) {
        this.aliases = aliases;
        this.tables = tables;
    }

    /**
     * Whom it means.
     *
     * @throws Refusal LIMIT if it stands for too many others; INVALID if it leads round in a circle
     */
    Resolution resolve(EnvelopeAddress address) {
        Map<Long, Target> targets = new LinkedHashMap<>();
        Set<Forward> forwards = new LinkedHashSet<>();
        expand(address, targets, forwards, 0);
        return targets.isEmpty() && forwards.isEmpty()
                ? new Resolution.Unknown()
                : new Resolution.Found(List.copyOf(targets.values()), List.copyOf(forwards));
    }

    private void expand(EnvelopeAddress address, Map<Long, Target> targets, Set<Forward> forwards, int depth) {
        if (depth > DEEPEST || targets.size() + forwards.size() > MOST_TARGETS) {
            throw new Refusal(Reason.LIMIT, "is an alias of too many others");
        }
        for (String each : aliases.targets(address)) {
            if (each.startsWith("/")) {
                forwards.add(new Forward.ToFile(each));
                continue;
            }
            if (each.startsWith("|")) {
                Forward.parse(each).ifPresent(forwards::add);
                continue;
            }
            EnvelopeAddress next = EnvelopeAddress.ofPlain(each);
            switch (tables.apply(next)) {
                case Resolution.Found found -> {
                    found.targets()
                            .forEach(one -> targets.putIfAbsent(one.user().id(), one));
                    forwards.addAll(found.forwards());
                }
                case Resolution.Unknown() -> {
                    if (!aliases.targets(next).isEmpty()) {
                        expand(next, targets, forwards, depth + 1);
                    } else if (!next.domain().isEmpty()) {
                        forwards.add(new Forward.ToAddress(next));
                    }
                }
                case Resolution.Disabled() -> {}
                case Resolution.Endless() ->
                    throw new Refusal(Reason.INVALID, "is an alias that leads round in a circle");
            }
        }
    }
}
