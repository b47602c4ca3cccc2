package org.jdbmail.core.smtp.client;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A server that takes our mail.
 *
 * @param host its name or address, IPv6 without brackets
 * @param port its port
 * @param isTls whether TLS is spoken from the first byte; otherwise it is begun by STARTTLS where the server offers that
 * @param login whom we log in as; null for not at all
 * @param address where it is; null for where its name leads
 * @param tls how much TLS is asked of it
 * @param isLmtp whether it speaks LMTP (RFC 2033)
 */
public record SmtpPeer(
        String host,
        int port,
        boolean isTls,
        @Nullable Login login,
        @Nullable InetAddress address,
        TlsPolicy tls,
        boolean isLmtp) {
    /** One that its name leads to, with TLS where it has it. */
    public SmtpPeer(String host, int port, boolean isTls, @Nullable Login login) {
        this(host, port, isTls, login, null, TlsPolicy.OPPORTUNISTIC, false);
    }

    /**
     * A name and a password, which {@link #toString} does not tell.
     *
     * @param isForNamed whether only the server that was named may hear them, as its certificate shows; otherwise whoever answers
     */
    public record Login(String user, String password, boolean isForNamed) {
        @Override
        public String toString() {
            return "Login[" + user + "]";
        }
    }

    private static final Pattern URL =
            Pattern.compile("(?:(smtps?)://)?(?:\\[([0-9A-Fa-f:.]+)]|([^:/\\[\\]\\s]+))(?::(\\d{1,5}))?/?");

    /**
     * Reads a server's place: {@code smtp://host:port}, {@code smtps://host:port} or {@code host:port}; the port may be missing.
     * Empty if it is none.
     */
    public static Optional<SmtpPeer> parse(String url) {
        Matcher matcher = URL.matcher(url.strip());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        boolean isTls = "smtps".equals(matcher.group(1));
        String digits = matcher.group(4);
        int port = digits == null ? (isTls ? 465 : 25) : Integer.parseInt(digits);
        String host = matcher.group(2) == null ? matcher.group(3) : matcher.group(2);
        return port < 1 || port > 65_535 ? Optional.empty() : Optional.of(new SmtpPeer(host, port, isTls, null));
    }

    /** Whether it is on this machine, as its name or address says. */
    public boolean isHere() {
        return isHere(host);
    }

    /** Whether a name or an address says that it is on this machine. */
    public static boolean isHere(String host) {
        return host.equalsIgnoreCase("localhost") || host.startsWith("127.") || host.equals("::1");
    }

    /** The same, logging in. */
    public SmtpPeer with(Login as) {
        return new SmtpPeer(host, port, isTls, as, address, tls, isLmtp);
    }

    /** Where to connect to. */
    InetSocketAddress place() {
        return address == null ? new InetSocketAddress(host, port) : new InetSocketAddress(address, port);
    }

    @Override
    public String toString() {
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }
}
