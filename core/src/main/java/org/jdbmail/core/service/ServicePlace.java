package org.jdbmail.core.service;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a program listens that is asked about mail: a milter, or a policy service.
 *
 * @param text as the settings say it
 * @param host a name or an address; empty for a Unix socket
 * @param port its port
 * @param path the Unix socket; empty for TCP
 */
public record ServicePlace(String text, String host, int port, String path) {
    /**
     * Reads a place: {@code unix:/path} or {@code local:/path}, {@code inet:host:port} as Postfix writes it, {@code inet:port@host} and {@code
     * inet6:port@host} as Sendmail does. Empty if it is none.
     */
    public static Optional<ServicePlace> parse(String text) {
        int colon = text.indexOf(':');
        String kind = colon < 0 ? "" : text.substring(0, colon);
        String rest = text.substring(colon + 1);
        return switch (kind) {
            case "unix", "local" ->
                rest.startsWith("/") ? Optional.of(new ServicePlace(text, "", 0, rest)) : Optional.empty();
            case "inet", "inet6" -> tcp(text, rest);
            default -> Optional.empty();
        };
    }

    private static Optional<ServicePlace> tcp(String text, String rest) {
        int at = rest.indexOf('@');
        int colon = rest.lastIndexOf(':');
        String host = at >= 0 ? rest.substring(at + 1) : colon > 0 ? rest.substring(0, colon) : "";
        String port = at >= 0 ? rest.substring(0, at) : rest.substring(colon + 1);
        String bare = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        boolean isPort = port.matches("[0-9]{1,5}") && Integer.parseInt(port) > 0 && Integer.parseInt(port) < 65_536;
        return isPort && !bare.isEmpty()
                ? Optional.of(new ServicePlace(text, bare, Integer.parseInt(port), ""))
                : Optional.empty();
    }

    boolean isUnix() {
        return !path.isEmpty();
    }

    SocketAddress address() {
        return isUnix() ? UnixDomainSocketAddress.of(Path.of(path)) : new InetSocketAddress(host, port);
    }

    @Override
    public String toString() {
        return text;
    }
}
