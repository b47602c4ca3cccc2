package org.jdbmail.core.imapclient;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;

/**
 * Where a server is, and how it is spoken to.
 *
 * @param isTls TLS from the first octet; otherwise by STARTTLS, which must succeed unless the server is on this machine
 * @param isTrusted whether its certificate is not looked at
 * @param patience how long an answer is waited for
 */
public record RemoteImap(String host, int port, boolean isTls, boolean isTrusted, Duration patience) {
    private static final int PORT = 143;
    private static final int TLS_PORT = 993;

    /**
     * Reads {@code imap://host[:port]} or {@code imaps://host[:port]}.
     *
     * @throws IllegalArgumentException if it is neither
     */
    public static RemoteImap of(String url, boolean isTrusted) {
        try {
            URI uri = new URI(url);
            boolean isTls = "imaps".equals(uri.getScheme());
            if (uri.getHost() == null || !isTls && !"imap".equals(uri.getScheme())) {
                throw new IllegalArgumentException(url + " is not imap://HOST or imaps://HOST");
            }
            String host = uri.getHost().replaceAll("^\\[|\\]$", "");
            int port = uri.getPort() > 0 ? uri.getPort() : isTls ? TLS_PORT : PORT;
            return new RemoteImap(host, port, isTls, isTrusted, Duration.ofMinutes(5));
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(url + " is not imap://HOST or imaps://HOST", e);
        }
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
