package org.jdbmail.authenticity.spf;

import java.net.InetAddress;
import java.util.Optional;

/** How a term of a record tells hosts (RFC 7208 §5). */
sealed interface Mechanism {
    /** All hosts. */
    record All() implements Mechanism {}

    /** Those that may send for another domain. */
    record Include(Macro domain) implements Mechanism {}

    /** Those whose addresses a name has, or with which they share the first bits. */
    record A(Optional<Macro> domain, int bits4, int bits6) implements Mechanism {}

    /** The same of those that take mail for a domain. */
    record Mx(Optional<Macro> domain, int bits4, int bits6) implements Mechanism {}

    /** Those whose own name is within a domain. */
    record Ptr(Optional<Macro> domain) implements Mechanism {}

    /** Those whose addresses begin with the same bits. */
    record Ip(InetAddress network, int bits) implements Mechanism {
        boolean contains(InetAddress address) {
            byte[] ours = network.getAddress();
            byte[] its = address.getAddress();
            if (ours.length != its.length) {
                return false;
            }
            int whole = bits / 8;
            for (int i = 0; i < whole; i++) {
                if (ours[i] != its[i]) {
                    return false;
                }
            }
            int rest = bits % 8;
            int mask = 0xff00 >> rest & 0xff;
            return rest == 0 || (ours[whole] & mask) == (its[whole] & mask);
        }
    }

    /** All, if there is a name. */
    record Exists(Macro domain) implements Mechanism {}
}
