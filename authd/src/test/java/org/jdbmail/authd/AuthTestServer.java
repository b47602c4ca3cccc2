package org.jdbmail.authd;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jdbmail.core.auth.Guard;
import org.jdbmail.core.auth.LoginOptions;
import org.jdbmail.core.sasl.Mechanism;
import org.jdbmail.frontkit.TestLogins;
import org.jdbmail.frontkit.TestSite;
import org.jdbmail.testkit.transcript.Fixture;
import org.jdbmail.testkit.transcript.TranscriptServer;

/** A server on one database, for whom the account {@code master} may act as others; {@code smtp} is one that asks nobody. */
final class AuthTestServer implements TranscriptServer {
    private final TestSite site;
    private final Map<String, InetSocketAddress> services;

    private AuthTestServer(TestSite site) throws IOException {
        this.site = site;
        AuthOptions usual = AuthOptions.defaults();
        this.services = Map.of(
                "auth", listen(new AuthOptions(usual.clients(), usual.idleTimeout(), 3), Duration.ofMillis(10)),
                "slow", listen(usual, Duration.ofSeconds(2)),
                "smtp", listen(new AuthOptions(address -> false, usual.idleTimeout(), 3), Duration.ofMillis(10)));
    }

    static AuthTestServer start(String database) throws IOException {
        return new AuthTestServer(TestSite.open(database));
    }

    private InetSocketAddress listen(AuthOptions settings, Duration refusal) throws IOException {
        TestLogins logins = TestLogins.usual()
                .by(
                        Mechanism.PLAIN,
                        Mechanism.LOGIN,
                        Mechanism.CRAM_MD5,
                        Mechanism.DIGEST_MD5,
                        Mechanism.SCRAM_SHA_256,
                        Mechanism.SCRAM_SHA_256_PLUS,
                        Mechanism.EXTERNAL)
                // One session at most: a login for others to serve is none.
                .with(new LoginOptions(1, refusal).withMasters(Set.of("master")))
                .guarded(new Guard.Rules(3, Duration.ofMinutes(15), Duration.ofMinutes(1)), address -> false)
                .inTheClear(InetAddress::isLoopbackAddress);
        return site.listen(TestSite.loopback("auth"), new AuthServer(settings, site.gate(logins)));
    }

    @Override
    public Map<String, InetSocketAddress> services() {
        return services;
    }

    @Override
    public void reset() {
        site.accounts().clear();
    }

    @Override
    public void make(Fixture fixture) {
        if (!fixture.kind().equals("user")) {
            throw new IllegalArgumentException("unknown fixture " + fixture.kind());
        }
        addUser(fixture.word(0), fixture.word(1));
    }

    void addUser(String login, String password) {
        site.accounts().add(login, password);
    }

    @Override
    public void close() {
        site.close();
    }
}
