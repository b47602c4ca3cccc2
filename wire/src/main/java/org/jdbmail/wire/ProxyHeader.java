package org.jdbmail.wire;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.jdbmail.wire.transport.WireException;
import org.jspecify.annotations.Nullable;

/**
 * The header with which a proxy says for whom it connects: HAProxy's "The PROXY protocol, versions 1 &amp; 2".
 *
 * @param source the client behind the proxy
 * @param destination what the client connected to
 */
record ProxyHeader(InetSocketAddress source, InetSocketAddress destination) {
    /** Version 2, §2.2: the twelve bytes that begin it. */
    private static final byte[] SIGNATURE = {'\r', '\n', '\r', '\n', 0, '\r', '\n', 'Q', 'U', 'I', 'T', '\n'};

    /** Version 1, §2.1: 107 bytes with the line end are the longest. */
    private static final int V1_LONGEST = 107;

    /** Addresses and type-length-values; certificates travel in them, nothing larger. */
    private static final int V2_LONGEST = 4096;

    private static final String OCTET = "(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";

    private static final Pattern V4 = Pattern.compile(OCTET + "(\\." + OCTET + "){3}");

    private static final Pattern PORT = Pattern.compile("0|[1-9][0-9]{0,4}");

    /**
     * Reads a header, waiting for it.
     *
     * @return null where the connection is the proxy's own, or it does not know for whom it is
     * @throws WireException.BadProxyHeader if there is none, or it is wrong
     */
    static @Nullable ProxyHeader read(Inbox in) throws WireException {
        byte first = in.peek().get();
        return first == 'P' ? readV1(in) : readV2(in);
    }

    // §2.1: "PROXY" SP protocol SP source SP destination SP source port SP destination port CRLF
    private static @Nullable ProxyHeader readV1(Inbox in) throws WireException {
        String line;
        try {
            line = new String(in.readLine(V1_LONGEST - 2), StandardCharsets.ISO_8859_1);
        } catch (WireException.LineTooLong e) {
            throw bad("line too long");
        }
        if (in.lastLineHadBareLf()) {
            throw bad("line end without CR");
        }
        if (line.equals("PROXY UNKNOWN") || line.startsWith("PROXY UNKNOWN ")) {
            return null;
        }
        String[] words = line.split(" ", -1);
        if (words.length != 6 || !words[0].equals("PROXY")) {
            throw bad("not six words");
        }
        int bytes = switch (words[1]) {
            case "TCP4" -> 4;
            case "TCP6" -> 16;
            default -> throw bad("unknown protocol");
        };
        return new ProxyHeader(
                new InetSocketAddress(address(words[2], bytes), port(words[4])),
                new InetSocketAddress(address(words[3], bytes), port(words[5])));
    }

    private static InetAddress address(String text, int bytes) throws WireException.BadProxyHeader {
        // Four numbers as everybody writes them: Java also takes 127.1, and what looks octal.
        if (bytes == 4 && !V4.matcher(text).matches()) {
            throw bad("not an address");
        }
        // No scope and no port may ride along.
        if (text.indexOf('%') >= 0 || text.indexOf('[') >= 0) {
            throw bad("not an address");
        }
        try {
            InetAddress address = InetAddress.ofLiteral(text);
            // A mapped address reads as IPv4 although it was written as IPv6.
            if (address.getAddress().length != bytes && !(bytes == 16 && text.indexOf(':') >= 0)) {
                throw bad("address of the wrong family");
            }
            return address;
        } catch (IllegalArgumentException e) {
            throw bad("not an address");
        }
    }

    private static int port(String text) throws WireException.BadProxyHeader {
        int port = PORT.matcher(text).matches() ? Integer.parseInt(text) : -1;
        if (port < 0 || port > 65535) {
            throw bad("not a port");
        }
        return port;
    }

    // §2.2: signature, version and command, family and protocol, length, addresses, type-length-values
    private static @Nullable ProxyHeader readV2(Inbox in) throws WireException {
        for (byte expected : SIGNATURE) {
            if (in.readExactly(1)[0] != expected) {
                throw bad("no header");
            }
        }
        byte[] head = in.readExactly(4);
        int command = head[0] & 0x0f;
        int length = ((head[2] & 0xff) << 8) | (head[3] & 0xff);
        if ((head[0] & 0xf0) != 0x20 || command > 1) {
            throw bad("unknown version or command");
        }
        if (length > V2_LONGEST) {
            throw bad("header too long");
        }
        byte[] body = in.readExactly(length);
        if (command == 0) {
            return null;
        }
        return switch (head[1] & 0xff) {
            case 0x11 -> addresses(body, 4);
            case 0x21 -> addresses(body, 16);
            // Datagrams and Unix sockets behind the proxy: legal, of no use as an address; unspecified likewise.
            case 0x00, 0x12, 0x22, 0x31, 0x32 -> null;
            default -> throw bad("unknown family");
        };
    }

    private static ProxyHeader addresses(byte[] body, int size) throws WireException.BadProxyHeader {
        if (body.length < 2 * size + 4) {
            throw bad("addresses are missing");
        }
        try {
            InetAddress source = InetAddress.getByAddress(Arrays.copyOfRange(body, 0, size));
            InetAddress destination = InetAddress.getByAddress(Arrays.copyOfRange(body, size, 2 * size));
            int at = 2 * size;
            return new ProxyHeader(
                    new InetSocketAddress(source, ((body[at] & 0xff) << 8) | (body[at + 1] & 0xff)),
                    new InetSocketAddress(destination, ((body[at + 2] & 0xff) << 8) | (body[at + 3] & 0xff)));
        } catch (UnknownHostException e) {
            throw new AssertionError("4 or 16 bytes are an address", e);
        }
    }

    private static WireException.BadProxyHeader bad(String what) {
        return new WireException.BadProxyHeader("PROXY protocol: " + what);
    }
}
