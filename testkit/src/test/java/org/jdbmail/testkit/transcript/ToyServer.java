package org.jdbmail.testkit.transcript;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A server with a toy protocol for trying the runner: {@code ECHO text} answers with the text, where {@code |} stands
 * for CRLF; {@code SIZE n} reads n bytes and tells their sum; {@code LITERAL n} first gives a go-ahead; {@code DATA}
 * reads up to a dot and gives back what it read; {@code BYE} closes.
 */
final class ToyServer implements TranscriptServer {
    private final ServerSocket listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    final List<Fixture> made = new ArrayList<>();

    ToyServer() throws IOException {
        Thread.ofVirtual().start(this::accept);
    }

    @Override
    public Map<String, InetSocketAddress> services() {
        InetSocketAddress address = (InetSocketAddress) listener.getLocalSocketAddress();
        return Map.of("imap", address, "lmtp", address);
    }

    @Override
    public void reset() {
        made.clear();
    }

    @Override
    public void make(Fixture fixture) {
        if (!fixture.kind().equals("message") && !fixture.kind().equals("user")) {
            throw new IllegalArgumentException("unknown fixture " + fixture.kind());
        }
        made.add(fixture);
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : open) {
            socket.close();
        }
    }

    private void accept() {
        try {
            while (!listener.isClosed()) {
                Socket socket = listener.accept();
                open.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (IOException e) {
            if (!listener.isClosed()) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
            write(socket, "* hello");
            String line = in.readLine();
            while (line != null && !line.equals("BYE")) {
                answer(socket, in, line);
                line = in.readLine();
            }
        } catch (IOException e) {
            // The test has closed the connection.
        }
    }

    private static void answer(Socket socket, BufferedReader in, String line) throws IOException {
        if (line.startsWith("ECHO ")) {
            write(socket, line.substring(5).replace("|", "\r\n"));
        } else if (line.matches("(SIZE|LITERAL) \\{\\d+\\+?}")) {
            if (line.startsWith("LITERAL")) {
                write(socket, "+ go");
            }
            char[] data = new char[Integer.parseInt(line.replaceAll("\\D", ""))];
            int got = 0;
            while (got < data.length) {
                got += in.read(data, got, data.length - got);
            }
            in.readLine();
            write(socket, "GOT {" + data.length + "}\r\n" + new String(data) + " thanks");
        } else if (line.equals("DATA")) {
            StringBuilder text = new StringBuilder();
            for (String next = in.readLine(); !next.equals("."); next = in.readLine()) {
                text.append(next).append("\r\n");
            }
            write(socket, text + ".");
        } else {
            write(socket, "BAD " + line);
        }
    }

    private static void write(Socket socket, String line) throws IOException {
        socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    }
}
