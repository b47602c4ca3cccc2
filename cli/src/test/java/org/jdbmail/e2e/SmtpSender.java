package org.jdbmail.e2e;

import java.io.IOException;
import java.time.Duration;
import org.jdbmail.testkit.net.LineClient;

/** Hands messages to an SMTP server, one after another on one connection. */
final class SmtpSender implements AutoCloseable {
    private final LineClient client;

    /** Connects and greets. */
    SmtpSender(int port) throws IOException {
        client = LineClient.connect(port).timeout(Duration.ofSeconds(60));
        expect("220");
        client.send("EHLO client.example.org");
        expect("250");
    }

    /** Sends one message, and returns when the server has taken it. */
    void send(String from, String to, byte[] message) throws IOException {
        client.send("MAIL FROM:<" + from + "> BODY=8BITMIME");
        expect("250");
        client.send("RCPT TO:<" + to + ">");
        expect("250");
        client.send("DATA");
        expect("354");
        client.send(Dots.stuffed(message));
        expect("250");
    }

    /** Asks whether a recipient would be taken, and gives the server's answer. */
    String ask(String to) throws IOException {
        client.send("MAIL FROM:<>");
        expect("250");
        client.send("RCPT TO:<" + to + ">");
        String answer = client.readLine();
        client.send("RSET");
        expect("250");
        return answer;
    }

    private void expect(String code) throws IOException {
        String line = client.readLine();
        while (line.startsWith(code + "-")) {
            line = client.readLine();
        }
        if (!line.startsWith(code + " ")) {
            throw new AssertionError("expected " + code + ", got " + line);
        }
    }

    @Override
    public void close() throws IOException {
        client.send("QUIT");
        client.close();
    }
}
