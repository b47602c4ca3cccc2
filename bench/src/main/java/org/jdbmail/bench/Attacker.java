package org.jdbmail.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/** The means of an attack: connections that say something and never read, open until it is over. */
final class Attacker implements AutoCloseable {
    private static final int PATIENCE_MS = 10_000;

    private final Contestant.Ports ports;
    private final List<Socket> open = new ArrayList<>();

    Attacker(Contestant.Ports ports) {
        this.ports = ports;
    }

    Contestant.Ports ports() {
        return ports;
    }

    /** Opens a connection and says something, an octet for each character; whether that is heard is the server's business. */
    void say(int port, String text) throws IOException {
        Socket socket = new Socket();
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MS);
        socket.setTcpNoDelay(true);
        open.add(socket);
        try {
            socket.getOutputStream().write(text.getBytes(ISO_8859_1));
        } catch (IOException e) {
            socket.close(); // the server would not hear it
        }
    }

    /** Pours bytes into the newest connection, on a thread of its own: the server may not take them. */
    void pour(int octets) {
        Socket socket = open.getLast();
        Thread.startVirtualThread(() -> {
            try {
                socket.getOutputStream().write(new byte[octets]);
            } catch (IOException e) {
                closeQuietly(socket);
            }
        });
    }

    /** Opens many connections that say the same. */
    void hold(int connections, int port, String text) throws IOException {
        for (int i = 0; i < connections; i++) {
            say(port, text);
        }
    }

    /** Opens an IMAP session of an account, and says more. */
    void login(String user, String then) throws IOException {
        say(ports.imap(), "a LOGIN " + user + " " + Accounts.PASSWORD + "\r\n" + then);
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException lost) {
            // Nothing is lost: it was to be closed.
        }
    }

    @Override
    public void close() {
        open.forEach(Attacker::closeQuietly);
    }
}
