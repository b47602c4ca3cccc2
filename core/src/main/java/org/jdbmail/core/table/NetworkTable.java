package org.jdbmail.core.table;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Postfix's {@code cidr:} tables: {@code network/length value}, or an address and a value. A key is an address. */
final class NetworkTable implements LookupTable {
    private final WatchedFile<LookupRules> rules;

    NetworkTable(Path file) {
        this.rules = new WatchedFile<>(file, lines -> LookupRules.parse(lines, NetworkTable::cut));
    }

    @Override
    public Optional<String> find(String key, boolean isPart) {
        return isPart || address(key).isEmpty()
                ? Optional.empty()
                : rules.meaning().find(key, (value, found) -> value);
    }

    private static Optional<byte[]> address(String key) {
        try {
            return Optional.of(InetAddress.ofLiteral(key).getAddress());
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // the name of a host, an address of mail
        }
    }

    private static LookupRules.Cut cut(String text) {
        String[] words = text.split("\\s+", 2);
        int slash = words[0].indexOf('/');
        String place = (slash < 0 ? words[0] : words[0].substring(0, slash)).replaceAll("[\\[\\]]", "");
        byte[] network = address(place).orElseThrow(() -> new IllegalArgumentException("it begins with no network"));
        int length = slash < 0 ? 8 * network.length : Integer.parseInt(words[0].substring(slash + 1));
        if (length < 0 || length > 8 * network.length) {
            throw new IllegalArgumentException("no network is so long");
        }
        return new LookupRules.Cut(
                key -> address(key).filter(each -> isIn(each, network, length)).map(each -> List.of(key)),
                words.length < 2 ? "" : words[1].strip());
    }

    private static boolean isIn(byte[] address, byte[] network, int length) {
        if (address.length != network.length) {
            return false;
        }
        for (int bit = 0; bit < length; bit++) {
            int mask = 0x80 >> (bit % 8);
            if ((address[bit / 8] & mask) != (network[bit / 8] & mask)) {
                return false;
            }
        }
        return true;
    }
}
