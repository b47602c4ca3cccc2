package org.jdbmail.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLSocket;

/** A blocking client made of nothing but the JDK's sockets. */
final class Client implements AutoCloseable {
    private Socket socket;
    private InputStream in;
    private OutputStream out;

    Client(Socket socket) throws IOException {
        use(socket);
    }

    private void use(Socket s) throws IOException {
        socket = s;
        in = s.getInputStream();
        out = s.getOutputStream();
    }

    static Client to(Listener listener) throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), listener.port());
        socket.setSoTimeout(20_000);
        socket.setTcpNoDelay(true);
        return new Client(socket);
    }

    static Client tlsTo(Listener listener) throws IOException {
        Client client = to(listener);
        client.beginTls();
        return client;
    }

    /** The handshake on what is so far a plain connection. */
    SSLSocket beginTls() throws IOException {
        var tls = (SSLSocket) Certificates.trustingClient()
                .getSocketFactory()
                .createSocket(socket, "localhost", socket.getPort(), true);
        tls.startHandshake();
        use(tls);
        return tls;
    }

    Socket socket() {
        return socket;
    }

    InputStream in() {
        return in;
    }

    OutputStream out() {
        return out;
    }

    void send(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    /** The next line without its end; what there was if the server closed. */
    String line() throws IOException {
        var line = new ByteArrayOutputStream();
        int b = in.read();
        while (b >= 0 && b != '\n') {
            line.write(b);
            b = in.read();
        }
        return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
    }

    /** Everything until the server closes, however it does that. */
    String rest() {
        var all = new ByteArrayOutputStream();
        try {
            in.transferTo(all);
        } catch (java.net.SocketTimeoutException e) {
            throw new AssertionError("the server did not close", e);
        } catch (IOException e) {
            all.writeBytes(new byte[0]);
        }
        return all.toString(StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
