package org.jdbmail.lmtpd;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jdbmail.core.delivery.DeliveryOptions;
import org.jdbmail.core.delivery.DeliveryService;
import org.jdbmail.core.delivery.RecipientResolver;
import org.jdbmail.core.delivery.Spools;
import org.jdbmail.core.index.MailboxSnapshot;
import org.jdbmail.core.mail.Right;
import org.jdbmail.core.mail.Rights;
import org.jdbmail.frontkit.BreakableStore;
import org.jdbmail.frontkit.TestSite;
import org.jdbmail.sql.SqlStoreOptions;
import org.jdbmail.testkit.database.TestDatabase;
import org.jdbmail.testkit.transcript.Fixture;
import org.jdbmail.testkit.transcript.TranscriptServer;
import org.jdbmail.wire.ListenerConfig;
import org.jdbmail.wire.WireServer;
import org.jdbmail.wire.limit.Network;
import org.jdbmail.wire.tls.TlsMode;
import org.jdbmail.wire.tls.TlsSettings;
import org.jspecify.annotations.Nullable;

/**
 * LMTP servers on one database: {@code lmtp}, and with other settings {@code strict} (small limits, full accounts are
 * final), {@code trusting} (XCLIENT) and {@code secure} (STARTTLS). Its fixtures also look at what is stored.
 */
final class LmtpTestServer implements TranscriptServer {
    private final TestSite site;
    private final Spools spools;
    private final Duration memory;
    private final Map<String, InetSocketAddress> services;

    private LmtpTestServer(TestSite site, Duration memory) throws IOException {
        this.site = site;
        this.memory = memory;
        this.spools = new Spools(site.folder(), 256 * 1024, 1 << 20);
        LmtpOptions plain = LmtpOptions.usual("mail.example.test");
        LmtpOptions trusting = new LmtpOptions(
                "mail.example.test",
                LmtpOptions.Limits.USUAL,
                LmtpOptions.Patience.USUAL,
                false,
                List.of(Network.parse("127.0.0.0/8")));
        this.services = Map.of(
                "lmtp", listen(plain, null),
                "strict",
                        listen(
                                new LmtpOptions(
                                        "mail.example.test",
                                        new LmtpOptions.Limits(1000, 2, 3),
                                        new LmtpOptions.Patience(Duration.ofMillis(700), Duration.ofSeconds(2)),
                                        true,
                                        List.of()),
                                null),
                "trusting", listen(trusting, null),
                "secure", listen(plain, TestSite.tls()));
    }

    static LmtpTestServer start(String database) throws IOException {
        return start(database, Duration.ZERO);
    }

    /** @param memory how long it relies on where an address led */
    static LmtpTestServer start(String database, Duration memory) throws IOException {
        return new LmtpTestServer(TestSite.open(database), memory);
    }

    /** One over a store of these options. */
    static LmtpTestServer start(String database, SqlStoreOptions options) throws IOException {
        return new LmtpTestServer(TestSite.open(database, options), Duration.ZERO);
    }

    /** How many messages are in an INBOX. */
    int messages(String login) {
        return site.accounts().messages(login, "INBOX").size();
    }

    LmtpServer handler(LmtpOptions settings) {
        DeliveryService delivery = new DeliveryService(
                site.store(),
                new RecipientResolver(site.store(), true),
                List.of(),
                DeliveryOptions.local("mail.example.test", memory),
                () -> {});
        return new LmtpServer(settings, delivery, spools, InstantSource.system());
    }

    private InetSocketAddress listen(LmtpOptions settings, @Nullable TlsSettings tls) throws IOException {
        ListenerConfig config = TestSite.loopback("lmtp").withPlatformThreads(4);
        return site.listen(tls == null ? config : config.withTls(TlsMode.STARTTLS, tls), handler(settings));
    }

    InetSocketAddress address() {
        return Objects.requireNonNull(services.get("lmtp"));
    }

