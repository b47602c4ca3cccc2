package org.jdbmail.sieve.test;

import java.util.ArrayList;
import java.util.List;
import org.jdbmail.sieve.compile.Arguments;
import org.jdbmail.sieve.compile.InvalidScript;
import org.jdbmail.sieve.compile.MatchArguments;
import org.jdbmail.sieve.message.Address;
import org.jdbmail.sieve.message.Field;
import org.jdbmail.sieve.run.Check;
import org.jdbmail.sieve.run.Matching;
import org.jdbmail.sieve.run.Text;

/** {@code address} (RFC 5228 §5.1): the addresses in header fields. */
public final class AddressTest {
    private AddressTest() {}

    /** Understands it. */
    public static Check.Condition of(Arguments arguments) throws InvalidScript {
        MatchArguments match = MatchArguments.of(arguments);
        AddressPart named = AddressPart.of(arguments);
        AddressPart part = named == null ? AddressPart.ALL : named;
        Selection selection = Selection.of(arguments);
        List<Text> names = FieldNames.ofAddresses(arguments);
        Matching keys = match.keys(arguments);
        return run -> {
            List<String> values = new ArrayList<>();
            for (String name : Text.values(names, run)) {
                for (Field field : selection.fields(run, name)) {
                    for (Address address : field.addresses()) {
                        run.spend(1);
                        String value = part.of(address, run.delivery().policy().detailDelimiters());
                        if (value != null) {
                            values.add(value);
                        }
                    }
                }
            }
            return keys.any(run, values);
        };
    }
}
