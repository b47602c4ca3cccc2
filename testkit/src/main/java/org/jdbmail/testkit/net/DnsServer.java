package org.jdbmail.testkit.net;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A name server that knows what a test has told it, and says of all else that there is no such name. It answers over UDP, with nothing
 * compressed, as if everything were validated where the test says so.
 */
public final class DnsServer implements AutoCloseable {
    private static final Map<String, Integer> TYPES =
            Map.of("A", 1, "CNAME", 5, "PTR", 12, "MX", 15, "TXT", 16, "AAAA", 28, "SRV", 33, "TLSA", 52);

    private record Entry(int type, byte[] data) {}

    private final DatagramSocket socket;
    private final Map<String, List<Entry>> entries = new ConcurrentHashMap<>();
    private final Set<String> broken = ConcurrentHashMap.newKeySet();
    private final Set<String> asked = ConcurrentHashMap.newKeySet();
    private volatile boolean isSecure;

    private DnsServer(DatagramSocket socket) {
        this.socket = socket;
    }

    /** Listens on a free port of this machine. */
    public static DnsServer start() throws IOException {
        return at(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    /** Listens there: on port 53 it serves programs that can't be told another, which takes root. */
    public static DnsServer at(InetSocketAddress address) throws IOException {
        DnsServer server = new DnsServer(new DatagramSocket(address));
        Thread.ofPlatform().daemon().name("test-dns").start(server::serve);
        return server;
    }

    public InetSocketAddress address() {
        return new InetSocketAddress(socket.getLocalAddress(), socket.getLocalPort());
    }

    /** Whether answers say that they are validated. */
    public DnsServer secure(boolean secure) {
        isSecure = secure;
        return this;
    }

    /** Questions for that name are answered with SERVFAIL from now on. */
    public DnsServer broken(String name) {
        broken.add(name);
        return this;
    }

    /** Names that were asked for, with the type's number. */
    public Set<String> asked() {
        return Set.copyOf(asked);
    }

    /** Adds a record as a zone file has it: {@code add("example.test", "MX", "10 mail.example.test")}; names without a dot at the end. */
    public DnsServer add(String name, String type, String value) throws IOException {
        Integer number = TYPES.get(type);
        if (number == null) {
            throw new IllegalArgumentException(type);
        }
        entries.computeIfAbsent(name.toLowerCase(Locale.ROOT), key -> new ArrayList<>())
                .add(new Entry(number, data(type, value)));
        return this;
    }

    /** Forgets all of a name. */
    public DnsServer remove(String name) {
        entries.remove(name);
        return this;
    }

    private static byte[] data(String type, String value) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        switch (type) {
            case "A", "AAAA" -> out.write(InetAddress.ofLiteral(value).getAddress());
            case "CNAME", "PTR" -> name(out, value);
            case "MX" -> {
                String[] words = value.split(" ");
                out.writeShort(Integer.parseInt(words[0]));
                name(out, words[1].equals(".") ? "" : words[1]);
            }
            case "SRV" -> {
                String[] words = value.split(" ");
                for (int i = 0; i < 3; i++) {
                    out.writeShort(Integer.parseInt(words[i]));
                }
                name(out, words[3].equals(".") ? "" : words[3]);
            }
            case "TXT" -> {
                byte[] text = value.getBytes(StandardCharsets.UTF_8);
                for (int from = 0; from < text.length || from == 0; from += 255) {
                    int count = Math.min(255, text.length - from);
                    out.writeByte(count);
                    out.write(text, from, count);
                }
            }
            default -> {
                String[] words = value.split(" ");
                for (int i = 0; i < 3; i++) {
                    out.writeByte(Integer.parseInt(words[i]));
                }
                out.write(HexFormat.of().parseHex(words[3]));
            }
        }
        return bytes.toByteArray();
    }

    private static void name(DataOutputStream out, String name) throws IOException {
        for (String label : name.split("\\.")) {
            if (!label.isEmpty()) {
                out.writeByte(label.length());
                out.write(label.getBytes(StandardCharsets.US_ASCII));
            }
        }
        out.writeByte(0);
    }

    private void serve() {
        byte[] buffer = new byte[1500];
        while (!socket.isClosed()) {
            try {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                socket.receive(packet);
                byte[] answer = answer(buffer);
                socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
            } catch (IOException | RuntimeException e) {
                if (socket.isClosed()) {
                    return;
                }
            }
        }
    }

    private byte[] answer(byte[] query) throws IOException {
        StringBuilder name = new StringBuilder();
        int at = 12;
        while (query[at] != 0) {
            name.append(name.isEmpty() ? "" : ".")
                    .append(new String(query, at + 1, query[at], StandardCharsets.US_ASCII));
            at += query[at] + 1;
        }
        int type = (query[at + 1] & 0xff) << 8 | query[at + 2] & 0xff;
        String asking = name.toString().toLowerCase(Locale.ROOT);
        asked.add(asking + " " + type);
        List<Entry> all = entries.getOrDefault(asking, List.of());
        List<Entry> right = all.stream()
                .filter(each -> each.type() == type || each.type() == 5)
                .toList();
        boolean isBroken = broken.contains(asking);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.write(query, 0, 2);
        out.writeByte(0x85); // an answer, with authority, recursion was wished for
        out.writeByte(0x80 | (isSecure ? 0x20 : 0) | (isBroken ? 2 : all.isEmpty() ? 3 : 0));
        out.writeShort(1);
        out.writeShort(isBroken ? 0 : right.size());
        out.writeInt(0);
        out.write(query, 12, at + 5 - 12);
        if (!isBroken) {
            for (Entry each : right) {
                name(out, asking);
                out.writeShort(each.type());
                out.writeShort(1);
                out.writeInt(1); // seconds
                out.writeShort(each.data().length);
                out.write(each.data());
            }
        }
        return bytes.toByteArray();
    }

    @Override
    public void close() {
        socket.close();
    }
}
