package org.jdbmail.core.directory;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Addresses of ours as DBMail's tables name them: {@code inet:192.0.2.0/24:143}, where mask and port may be left out. */
final class SocketPattern {
    /** IPv6 addresses, which DBMail doesn't know here, stand in brackets. */
    private static final Pattern FORM =
            Pattern.compile("inet:(?:\\[([0-9A-Fa-f:.]+)\\]|([0-9.]+))(?:/([0-9]{1,3}))?(?::([0-9]{1,5}))?");

    /** What a rule for everywhere scores with DBMail. */
    private static final int EVERYWHERE = 32;

    private SocketPattern() {}

    /** How narrowly the pattern fits the address, by the bits of its mask; -1 where it doesn't, or can't be read. */
    static int score(String pattern, InetSocketAddress target) {
        if (pattern.isEmpty()) {
            return EVERYWHERE;
        }
        Matcher matcher = FORM.matcher(pattern.strip());
        InetAddress address = target.getAddress();
        if (!matcher.matches() || address == null) {
            return -1;
        }
        String port = matcher.group(4);
        if (port != null && Integer.parseInt(port) != 0 && Integer.parseInt(port) != target.getPort()) {
            return -1;
        }
        byte[] wanted = octets(matcher.group(1) == null ? matcher.group(2) : matcher.group(1));
        byte[] ours = address.getAddress();
        int bits = matcher.group(3) == null ? ours.length * 8 : Integer.parseInt(matcher.group(3));
        return wanted.length == ours.length && bits <= ours.length * 8 && sameStart(wanted, ours, bits) ? bits : -1;
    }

    private static byte[] octets(String address) {
        try {
            return InetAddress.ofLiteral(address).getAddress();
        } catch (IllegalArgumentException e) {
            return new byte[0]; // like no address
        }
    }

    private static boolean sameStart(byte[] one, byte[] other, int bits) {
        for (int i = 0; i < bits; i++) {
            int mask = 0x80 >> i % 8;
            if (((one[i / 8] ^ other[i / 8]) & mask) != 0) {
                return false;
            }
        }
        return true;
    }
}
