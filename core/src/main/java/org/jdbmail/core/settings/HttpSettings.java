package org.jdbmail.core.settings;

import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The web server.
 *
 * @param addresses the machine's addresses to listen on: loopback, unless {@code [HTTP]} itself says otherwise
 * @param port where it listens; none for not at all, unless it is asked for by name
 * @param tlsPort where it listens for TLS; none for not at all
 * @param admin who may do everything there, as {@code USER:PASSWORD}; none for nobody
 * @param realm what it asks for a password with
 * @param url where browsers find it; none for wherever they say
 * @param proxies networks whose word is taken for whom they ask
 * @param mailHost which mail programs connect to; none for our own name
 * @param loginName what they log in with
 */
public record HttpSettings(
        List<InetAddress> addresses,
        OptionalInt port,
        OptionalInt tlsPort,
        Optional<String> admin,
        String realm,
        Optional<URI> url,
        List<String> proxies,
        Optional<String> mailHost,
        LoginName loginName) {
    /** What one logs in with, as mail programs are told. */
    public enum LoginName {
        ADDRESS,
        LOCALPART
    }

    /** Where DBMail's listens. */
    public static final int USUAL_PORT = 41_380;

    private static final Setting<OptionalInt> PORT = new Setting<>(
            Section.HTTP,
            "port",
            SettingType.port(),
            "",
            "Where the web server listens, in the clear: the pages of administrators and users, DBMail's addresses (`/users/`, …),"
                    + " `/health/live`, `/health/ready` and `/metrics`. Without it there is none, but `dbmail-httpd` and `jdbmail serve http` take 41380. It listens on"
                    + " 127.0.0.1, unless `bindip` stands under `[HTTP]` itself: what it shows, and passwords, can be read on the way.");
    private static final Setting<OptionalInt> TLS_PORT = new Setting<>(
            Section.HTTP,
            "tls_port",
            SettingType.port(),
            "",
            "Where it listens for TLS, with the certificate that all services have. With this and no `port`, it does not listen in the clear.");
    private static final Setting<Optional<String>> ADMIN = new Setting<>(
            Section.HTTP,
            "admin",
            new SettingType<>("a name and a password with a colon between them", HttpSettings::admin).orNone(),
            "",
            "Who may see and change everything there. Every account may log in, too, for what is its own.");
    private static final Setting<String> REALM = new Setting<>(
            Section.HTTP, "realm", SettingType.text(), "DBMail HTTP Access", "What it asks for a password with.");

    private static final Setting<Optional<URI>> URL = new Setting<>(
            Section.HTTP,
            "url",
            new SettingType<>("an address such as `https://mail.example.org/`", HttpSettings::url).orNone(),
            "",
            "Where browsers find the web server, if a proxy stands before it: forms are taken from pages of that address alone, and a path in"
                    + " it, which the proxy takes away, stands before every link. Without it, the address that browsers tell counts.");
    private static final Setting<List<String>> PROXIES = new Setting<>(
            Section.HTTP,
            "proxies",
            SettingType.listOf("networks such as `10.0.0.0/8` or `::1`", NetworkSettings::network),
            "",
            "Proxies that are believed when they tell the client's address (`X-Forwarded-For`) and that it speaks TLS"
                    + " (`X-Forwarded-Proto`). They have to set both themselves.");

    private static final Setting<Optional<String>> MAIL_HOST = new Setting<>(
            Section.HTTP,
            "mail_host",
            SettingType.text().orNone(),
            "",
            "The name that mail programs are told to connect to, when they look for their settings by themselves. Without it, `hostname`, or"
                    + " the machine's own.");
    private static final Setting<LoginName> LOGIN_NAME = new Setting<>(
            Section.HTTP,
            "login_name",
            SettingType.oneOf(LoginName.class),
            "address",
            "What they are told to log in with: the whole `address`, or the `localpart` before its `@`.");

    static final List<Setting<?>> ALL = List.of(PORT, TLS_PORT, ADMIN, REALM, URL, PROXIES, MAIL_HOST, LOGIN_NAME);

    /** What was chosen. */
    public static HttpSettings from(Settings settings) {
        return new HttpSettings(
                settings.own(NetworkSettings.BIND, Section.HTTP).orElse(List.of(InetAddress.getLoopbackAddress())),
                settings.get(PORT),
                settings.get(TLS_PORT),
                settings.get(ADMIN),
                settings.get(REALM),
                settings.get(URL),
                settings.get(PROXIES),
                settings.get(MAIL_HOST),
                settings.get(LOGIN_NAME));
    }

    private static String admin(String text) {
        int colon = text.indexOf(':');
        if (colon <= 0 || colon == text.length() - 1) {
            throw new IllegalArgumentException();
        }
        return text;
    }

    private static URI url(String text) {
        URI url = URI.create(text);
        boolean isWeb = "https".equals(url.getScheme()) || "http".equals(url.getScheme());
        boolean isPlain = url.getRawQuery() == null && url.getRawFragment() == null && url.getRawUserInfo() == null;
        String path = url.getRawPath() == null ? "" : url.getRawPath();
        if (!isWeb || !isPlain || url.getHost() == null || !path.matches("(/[A-Za-z0-9._~-]+)*/?")) {
            throw new IllegalArgumentException();
        }
        return url;
    }
}
