package org.jdbmail.pop3d;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import org.jdbmail.core.auth.Guard;
import org.jdbmail.core.index.MailboxIndexes;
import org.jdbmail.core.mail.NumberSet;
import org.jdbmail.core.work.WorkLimits;
import org.jdbmail.core.work.WorkPool;
import org.jdbmail.frontkit.TestLogins;
import org.jdbmail.frontkit.TestSite;
import org.jdbmail.sql.SqlStoreOptions;
import org.jdbmail.testkit.net.Eventually;
import org.jdbmail.testkit.transcript.Fixture;
import org.jdbmail.testkit.transcript.TranscriptServer;
import org.jdbmail.wire.ListenerConfig;
import org.jdbmail.wire.tls.TlsMode;

/**
 * POP3 servers on one database: {@code pop3}, and with other settings {@code secure} (STLS, and passwords only after it) and
 * {@code strict} (few mistakes and sessions), {@code hasty} and {@code idle} (little patience before and after a login), {@code slow} (a time between logins), {@code stranger} (nobody is believed who tells whose client it is) and {@code guarded} (three
 * wrong passwords bar an address, but not the loopback's, where a webmail is).
 */
final class PopTestServer implements TranscriptServer {
    private final TestSite site;
    private final WorkPool work = new WorkPool(WorkLimits.usual(Duration.ofMinutes(1)));
    private final Map<String, InetSocketAddress> services;

    private PopTestServer(TestSite site) throws IOException {
        this.site = site;
        TestLogins trusting = TestLogins.usual();
        TestLogins guarded = trusting.guarded(
                new Guard.Rules(3, Duration.ofMinutes(15), Duration.ofHours(1)), InetAddress::isLoopbackAddress);
        PopOptions.Patience patient = new PopOptions.Patience(Duration.ofMinutes(1), Duration.ofMinutes(1));
        PopOptions settings = new PopOptions("mail.example.test", patient, PopOptions.Mistakes.USUAL, Duration.ZERO);
        PopOptions strict = new PopOptions("mail.example.test", patient, new PopOptions.Mistakes(3, 2), Duration.ZERO);
        PopOptions hasty = new PopOptions(
                "mail.example.test",
                new PopOptions.Patience(Duration.ofMinutes(1), Duration.ofMillis(500)),
                PopOptions.Mistakes.USUAL,
                Duration.ZERO);
        PopOptions idle = new PopOptions(
                "mail.example.test",
                new PopOptions.Patience(Duration.ofMillis(1500), Duration.ofMinutes(1)),
                PopOptions.Mistakes.USUAL,
                Duration.ZERO);
        PopOptions slow =
                new PopOptions("mail.example.test", patient, PopOptions.Mistakes.USUAL, Duration.ofMinutes(10));
        ListenerConfig config = TestSite.loopback("pop3");
        this.services = Map.of(
                "pop3", listen(config, settings, trusting),
                "strict", listen(config, strict, trusting.withMaxSessions(2)),
                "hasty", listen(config, hasty, trusting),
                "idle", listen(config, idle, trusting),
                "slow", listen(config, slow, trusting),
                "stranger", listen(config, settings, trusting.guarded(Guard.Rules.USUAL, address -> false)),
                "guarded", listen(config, settings, guarded),
                "secure", listen(config.withTls(TlsMode.STARTTLS, TestSite.tls()), settings, trusting));
    }

    static PopTestServer start(String database) throws IOException {
        return start(database, SqlStoreOptions.DEFAULT);
    }

    /** Those over a store of these options. */
    static PopTestServer start(String database, SqlStoreOptions options) throws IOException {
        return new PopTestServer(TestSite.open(database, options));
    }

    private InetSocketAddress listen(ListenerConfig config, PopOptions settings, TestLogins logins) throws IOException {
        MailboxIndexes indexes = new MailboxIndexes(site.store(), 1 << 20);
        return site.listen(config, new PopServer(settings, site.store(), indexes, site.gate(logins), work));
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
    public void make(Fixture fixture) throws Exception {
        switch (fixture.kind()) {
            case "user" -> addUser(fixture.word(0), fixture.word(1));
            case "message" -> deliver(fixture.word(0), fixture.word(1), fixture.content());
            case "forget-summaries" -> site.database().execute("DELETE FROM jdbmail_summary");
            case "knows-summaries" -> knowsSummaries(Integer.parseInt(fixture.word(0)));
            case "expunge" -> expunge(fixture.word(0), fixture.word(1), Integer.parseInt(fixture.word(2)));
            case "damage" -> damage(fixture.word(0), fixture.word(1), Integer.parseInt(fixture.word(2)));
            case "logged-from" -> loggedFrom(fixture.word(0), fixture.word(1));
            case "holds" ->
                site.accounts().mustHold(fixture.word(0), fixture.word(1), Integer.parseInt(fixture.word(2)));
            default -> throw new IllegalArgumentException("unknown fixture " + fixture.kind());
        }
    }

    void addUser(String login, String password) {
        site.accounts().add(login, password);
    }

    void deliver(String login, String name, byte[] message) {
        site.accounts().deliver(login, name, message);
    }

    /** Takes the rows of a message's content away, as nobody should. */
    private void damage(String login, String name, int number) throws SQLException {
        site.database()
                .execute("DELETE FROM jdbmail_content WHERE physmessage_id = "
                        + site.accounts().messages(login, name).physId(number - 1));
    }

    private void expunge(String login, String name, int number) {
        long uid = site.accounts().messages(login, name).uid(number - 1);
        long mailbox = site.accounts().mailboxId(login, name);
        site.store().write(tx -> tx.messages().expunge(mailbox, NumberSet.of(uid), false));
    }

    /** The last login of an account stands in the log as one from that address; it is written a little later. */
    private void loggedFrom(String login, String address) throws Exception {
        Eventually.isTrue(
                Duration.ofSeconds(10),
                login + " logged in from " + address,
                () -> ask("SELECT src_ip FROM dbmail_authlog WHERE userid = '" + login + "' ORDER BY id DESC LIMIT 1")
                        .equals(address));
    }

    private void knowsSummaries(int count) throws SQLException {
        String found = ask("SELECT count(*) FROM jdbmail_summary");
        if (!found.equals(Integer.toString(count))) {
            throw new AssertionError("there are " + found + " summaries");
        }
    }

    /** The first value that a query finds; empty for none. */
    private String ask(String sql) throws SQLException {
        try (Connection connection = site.database().connect();
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(sql)) {
            return found.next() ? found.getString(1) : "";
        }
    }

    @Override
    public void close() {
        work.close();
        site.close();
    }
}
