package org.jdbmail.core.settings;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The web server.
 *
 * @param addresses the machine's addresses to listen on: loopback, unless {@code [HTTP]} itself says otherwise
 * @param port where it listens; none for not at all, unless it is asked for by name
 * @param admin who may do everything there, as {@code USER:PASSWORD}; none for nobody
 * @param realm what it asks for a password with
 */
public record HttpSettings(List<InetAddress> addresses, OptionalInt port, Optional<String> admin, String realm) {
    /** Where DBMail's listens. */
    public static final int USUAL_PORT = 41_380;

    private static final Setting<OptionalInt> PORT = new Setting<>(
            Section.HTTP,
            "port",
            SettingType.port(),
            "",
            "Where the web server listens, in the clear: DBMail's addresses (`/users/`, …), `/health/live`, `/health/ready` and"
                    + " `/metrics`. Without it there is none, but `dbmail-httpd` and `jdbmail serve http` take 41380. It listens on"
                    + " 127.0.0.1, unless `bindip` stands under `[HTTP]` itself: what it shows, and passwords, can be read on the way.");
    private static final Setting<Optional<String>> ADMIN = new Setting<>(
            Section.HTTP,
            "admin",
            new SettingType<>("a name and a password with a colon between them", HttpSettings::admin).orNone(),
            "",
            "Who may see and change everything there. Every account may log in, too, for what is its own.");
    private static final Setting<String> REALM = new Setting<>(
            Section.HTTP, "realm", SettingType.text(), "DBMail HTTP Access", "What it asks for a password with.");

    static final List<Setting<?>> ALL = List.of(PORT, ADMIN, REALM);

    /** What was chosen. */
    public static HttpSettings from(Settings settings) {
        return new HttpSettings(
                settings.own(NetworkSettings.BIND, Section.HTTP).orElse(List.of(InetAddress.getLoopbackAddress())),
                settings.get(PORT),
                settings.get(ADMIN),
                settings.get(REALM));
    }

    private static String admin(String text) {
        int colon = text.indexOf(':');
        if (colon <= 0 || colon == text.length() - 1) {
            throw new IllegalArgumentException();
        }
        return text;
    }
}
