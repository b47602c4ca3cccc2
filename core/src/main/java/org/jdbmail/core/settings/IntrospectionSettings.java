package org.jdbmail.core.settings;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Who is asked what an access token is good for (RFC 7662), where it does not say so itself.
 *
 * @param server who is asked
 * @param client as whom
 * @param secret with what
 * @param audiences for whom tokens must be, one of these; none where the server knows that by who asks
 * @param claim what in the answer names the account
 * @param scope what clients are told to ask for
 * @param configuration where clients find the server that gives tokens
 */
public record IntrospectionSettings(
        URI server,
        String client,
        String secret,
        Set<String> audiences,
        String claim,
        String scope,
        Optional<String> configuration) {
    private static final Setting<Optional<URI>> SERVER = new Setting<>(
            Section.DBMAIL,
            "oauth_introspection",
            new SettingType<>("a URL with `https:` or `http:`", IntrospectionSettings::uri).orNone(),
            "",
            "The address of the server that is asked about access tokens that are not signed JWTs (RFC 7662). Needs"
                    + " `oauth_client_id` and `oauth_client_secret`. Answers are remembered for up to five minutes.");
    private static final Setting<Optional<String>> CLIENT = new Setting<>(
            Section.DBMAIL, "oauth_client_id", SettingType.text().orNone(), "", "As whom that server is asked.");
    private static final Setting<Optional<String>> SECRET = new Setting<>(
            Section.DBMAIL,
            "oauth_client_secret",
            SettingType.text().orNone(),
            "",
            "The secret for `oauth_client_id`.");

    static final List<Setting<?>> ALL = List.of(SERVER, CLIENT, SECRET);

    /** Copies the set. */
    public IntrospectionSettings {
        audiences = Set.copyOf(audiences);
    }

    /**
     * What was chosen; empty where nobody is asked.
     *
     * @throws BadSettings where it is not said as whom
     */
    public static Optional<IntrospectionSettings> from(Settings settings) throws BadSettings {
        Optional<URI> server = settings.get(SERVER);
        if (server.isEmpty()) {
            return Optional.empty();
        }
        Optional<String> client = settings.get(CLIENT);
        Optional<String> secret = settings.get(SECRET);
        if (client.isEmpty() || secret.isEmpty()) {
            Setting<?> missing = client.isEmpty() ? CLIENT : SECRET;
            throw new BadSettings(
                    List.of(settings.origin(SERVER, Section.DBMAIL) + ": asking needs " + missing.name() + " as well"));
        }
        return Optional.of(new IntrospectionSettings(
                server.get(),
                client.get(),
                secret.get(),
                Set.copyOf(settings.get(TokenSettings.AUDIENCE)),
                settings.get(TokenSettings.CLAIM),
                settings.get(TokenSettings.SCOPE),
                settings.get(TokenSettings.CONFIGURATION)));
    }

    private static URI uri(String value) {
        if (!value.startsWith("https://") && !value.startsWith("http://")) {
            throw new IllegalArgumentException(value);
        }
        return URI.create(value);
    }

    /** Tells nothing of the secret. */
    @Override
    public String toString() {
        return "IntrospectionSettings[" + server + "]";
    }
}
