package org.jdbmail.e2e;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jdbmail.testkit.net.LineClient;
import org.jdbmail.testkit.net.ScramClient;

/** Somebody who hands in mail: STARTTLS, AUTH with one mechanism, and a recipient that nobody else may name. */
final class Submitter implements AutoCloseable {
    private final LineClient client;
    private String capabilities = "";

    /** Connects, and begins TLS. */
    Submitter(int port) throws IOException {
        client = LineClient.connect(port);
        expect("220");
        client.send("EHLO client.example.org");
        expect("250");
    }

    /** Begins TLS. */
    void startTls() throws IOException {
        client.send("STARTTLS");
        expect("220");
        client.startTls();
        client.send("EHLO client.example.org");
        expect("250");
    }

    /** What the server last said that it can do. */
    String capabilities() {
        return capabilities;
    }

    /** Logs in with PLAIN (RFC 4954, RFC 4616); the server's answer. */
    String plain(String user, String password) throws IOException {
        client.send("AUTH PLAIN " + encoded("\0" + user + "\0" + password));
        return answer();
    }

    /** The same, with the response in a line of its own. */
    String plainAsked(String user, String password) throws IOException {
        client.send("AUTH PLAIN");
        expect("334");
        client.send(encoded("\0" + user + "\0" + password));
        return answer();
    }

    /** Logs in with CRAM-MD5 (RFC 2195); the server's answer. */
    String cramMd5(String user, String password) throws IOException, GeneralSecurityException {
        client.send("AUTH CRAM-MD5");
        byte[] challenge = Base64.getDecoder().decode(expect("334").substring(4));
        Mac mac = Mac.getInstance("HmacMD5");
        mac.init(new SecretKeySpec(password.getBytes(UTF_8), "HmacMD5"));
        client.send(encoded(user + " " + HexFormat.of().formatHex(mac.doFinal(challenge))));
        return answer();
    }

    /** Logs in with SCRAM-SHA-256 (RFC 7677); the server's answer. */
    String scram(String user, String password) throws IOException {
        ScramClient scram = new ScramClient("SHA-256", user, password, "", Optional.empty());
        client.send("AUTH SCRAM-SHA-256 " + scram.first());
        client.send(scram.last(expect("334").substring(4)));
        String proof = answer();
        if (!proof.startsWith("334")) {
            return proof;
        }
        if (!scram.isProof(proof.substring(4))) {
            throw new IOException("the server does not know the password");
        }
        client.send("");
        return answer();
    }

    /** Names a recipient; the server's answer. */
    String recipient(String address) throws IOException {
        client.send("MAIL FROM:<alice@example.com>");
        expect("250");
        client.send("RCPT TO:<" + address + ">");
        return answer();
    }

    private static String encoded(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(US_ASCII));
    }

    private String answer() throws IOException {
        StringBuilder lines = new StringBuilder();
        String line = client.readLine();
        while (line.length() > 3 && line.charAt(3) == '-') {
            lines.append(line).append('\n');
            line = client.readLine();
        }
        capabilities = lines + line;
        return line;
    }

    private String expect(String code) throws IOException {
        String line = answer();
        if (!line.startsWith(code)) {
            throw new AssertionError("expected " + code + ", got " + line);
        }
        return line;
    }

    @Override
    public void close() throws IOException {
        client.close();
    }
}
