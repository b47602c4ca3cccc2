package org.jdbmail.testkit.net;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.CallbackHandler;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.sasl.RealmCallback;
import javax.security.sasl.Sasl;
import javax.security.sasl.SaslClient;

/** Logs in over IMAP or POP3 with a mechanism that needs a client which computes. */
public final class SaslClientRun {
    private final LineClient client;
    private final String command;

    /** @param command what a mechanism's name follows: {@code a AUTHENTICATE} or {@code AUTH} */
    public SaslClientRun(LineClient client, String command) {
        this.client = client;
        this.command = command;
    }

    /**
     * SCRAM in all of its forms.
     *
     * @param binding name of the channel binding; empty for none
     * @return the server's last line
     */
    public String scram(String mechanism, String user, String password, String binding) throws IOException {
        String hash = mechanism.replace("SCRAM-", "").replace("-PLUS", "");
        ScramClient scram = new ScramClient(
                hash, user, password, binding, binding.isEmpty() ? Optional.empty() : Optional.of(client.tlsSession()));
        client.send(command + " " + mechanism + " " + scram.first());
        String challenge = client.readLine();
        if (!challenge.startsWith("+ ")) {
            return challenge;
        }
        client.send(scram.last(challenge.substring(2)));
        String proof = client.readLine();
        if (!proof.startsWith("+ ")) {
            return proof;
        }
        if (!scram.isProof(proof.substring(2))) {
            throw new IOException("the server does not know the password");
        }
        client.send("");
        return client.readLine();
    }

    /** CRAM-MD5 or DIGEST-MD5, by the JDK's own client. */
    public String digest(String mechanism, String user, String password) throws IOException {
        CallbackHandler answers = callbacks -> {
            for (Callback callback : callbacks) {
                switch (callback) {
                    case NameCallback name -> name.setName(user);
                    case PasswordCallback secret -> secret.setPassword(password.toCharArray());
                    case RealmCallback realm -> realm.setText(realm.getDefaultText());
                    default -> throw new IllegalStateException(callback.toString());
                }
            }
        };
        SaslClient sasl =
                Sasl.createSaslClient(new String[] {mechanism}, null, "imap", "mail.example.test", Map.of(), answers);
        client.send(command + " " + mechanism);
        String line = client.readLine();
        while (line.startsWith("+ ")) {
            byte[] answer = sasl.evaluateChallenge(
                    Base64.getDecoder().decode(line.substring(2).getBytes(UTF_8)));
            client.send(answer == null ? "" : Base64.getEncoder().encodeToString(answer));
            line = client.readLine();
        }
        return line;
    }
}
