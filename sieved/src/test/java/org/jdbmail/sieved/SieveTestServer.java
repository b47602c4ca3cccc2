package org.jdbmail.sieved;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jdbmail.core.auth.LoginOptions;
import org.jdbmail.core.sasl.Mechanism;
import org.jdbmail.core.sieve.ScriptCompiler;
import org.jdbmail.core.sieve.SieveOptions;
import org.jdbmail.core.sieve.UserScripts;
import org.jdbmail.frontkit.BreakableStore;
import org.jdbmail.frontkit.TestLogins;
import org.jdbmail.frontkit.TestSite;
import org.jdbmail.sql.SqlStoreOptions;
import org.jdbmail.testkit.transcript.Fixture;
import org.jdbmail.testkit.transcript.TranscriptServer;
import org.jdbmail.wire.ListenerConfig;
import org.jdbmail.wire.tls.TlsMode;

/** ManageSieve servers on one database: {@code sieve}, and {@code secure}, where passwords wait for STARTTLS. */
final class SieveTestServer implements TranscriptServer {
    private final TestSite site;
    private final Map<String, InetSocketAddress> services;

    private SieveTestServer(TestSite site) throws IOException {
        this.site = site;
        ListenerConfig plain = TestSite.loopback("sieve");
        this.services =
                Map.of("sieve", listen(plain), "secure", listen(plain.withTls(TlsMode.STARTTLS, TestSite.tls())));
    }

    static SieveTestServer start(String database) throws IOException {
        return start(database, SqlStoreOptions.DEFAULT);
    }

    /** Those over a store of these options. */
    static SieveTestServer start(String database, SqlStoreOptions options) throws IOException {
        return new SieveTestServer(TestSite.open(database, options));
    }

    private InetSocketAddress listen(ListenerConfig config) throws IOException {
        SieveOptions usual = SieveOptions.usual(TestLogins.HOST);
        SieveOptions options = new SieveOptions(
                usual.extensions(),
                usual.limits(),
                usual.policy(),
                new SieveOptions.Room(usual.room().scriptOctets(), 5, 100_000),
                Optional.empty(),
                usual.hostname(),
                usual.zone(),
                Duration.ZERO);
        UserScripts scripts = new UserScripts(site.store(), new ScriptCompiler(options), options);
        ManageSieveOptions settings = new ManageSieveOptions(
                TestLogins.HOST,
                new ManageSieveOptions.Patience(Duration.ofMinutes(1), Duration.ofMinutes(1)),
                ManageSieveOptions.Mistakes.USUAL);
        TestLogins logins = TestLogins.usual()
                .by(Mechanism.PLAIN, Mechanism.LOGIN)
                .with(new LoginOptions(100, Duration.ofMillis(10)));
        return site.listen(config, new SieveServer(settings, scripts, site.gate(logins)));
    }

    @Override
    public Map<String, InetSocketAddress> services() {
        return services;
    }

    @Override
    public void reset() {
        site.store().setTrouble(BreakableStore.Trouble.NONE);
        site.accounts().clear();
    }

    @Override
    public void make(Fixture fixture) {
        switch (fixture.kind()) {
            case "user" -> site.accounts().add(fixture.word(0), fixture.word(1));
            case "database" ->
                site.store()
                        .setTrouble(
                                fixture.word(0).equals("away")
                                        ? BreakableStore.Trouble.AWAY
                                        : BreakableStore.Trouble.NONE);
            case "script" -> addScript(fixture.word(0), fixture.word(1), fixture.content());
            default -> throw new IllegalArgumentException("unknown fixture " + fixture.kind());
        }
    }

    private void addScript(String login, String name, byte[] text) {
        long user = site.accounts().id(login);
        site.store().write(tx -> {
            tx.sieveScripts().put(user, name, new String(text, StandardCharsets.UTF_8));
            return true;
        });
    }

    @Override
    public void close() {
        site.close();
    }
}
