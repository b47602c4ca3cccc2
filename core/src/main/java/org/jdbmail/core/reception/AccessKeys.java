package org.jdbmail.core.reception;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbmail.core.smtp.EnvelopeAddress;
import org.jdbmail.core.table.LookupTable;

/** What tables of restrictions are asked for, one key after the other: Postfix's access(5). */
final class AccessKeys {
    private AccessKeys() {}

    /** The value for whatever of a wish is looked up. */
    static Optional<String> find(LookupTable table, Restriction.Subject what, Restrictions.Wish wish) {
        return switch (what) {
            case CLIENT -> client(table, wish.caller());
            case HELO -> table.first(wish.caller().helo(), parents(wish.caller().helo()));
            case SENDER -> address(table, wish.sender());
            case RECIPIENT -> address(table, wish.recipient());
        };
    }

    /** Its name and the domains above, then its address and the networks around. */
    private static Optional<String> client(LookupTable table, Caller caller) {
        Optional<String> named =
                caller.name().isEmpty() ? Optional.empty() : table.first(caller.name(), parents(caller.name()));
        if (named.isPresent()) {
            return named;
        }
        String text = caller.address().getHostAddress();
        char separator = text.indexOf(':') < 0 ? '.' : ':';
        List<String> networks = new ArrayList<>();
        for (int at = text.lastIndexOf(separator); at > 0; at = text.lastIndexOf(separator, at - 1)) {
            networks.add(text.substring(0, at));
        }
        return table.first(text, networks);
    }

    private static List<String> parents(String name) {
        List<String> keys = new ArrayList<>();
        for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
            keys.add(name.substring(dot + 1));
            keys.add(name.substring(dot));
        }
        return keys;
    }

    private static Optional<String> address(LookupTable table, EnvelopeAddress address) {
        if (address.isNull()) {
            return table.find("<>", false);
        }
        List<String> parts = new ArrayList<>();
        int plus = address.localPart().indexOf('+');
        if (plus > 0) {
            parts.add(address.localPart().substring(0, plus) + "@" + address.domain());
        }
        parts.add(address.domain());
        parts.addAll(parents(address.domain()));
        parts.add(address.localPart() + "@");
        return table.first(address.plain(), parts);
    }
}
