package org.jdbmail.wire.tls;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.stream.IntStream;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Chooses among the server's certificates by the name that the client asks for (SNI, RFC 6066 §3), and by the kinds of keys that it
 * understands. Who asks for no name, or for one that none is for, gets the first, or one for the same names.
 */
final class ServerKeys extends X509ExtendedKeyManager {
    private final List<ServerKey> keys;

    ServerKeys(List<ServerKey> keys) {
        this.keys = List.copyOf(keys);
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
            String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        List<ServerKey> wanted = engine != null && engine.getHandshakeSession() instanceof ExtendedSSLSession session
                ? named(session)
                : List.of();
        List<ServerKey> candidates = wanted.isEmpty() ? usual() : wanted;
        return candidates.stream()
                .filter(key -> key.key().getAlgorithm().equals(keyType))
                .findFirst()
                .map(key -> Integer.toString(keys.indexOf(key)))
                .orElse(null);
    }

    private List<ServerKey> named(ExtendedSSLSession session) {
        return session.getRequestedServerNames().stream()
                .filter(SNIHostName.class::isInstance)
                .map(name -> ((SNIHostName) name).getAsciiName())
                .flatMap(host -> keys.stream().filter(key -> key.isFor(host)))
                .toList();
    }

    private List<ServerKey> usual() {
        return keys.stream()
                .filter(key -> key.names().equals(keys.getFirst().names()))
                .toList();
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return chooseEngineServerAlias(keyType, issuers, null);
    }

    @Override
    public String[] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        return IntStream.range(0, keys.size()).mapToObj(Integer::toString).toArray(String[]::new);
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return keys.get(Integer.parseInt(alias)).chain().toArray(X509Certificate[]::new);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return keys.get(Integer.parseInt(alias)).key();
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return null;
    }
}