    WireServer wire() {
        return site.wire();
    }

    TestDatabase database() {
        return site.database();
    }

    BreakableStore store() {
        return site.store();
    }

    Spools spools() {
        return spools;
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
        switch (fixture.kind()) {
            case "user" -> addUser(fixture.word(0));
            case "alias" -> alias(fixture.word(0), fixture.word(1));
            case "quota" -> quota(fixture.word(0), Long.parseLong(fixture.word(1)));
            case "disable" -> disable(fixture.word(0));
            case "mailbox" -> mailbox(fixture.word(0), name(fixture.word(1)));
            case "nopost" -> withoutPost(fixture.word(0), name(fixture.word(1)));
            case "holds" ->
                site.accounts().mustHold(fixture.word(0), name(fixture.word(1)), Integer.parseInt(fixture.word(2)));
            case "stored" -> stored(fixture.word(0), fixture.word(1), fixture.content(), false);
            case "ends" -> stored(fixture.word(0), fixture.word(1), ending(fixture), true);
            default -> throw new IllegalArgumentException("unknown fixture " + fixture.kind());
        }
    }

    /** A transcript's words are bytes. */
    private static String name(String word) {
        return new String(word.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    /** The end of a message, as a block or as a word. */
    private static byte[] ending(Fixture fixture) {
        return fixture.words().size() > 2 ? fixture.word(2).getBytes(StandardCharsets.ISO_8859_1) : fixture.content();
    }

    void addUser(String login) {
        site.accounts().add(login);
    }

    private long id(String login) {
        return site.accounts().id(login);
    }

    void alias(String alias, String target) {
        String deliverTo = site.store()
                .read(tx -> tx.users().find(target))
                .filter(user -> !target.contains("@"))
                .map(user -> Long.toString(user.id()))
                .orElse(target.startsWith("=") ? target.substring(1) : target);
        site.accounts().alias(alias, deliverTo);
    }

    void quota(String login, long octets) {
        site.accounts().quota(login, octets);
    }

    private void disable(String login) {
        long id = id(login);
        site.store().write(tx -> {
            tx.users().setActive(id, false);
            return true;
        });
    }

    void mailbox(String login, String name) {
        long id = id(login);
        site.store().write(tx -> tx.mailboxes().create(id, name, null));
    }

    private void withoutPost(String login, String name) {
        long id = id(login);
        long mailbox = site.accounts().mailboxId(login, name);
        site.store().write(tx -> {
            tx.mailboxes().grant(mailbox, id, Rights.ALL.minus(Rights.of(Right.POST)));
            return true;
        });
    }

    void deleteMailbox(String login, String name) {
        site.accounts().deleteMailbox(login, name);
    }

    void deleteUser(String login) {
        long id = id(login);
        site.store().write(tx -> {
            tx.users().delete(id);
            return true;
        });
    }

    MailboxSnapshot messages(String login, String name) {
        return site.accounts().messages(login, name);
    }

    /** The newest message of a mailbox. */
    byte[] newest(String login, String name) {
        return site.accounts().newest(login, name);
    }

    private void stored(String login, String name, byte[] wanted, boolean onlyTheEnd) {
        // The transcripts' language has no patterns in fixtures: what changes from run to run is made the same here.
        String message = new String(newest(login, name), StandardCharsets.ISO_8859_1)
                .replaceFirst(" id [0-9a-z]+", " id ID")
                .replaceFirst("; \\w+, \\d+ \\w+ \\d+ [0-9:]+ \\+0000\r\n", "; DATE\r\n");
        String expected = new String(wanted, StandardCharsets.ISO_8859_1);
        boolean right = onlyTheEnd ? message.endsWith("; DATE\r\n" + expected) : message.equals(expected);
        if (!right) {
            throw new AssertionError("stored is:\n" + message + "\nbut not:\n" + expected);
        }
    }

    @Override
    public void close() {
        site.close();
    }
}
