package org.jdbmail.core.settings;

import java.net.MalformedURLException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which access tokens let a client in (OAUTHBEARER, XOAUTH2).
 *
 * @param keys where the keys are that tokens are signed with: a JWKS (RFC 7517)
 * @param issuer who gives them
 * @param audiences for whom they must be, one of these
 * @param claim what in them names the account
 * @param skew by how much clocks may differ
 * @param scope what clients are told to ask for
 * @param configuration where clients find the server that gives tokens
 */
public record TokenSettings(
        URL keys,
        String issuer,
        Set<String> audiences,
        String claim,
        Duration skew,
        String scope,
        Optional<String> configuration) {
    private static final Setting<Optional<URL>> KEYS = new Setting<>(
            Section.DBMAIL,
            "oauth_jwks",
            new SettingType<>("a path, or a URL with `https:` or `http:`", TokenSettings::url).orNone(),
            "",
            "The keys (JWKS, RFC 7517) that access tokens are signed with: a file, or an address of the server that gives"
                    + " tokens. With it, `oauth_issuer` and `oauth_audience`, OAUTHBEARER and XOAUTH2 are offered. Tokens are"
                    + " JWTs signed with RSA, ECDSA or Ed25519.");
    static final Setting<Optional<String>> ISSUER = new Setting<>(
            Section.DBMAIL,
            "oauth_issuer",
            SettingType.text().orNone(),
            "",
            "Who gives access tokens, as their claim `iss` says it, to the letter.");
    static final Setting<List<String>> AUDIENCE = new Setting<>(
            Section.DBMAIL,
            "oauth_audience",
            SettingType.listOf("words", word -> word),
            "",
            "For whom an access token must be, by its claim `aud`: one of these. A token that was given for another service"
                    + " lets nobody in here.");
    static final Setting<String> CLAIM = new Setting<>(
            Section.DBMAIL,
            "oauth_user_claim",
            SettingType.text(),
            "email",
            "The claim of an access token that names the account. An `email` of which the token says that it is not verified"
                    + " does not count.");
    private static final Setting<Duration> SKEW = new Setting<>(
            Section.DBMAIL,
            "oauth_clock_skew",
            SettingType.seconds(0, 3600),
            "60",
            "By how much the clock of the server that gives tokens may differ from ours.");
    static final Setting<String> SCOPE = new Setting<>(
            Section.DBMAIL,
            "oauth_scope",
            new SettingType<>("words of RFC 6749 §3.3", TokenSettings::plain),
            "openid email",
            "What a client whose token was refused is told to ask for.");
    static final Setting<Optional<String>> CONFIGURATION = new Setting<>(
            Section.DBMAIL,
            "oauth_configuration",
            new SettingType<>("a URL", TokenSettings::plain).orNone(),
            "",
            "Where such a client finds the server that gives tokens: its `…/.well-known/openid-configuration`.");

    static final List<Setting<?>> ALL = List.of(KEYS, ISSUER, AUDIENCE, CLAIM, SKEW, SCOPE, CONFIGURATION);

    /** Copies the set. */
    public TokenSettings {
        audiences = Set.copyOf(audiences);
    }

    /**
     * What was chosen; empty where no token lets anybody in.
     *
     * @throws BadSettings where it is not said who gives tokens, or for whom: any token of a large provider would do
     */
    public static Optional<TokenSettings> from(Settings settings) throws BadSettings {
        Optional<URL> keys = settings.get(KEYS);
        if (keys.isEmpty()) {
            return Optional.empty();
        }
        Optional<String> issuer = settings.get(ISSUER);
        List<String> audiences = settings.get(AUDIENCE);
        if (issuer.isEmpty() || audiences.isEmpty()) {
            Setting<?> missing = issuer.isEmpty() ? ISSUER : AUDIENCE;
            throw new BadSettings(
                    List.of(settings.origin(KEYS, Section.DBMAIL) + ": tokens need " + missing.name() + " as well"));
        }
        return Optional.of(new TokenSettings(
                keys.get(),
                issuer.get(),
                Set.copyOf(audiences),
                settings.get(CLAIM),
                settings.get(SKEW),
                settings.get(SCOPE),
                settings.get(CONFIGURATION)));
    }

    static URL url(String value) {
        try {
            boolean isAddress = value.startsWith("https://") || value.startsWith("http://");
            return (isAddress ? new URI(value) : Path.of(value).toUri()).toURL();
        } catch (URISyntaxException | MalformedURLException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** It is sent inside quotation marks. */
    private static String plain(String value) {
        if (!value.chars().allMatch(c -> c >= ' ' && c < 0x7f && c != '"' && c != '\\')) {
            throw new IllegalArgumentException();
        }
        return value;
    }
}
