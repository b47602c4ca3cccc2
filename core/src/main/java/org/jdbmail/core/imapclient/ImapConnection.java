package org.jdbmail.core.imapclient;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.jdbmail.core.delivery.Spools;
import org.jdbmail.mime.bytes.MessageBytes;
import org.jspecify.annotations.Nullable;

/** A connection to a server: commands out, responses in. Used by one thread. */
public final class ImapConnection implements Closeable {
    private static final int BUFFER = 1 << 16;
    private static final int CONNECT_MILLIS = 30_000;

    /** What is done with each response that comes before the command is over. */
    public interface Listener {
        /** Hears of a response; its literals live until this returns. */
        void hear(ImapResponse response) throws IOException;
    }

    private final RemoteImap server;
    private final Spools spools;
    private Socket socket;
    private ImapReader in;
    private OutputStream out;
    private int number;
    private Set<String> capabilities = new HashSet<>();

    private ImapConnection(RemoteImap server, Spools spools, Socket socket) throws IOException {
        this.server = server;
        this.spools = spools;
        this.socket = socket;
        this.in = new ImapReader(new BufferedInputStream(socket.getInputStream(), BUFFER), spools);
        this.out = new BufferedOutputStream(socket.getOutputStream(), BUFFER);
    }

    /**
     * Connects, under TLS as far as the server is not on this machine.
     *
     * @param spools where literals lie
     */
    public static ImapConnection open(RemoteImap server, Spools spools) throws IOException {
        Socket socket = new Socket();
        try {
            connect(socket, server);
            socket.setTcpNoDelay(true);
            socket.setSoTimeout((int) server.patience().toMillis());
            ImapConnection connection =
                    new ImapConnection(server, spools, server.isTls() ? secured(server, socket) : socket);
            ImapResponse greeting = connection.in.read();
            if (!greeting.is(0, "OK")) {
                throw new IOException(server + " does not want to talk: " + greeting.text());
            }
            connection.learn();
            connection.startTls();
            return connection;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private static void connect(Socket socket, RemoteImap server) throws IOException {
        try {
            socket.connect(new InetSocketAddress(server.host(), server.port()), CONNECT_MILLIS);
        } catch (IOException e) {
            throw new IOException(server + " cannot be reached: " + e.getMessage(), e);
        }
    }

    private void startTls() throws IOException {
        if (server.isTls()) {
            return;
        }
        if (has("STARTTLS")) {
            command("STARTTLS");
            socket = secured(server, socket);
            // What came in before belongs to nobody (RFC 9051 §6.2.1).
            in = new ImapReader(new BufferedInputStream(socket.getInputStream(), BUFFER), spools);
            out = new BufferedOutputStream(socket.getOutputStream(), BUFFER);
            learn();
        } else if (!socket.getInetAddress().isLoopbackAddress()) {
            throw new IOException(server + " offers no STARTTLS: a password would be readable on the way");
        }
    }

    private static SSLSocket secured(RemoteImap server, Socket socket) throws IOException {
        try {
            SSLSocketFactory factory;
            if (server.isTrusted()) {
                SSLContext context = SSLContext.getInstance("TLS");
                context.init(null, new TrustManager[] {new Everybody()}, new SecureRandom());
                factory = context.getSocketFactory();
            } else {
                factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
            }
            SSLSocket secure = (SSLSocket) factory.createSocket(socket, server.host(), server.port(), true);
            if (!server.isTrusted()) {
                SSLParameters parameters = secure.getSSLParameters();
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
                secure.setSSLParameters(parameters);
            }
            secure.startHandshake();
            return secure;
        } catch (SSLHandshakeException e) {
            throw new IOException(
                    server + " shows a certificate that nothing here vouches for: "
                            + String.valueOf(e.getMessage()).lines().findFirst().orElse(""),
                    e);
        } catch (GeneralSecurityException e) {
            throw new IOException("there is no TLS here", e);
        }
    }

    /** Takes every certificate: only where the administrator says so. */
    private static final class Everybody implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {
            // Nobody is a client of ours.
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {
            // Whoever it is.
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    private void learn() throws IOException {
        Set<String> learnt = new HashSet<>();
        command("CAPABILITY", response -> {
            if (response.is(0, "CAPABILITY")) {
                response.words().forEach(word -> learnt.add(word.text().toUpperCase(Locale.ROOT)));
            }
        });
        capabilities = learnt;
    }

    /** Whether the server says that it can do that. */
    public boolean has(String capability) {
        return capabilities.contains(capability);
    }

    /**
     * Logs in.
     *
     * @param master who logs in for that account, with its own password; empty for the account itself
     */
    public void login(String login, String master, String password) throws IOException {
        String tag = tag();
        // RFC 4616
        String plain = Base64.getEncoder()
                .encodeToString(
                        ((master.isEmpty() ? "" : login) + "\0" + (master.isEmpty() ? login : master) + "\0" + password)
                                .getBytes(UTF_8));
        if (has("AUTH=PLAIN")) {
            write(tag + " AUTHENTICATE PLAIN\r\n");
            out.flush();
            ImapResponse answer = in.read();
            while (answer.tag().equals("*")) {
                answer = in.read();
            }
            if (answer.tag().equals("+")) {
                write(plain + "\r\n");
                answer = null;
            }
            await(tag, answer, response -> {});
        } else if (!master.isEmpty()) {
            throw new IOException(server + " offers no AUTH=PLAIN, by which " + master + " could log in for " + login);
        } else {
            write(tag + " LOGIN " + quoted(login) + " " + quoted(password) + "\r\n");
            await(tag, null, response -> {});
        }
        learn();
    }

    /** Carries out a command whose responses don't matter. */
    public void command(String text) throws IOException {
        command(text, response -> {});
    }

    /**
     * Carries out a command.
     *
     * @return the text of the response that ends it
     * @throws ImapRefusal if the server answers NO or BAD
     */
    public String command(String text, Listener listener) throws IOException {
        String tag = tag();
        write(tag + " " + text + "\r\n");
        return await(tag, null, listener);
    }

    /**
     * Carries out a command that ends in a literal.
     *
     * @param text up to the literal
     */
    public void command(String text, MessageBytes literal) throws IOException {
        String tag = tag();
        // RFC 7888
        boolean waits = !has("LITERAL+") && !(has("LITERAL-") && literal.size() <= 4096);
        write(tag + " " + text + " {" + literal.size() + (waits ? "" : "+") + "}\r\n");
        if (waits) {
            out.flush();
            ImapResponse answer = in.read();
            while (answer.tag().equals("*")) {
                answer = in.read();
            }
            if (!answer.tag().equals("+")) {
                await(tag, answer, response -> {});
                throw new ImapRefusal(server + " does not wait for the message");
            }
        }
        literal.writeTo(out, 0, literal.size());
        write("\r\n");
        await(tag, null, response -> {});
    }

    private String tag() {
        return "j" + ++number;
    }

    private void write(String text) throws IOException {
        out.write(text.getBytes(UTF_8));
    }

    private String await(String tag, @Nullable ImapResponse first, Listener listener) throws IOException {
        out.flush();
        ImapResponse response = first == null ? in.read() : first;
        while (!response.tag().equals(tag)) {
            if (response.is(0, "BYE") && response.tag().equals("*")) {
                throw new IOException(server + " says goodbye: " + response.text());
            }
            listener.hear(response);
            response = in.read();
        }
        in.release();
        if (!response.is(0, "OK")) {
            throw new ImapRefusal(server + " answers "
                    + (response.words().isEmpty()
                            ? ""
                            : response.words().getFirst().text() + " ")
                    + response.text());
        }
        return response.text();
    }

    /**
     * A string as it stands in a command.
     *
     * @throws ImapRefusal if it has line ends, behind which the server would see another command: names come from other servers
     */
    public static String quoted(String text) throws ImapRefusal {
        if (text.chars().anyMatch(c -> c == '\r' || c == '\n' || c == 0)) {
            throw new ImapRefusal("there is a line end in a name");
        }
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    @Override
    public void close() throws IOException {
        in.release();
        socket.close();
    }
}
