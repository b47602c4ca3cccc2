package org.jdbmail.testkit.net;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;

/** The client's side of SCRAM (RFC 5802), by nothing but the JDK: responses in base64 for the challenges in base64. */
public final class ScramClient {
    private final String digest;
    private final String mac;
    private final String password;
    private final String header;
    private final byte[] binding;
    private final String bare;
    private byte[] salted = {};
    private String message = "";

    /**
     * @param hash {@code SHA-1}, {@code SHA-256} or {@code SHA-512}
     * @param bindingName {@code tls-exporter} or {@code tls-server-end-point}; empty for no channel binding
     * @param tls the session to bind to; empty without
     */
    public ScramClient(String hash, String user, String password, String bindingName, Optional<SSLSession> tls) {
        this.digest = hash;
        this.mac = "Hmac" + hash.replace("-", "");
        this.password = password;
        this.header = bindingName.isEmpty() ? "n,," : "p=" + bindingName + ",,";
        this.binding = tls.map(session -> binding(session, bindingName)).orElse(new byte[0]);
        this.bare = "n=" + user.replace("=", "=3D").replace(",", "=2C") + ",r=" + UUID.randomUUID();
    }

    private static byte[] binding(SSLSession session, String name) {
        try {
            return name.equals("tls-exporter")
                    ? ((ExtendedSSLSession) session)
                            .exportKeyingMaterialData("EXPORTER-Channel-Binding", new byte[0], 32)
                    : MessageDigest.getInstance("SHA-256").digest(session.getPeerCertificates()[0].getEncoded());
        } catch (GeneralSecurityException | SSLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What is said first. */
    public String first() {
        return encoded(header + bare);
    }

    /** The answer to the server's first challenge. */
    public String last(String challenge) {
        String server = decoded(challenge);
        String[] parts = server.split(",");
        salted = salted(Base64.getDecoder().decode(parts[1].substring(2)), Integer.parseInt(parts[2].substring(2)));
        byte[] start = header.getBytes(UTF_8);
        byte[] bound = Arrays.copyOf(start, start.length + binding.length);
        System.arraycopy(binding, 0, bound, start.length, binding.length);
        String withoutProof = "c=" + Base64.getEncoder().encodeToString(bound) + "," + parts[0];
        message = bare + "," + server + "," + withoutProof;
        byte[] clientKey = hmac(salted, "Client Key");
        byte[] signature = hmac(digested(clientKey), message);
        for (int i = 0; i < signature.length; i++) {
            signature[i] ^= clientKey[i];
        }
        return encoded(withoutProof + ",p=" + Base64.getEncoder().encodeToString(signature));
    }

    /** Whether the server's last challenge proves that it knows the password too. */
    public boolean isProof(String challenge) {
        byte[] expected = hmac(hmac(salted, "Server Key"), message);
        return decoded(challenge).equals("v=" + Base64.getEncoder().encodeToString(expected));
    }

    private static String encoded(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
    }

    private static String decoded(String base64) {
        return new String(Base64.getDecoder().decode(base64), UTF_8);
    }

    private byte[] digested(byte[] octets) {
        try {
            return MessageDigest.getInstance(digest).digest(octets);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private byte[] hmac(byte[] key, String text) {
        try {
            Mac function = Mac.getInstance(mac);
            function.init(new SecretKeySpec(key, mac));
            return function.doFinal(text.getBytes(UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private byte[] salted(byte[] salt, int iterations) {
        try {
            int bits = digested(new byte[0]).length * 8;
            return SecretKeyFactory.getInstance("PBKDF2With" + mac)
                    .generateSecret(new PBEKeySpec(password.toCharArray(), salt, iterations, bits))
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
