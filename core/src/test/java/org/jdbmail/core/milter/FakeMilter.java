package org.jdbmail.core.milter;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jdbmail.core.service.ServicePlace;

/** A milter that notes what it is told, and says to each command what a test wants. */
final class FakeMilter implements Closeable {
    /** What it says instead of a packet. */
    static final byte[] SILENCE = new byte[] {0};

    static final byte[] HANG_UP = new byte[] {1};

    private final ServerSocketChannel server;
    private final Map<Character, List<byte[]>> answers = new ConcurrentHashMap<>();
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final List<SocketChannel> open = new CopyOnWriteArrayList<>();
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();

    FakeMilter(SocketAddress address) throws IOException {
        server = address instanceof UnixDomainSocketAddress
                ? ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                : ServerSocketChannel.open();
        server.bind(address);
        answer('O', packet('O', 6, 0x1ff, 1 << 10 | 1 << 20));
        Thread.ofPlatform().daemon().start(this::accept);
    }

    ServicePlace place() throws IOException {
        String address = server.getLocalAddress() instanceof UnixDomainSocketAddress unix
                ? "unix:" + Path.of(unix.getPath().toString())
                : "inet:127.0.0.1:" + server.socket().getLocalPort();
        return ServicePlace.parse(address).orElseThrow();
    }

    /** What it says to a command from now on, in place of {@code c}. */
    FakeMilter answer(char command, byte[]... packets) {
        answers.put(command, List.of(packets));
        return this;
    }

    static byte[] packet(char command, String... texts) {
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        for (String text : texts) {
            data.writeBytes((text + "\0").getBytes(StandardCharsets.UTF_8));
        }
        return packet(command, data.toByteArray());
    }

    static byte[] packet(char command, int... numbers) {
        ByteBuffer data = ByteBuffer.allocate(4 * numbers.length);
        for (int number : numbers) {
            data.putInt(number);
        }
        return packet(command, data.array());
    }

    static byte[] packet(char command, byte[] data) {
        return ByteBuffer.allocate(5 + data.length)
                .putInt(data.length + 1)
                .put((byte) command)
                .put(data)
                .array();
    }

    /** With a number before the texts. */
    static byte[] indexed(char command, int index, String... texts) {
        byte[] with = packet(command, texts);
        ByteBuffer data = ByteBuffer.allocate(with.length - 1).putInt(index);
        data.put(with, 5, with.length - 5);
        return packet(command, data.array());
    }

    /** What it was told, as {@code command text|text}. */
    List<String> heard() {
        return new ArrayList<>(heard);
    }

    String body() {
        return body.toString(StandardCharsets.ISO_8859_1);
    }

    private void accept() {
        while (server.isOpen()) {
            try {
                SocketChannel channel = server.accept();
                open.add(channel);
                Thread.ofPlatform().daemon().start(() -> talk(channel));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void talk(SocketChannel channel) {
        try (channel) {
            DataInputStream in = new DataInputStream(Channels.newInputStream(channel));
            OutputStream out = Channels.newOutputStream(channel);
            while (true) {
                byte[] data = new byte[in.readInt() - 1];
                char command = (char) in.readUnsignedByte();
                in.readFully(data);
                if (command == 'B') {
                    body.writeBytes(data);
                } else {
                    heard.add(command + " " + new String(data, StandardCharsets.UTF_8).replace("\0", "|"));
                }
                if ("DAQ".indexOf(command) >= 0) {
                    continue;
                }
                for (byte[] each : answers.getOrDefault(command, List.of(packet('c', new byte[0])))) {
                    if (each == HANG_UP) {
                        return;
                    }
                    if (each != SILENCE) {
                        out.write(each);
                    }
                }
            }
        } catch (IOException e) {
            heard.add("gone");
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (SocketChannel each : open) {
            each.close();
        }
    }
}
