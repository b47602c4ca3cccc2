package org.jdbmail.core.settings;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Where one service listens, and with whom it talks for how long.
 *
 * @param addresses the machine's addresses to listen on
 * @param port where sessions begin in the clear; none for not at all
 * @param tlsPort where TLS begins with the first byte; none for not at all
 * @param socket a Unix socket to listen on
 * @param backlog connections that the system may hold before they are accepted
 * @param timeout how long a client that has logged in may keep silent
 * @param loginTimeout how long one that has not may
 * @param maxSessions sessions at a time
 * @param maxPerAddress sessions at a time from one address
 * @param proxyNetworks from where a PROXY header is required and believed
 */
public record NetworkSettings(
        List<InetAddress> addresses,
        OptionalInt port,
        OptionalInt tlsPort,
        Optional<Path> socket,
        int backlog,
        Duration timeout,
        Duration loginTimeout,
        int maxSessions,
        int maxPerAddress,
        List<String> proxyNetworks) {
    static final Setting<List<InetAddress>> BIND = new Setting<>(
            Section.DBMAIL,
            "bindip",
            SettingType.listOf(
                    "IP addresses with blanks or commas between them; `*` for all", NetworkSettings::address),
            "127.0.0.1",
            "The addresses of this machine to listen on. `*` is `0.0.0.0`, all of IPv4; `::` is all of IPv6 and, on Linux, of"
                    + " IPv4 too.");
    private static final Setting<Optional<Path>> SOCKET = new Setting<>(
            Section.DBMAIL,
            "socket",
            path().orNone(),
            "",
            "A Unix socket to listen on, beside the ports. Only for a service's own section: each needs its own.");
    private static final Setting<Integer> BACKLOG = new Setting<>(
            Section.DBMAIL,
            "backlog",
            SettingType.number(1, 65_535),
            "128",
            "Connections that the system may hold before they are accepted.");
    private static final Setting<Duration> TIMEOUT = new Setting<>(
            Section.DBMAIL,
            "timeout",
            SettingType.seconds(31, 86_400),
            "300",
            "How long a client that has logged in may keep silent before it is disconnected. IMAP clients expect half an hour"
                    + " at least (RFC 3501 §5.4): less than that is taken as 1800 under `[IMAP]`.");
    private static final Setting<Duration> LOGIN_TIMEOUT = new Setting<>(
            Section.DBMAIL,
            "login_timeout",
            SettingType.seconds(11, 3600),
            "60",
            "How long a client that has not logged in may keep silent.");
    private static final Setting<Integer> MAX_SESSIONS = new Setting<>(
            Section.DBMAIL,
            "max_sessions",
            SettingType.number(1, 1_000_000),
            "10000",
            "Sessions of a service at a time; who comes later is told to come back.");
    private static final Setting<Integer> MAX_PER_ADDRESS = new Setting<>(
            Section.DBMAIL,
            "max_sessions_per_address",
            SettingType.number(1, 1_000_000),
            "5000",
            "Sessions of a service at a time from one IPv4 address or one IPv6 /64. A webmail server needs one for each of"
                    + " its users.");
    private static final Setting<List<String>> PROXY = new Setting<>(
            Section.DBMAIL,
            "proxy_networks",
            SettingType.listOf("networks such as `10.0.0.0/8` or `::1`", NetworkSettings::network),
            "",
            "From where connections begin with a PROXY header (versions 1 and 2) that tells the client's address: your load"
                    + " balancers. It is required from there and believed, and refused from everywhere else.");
    private static final Setting<OptionalInt> IMAP_PORT = port(Section.IMAP, "port", "143");
    private static final Setting<OptionalInt> IMAP_TLS_PORT = port(Section.IMAP, "tls_port", "");
    private static final Setting<OptionalInt> POP_PORT = port(Section.POP, "port", "110");
    private static final Setting<OptionalInt> POP_TLS_PORT = port(Section.POP, "tls_port", "");
    private static final Setting<OptionalInt> LMTP_PORT = port(Section.LMTP, "port", "24");
    private static final Setting<OptionalInt> LMTP_TLS_PORT = port(Section.LMTP, "tls_port", "");
    private static final Setting<OptionalInt> SIEVE_PORT = port(Section.SIEVE, "port", "4190");
    private static final Setting<OptionalInt> SIEVE_TLS_PORT = port(Section.SIEVE, "tls_port", "");

    private static final Setting<OptionalInt> SMTP_PORT = port(Section.SMTPD, "port", "");
    private static final Setting<OptionalInt> SMTP_TLS_PORT = port(Section.SMTPD, "tls_port", "");
    private static final Setting<OptionalInt> SUBMISSION_PORT = port(Section.SUBMISSION, "port", "");
    private static final Setting<OptionalInt> SUBMISSION_TLS_PORT = port(Section.SUBMISSION, "tls_port", "");
    private static final Setting<OptionalInt> AUTH_PORT = new Setting<>(
            Section.AUTH,
            "port",
            SettingType.port(),
            "",
            "Where mail servers ask who may log in, by the protocol of Dovecot's auth service: Postfix with `smtpd_sasl_type ="
                    + " dovecot`, and Exim. With this, or a `socket` under `[AUTH]`, it is served.");

    static final List<Setting<?>> ALL = List.of(
            BIND,
            SOCKET,
            BACKLOG,
            TIMEOUT,
            LOGIN_TIMEOUT,
            MAX_SESSIONS,
            MAX_PER_ADDRESS,
            PROXY,
            IMAP_PORT,
            IMAP_TLS_PORT,
            POP_PORT,
            POP_TLS_PORT,
            LMTP_PORT,
            LMTP_TLS_PORT,
            SIEVE_PORT,
            SIEVE_TLS_PORT,
            SMTP_PORT,
            SMTP_TLS_PORT,
            SUBMISSION_PORT,
            SUBMISSION_TLS_PORT,
            AUTH_PORT);

    /** What was chosen for IMAP. */
    public static NetworkSettings imap(Settings settings) {
        return from(settings, Section.IMAP, IMAP_PORT, IMAP_TLS_PORT);
    }

    /** What was chosen for POP3. */
    public static NetworkSettings pop(Settings settings) {
        return from(settings, Section.POP, POP_PORT, POP_TLS_PORT);
    }

    /** What was chosen for LMTP. */
    public static NetworkSettings lmtp(Settings settings) {
        return from(settings, Section.LMTP, LMTP_PORT, LMTP_TLS_PORT);
    }

    /** What was chosen for ManageSieve. */
    public static NetworkSettings sieve(Settings settings) {
        return from(settings, Section.SIEVE, SIEVE_PORT, SIEVE_TLS_PORT);
    }

    /** What was chosen for mail from elsewhere. */
    public static NetworkSettings smtp(Settings settings) {
        return from(settings, Section.SMTPD, SMTP_PORT, SMTP_TLS_PORT);
    }

    /** What was chosen for mail from users. */
    public static NetworkSettings submission(Settings settings) {
        return from(settings, Section.SUBMISSION, SUBMISSION_PORT, SUBMISSION_TLS_PORT);
    }

    /** What was chosen for those who ask who may log in. */
    public static NetworkSettings auth(Settings settings) {
        return from(settings, Section.AUTH, settings.get(AUTH_PORT), OptionalInt.empty());
    }

    private static NetworkSettings from(
            Settings settings, Section service, Setting<OptionalInt> port, Setting<OptionalInt> tlsPort) {
        return from(settings, service, settings.get(port), settings.get(tlsPort));
    }

    private static NetworkSettings from(Settings settings, Section service, OptionalInt port, OptionalInt tlsPort) {
        return new NetworkSettings(
                settings.get(BIND, service),
                port,
                tlsPort,
                settings.get(SOCKET, service),
                settings.get(BACKLOG, service),
                settings.get(TIMEOUT, service),
                settings.get(LOGIN_TIMEOUT, service),
                settings.get(MAX_SESSIONS, service),
                settings.get(MAX_PER_ADDRESS, service),
                settings.get(PROXY, service));
    }

    /** The same on other addresses and ports, for a trial run beside the real service. */
    public NetworkSettings at(InetAddress address, OptionalInt otherPort, OptionalInt otherTlsPort) {
        return new NetworkSettings(
                List.of(address),
                otherPort,
                otherTlsPort,
                Optional.empty(),
                backlog,
                timeout,
                loginTimeout,
                maxSessions,
                maxPerAddress,
                proxyNetworks);
    }

    private static Setting<OptionalInt> port(Section section, String name, String ifAbsent) {
        String prose = name.equals("port")
                ? "Where sessions begin in the clear, and may change to TLS with STARTTLS or STLS."
                : "Where TLS begins with the first byte. Needs `tls_cert` and `tls_key`.";
        return new Setting<>(section, name, SettingType.port(), ifAbsent, prose);
    }

    /** A path of a file. */
    static SettingType<Path> path() {
        return new SettingType<>("a path", Path::of);
    }

    private static InetAddress address(String word) {
        try {
            return InetAddress.getByName(word.equals("*") ? "0.0.0.0" : word);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** Keeps the network as text: what it means is the business of those who listen. */
    static String network(String word) {
        int slash = word.indexOf('/');
        InetAddress address = InetAddress.ofLiteral(slash < 0 ? word : word.substring(0, slash));
        int bits = slash < 0 ? 0 : Integer.parseInt(word.substring(slash + 1));
        if (bits < 0 || bits > address.getAddress().length * 8) {
            throw new IllegalArgumentException();
        }
        return word;
    }

    /** The networks of a setting outside this class. */
    static SettingType<List<String>> networks() {
        return PROXY.type();
    }
}
