package org.jdbmail.testkit.transcript;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jdbmail.testkit.net.LineClient;

/** One client's connection in a transcript: reads whole responses, with the literals that belong to them. */
final class Peer implements AutoCloseable {
    private static final Pattern LITERAL = Pattern.compile("\\{(\\d{1,9})\\+?\\}$");
    private static final List<String> WITHOUT_LITERALS = List.of("lmtp", "smtp", "pop3", "auth");
    private static final String WITH_BARE_LINES = "auth";
    private static final int MAX_RESPONSE = 256 << 20;

    private final int number;
    private final LineClient client;
    private final boolean literals;
    private final Dialogue dialogue;

    private Peer(int number, LineClient client, boolean literals, Dialogue dialogue) {
        this.number = number;
        this.client = client;
        this.literals = literals;
        this.dialogue = dialogue;
    }

    static Peer connect(int number, String service, InetSocketAddress address, boolean tls, Dialogue dialogue)
            throws IOException {
        LineClient client = tls ? LineClient.connectTls(address) : LineClient.connect(address);
        if (service.equals(WITH_BARE_LINES)) {
            client.bareLines();
        }
        boolean literals = WITHOUT_LITERALS.stream().noneMatch(service::startsWith);
        dialogue.note(number, "connected to " + service + (tls ? " with TLS" : ""));
        return new Peer(number, client, literals, dialogue);
    }

    void timeout(Duration limit) {
        client.timeout(limit);
    }

    void send(String text) throws IOException {
        dialogue.said("C", number, text);
        client.send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** A line, and where the protocol has literals, those that follow and the lines behind them. */
    String readResponse() throws IOException {
        StringBuilder response = new StringBuilder(client.readLine());
        Matcher literal = LITERAL.matcher(response);
        while (literals && literal.find()) {
            int size = Integer.parseInt(literal.group(1));
            if (response.length() + (long) size > MAX_RESPONSE) {
                throw new IOException("response of more than " + MAX_RESPONSE + " bytes");
            }
            response.append("\r\n").append(new String(client.readBytes(size), StandardCharsets.ISO_8859_1));
            String rest = client.readLine();
            response.append(rest);
            literal = LITERAL.matcher(rest);
        }
        dialogue.said("S", number, response.toString());
        return response.toString();
    }

    /** Lines up to one with a dot alone, each with CRLF, the dots that hide a leading dot taken off. */
    String readDotted() throws IOException {
        StringBuilder text = new StringBuilder();
        String line = client.readLine();
        while (!line.equals(".")) {
            text.append(line.startsWith(".") ? line.substring(1) : line).append("\r\n");
            if (text.length() > MAX_RESPONSE) {
                throw new IOException("response of more than " + MAX_RESPONSE + " bytes");
            }
            line = client.readLine();
        }
        dialogue.said("S", number, text + ".");
        return text.toString();
    }

    void startTls() throws IOException {
        client.startTls();
        dialogue.note(number, "TLS is on");
    }

    void startCompression() throws IOException {
        client.startCompression();
        dialogue.note(number, "compression is on");
    }

    void endCompression() throws IOException {
        client.endCompression();
        dialogue.note(number, "compression is off");
    }

    boolean isClosedByServer() throws IOException {
        return client.isClosedByServer();
    }

    boolean isQuietFor(Duration time) throws IOException {
        return client.isQuietFor(time);
    }

    String unread() throws IOException {
        return client.unread();
    }

    @Override
    public void close() throws IOException {
        client.close();
        dialogue.note(number, "closed");
    }
}
