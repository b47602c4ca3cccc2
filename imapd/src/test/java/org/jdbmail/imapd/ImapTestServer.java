package org.jdbmail.imapd;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Map.entry;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jdbmail.core.content.PreparedMessage;
import org.jdbmail.core.delivery.Spools;
import org.jdbmail.core.index.MailboxIndexes;
import org.jdbmail.core.mail.Flag;
import org.jdbmail.core.mail.FlagSet;
import org.jdbmail.core.mail.NumberSet;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.mail.Right;
import org.jdbmail.core.mail.Rights;
import org.jdbmail.core.sasl.SaslGate;
import org.jdbmail.core.store.Delivered;
import org.jdbmail.core.store.Destination;
import org.jdbmail.core.store.Mailbox;
import org.jdbmail.core.store.Store;
import org.jdbmail.core.store.User;
import org.jdbmail.core.work.Requester;
import org.jdbmail.core.work.WorkFigures;
import org.jdbmail.core.work.WorkLimits;
import org.jdbmail.core.work.WorkPool;
import org.jdbmail.frontkit.BreakableStore;
import org.jdbmail.frontkit.TestLogins;
import org.jdbmail.frontkit.TestSite;
import org.jdbmail.imapd.proto.GrammarLimits;
import org.jdbmail.imapd.session.ImapOptions;
import org.jdbmail.mime.bytes.MessageBytes;
import org.jdbmail.sql.SqlStoreOptions;
import org.jdbmail.testkit.transcript.Fixture;
import org.jdbmail.testkit.transcript.TranscriptServer;
import org.jdbmail.wire.ListenerConfig;
import org.jdbmail.wire.tls.TlsMode;

/**
 * IMAP servers on one database: {@code imap}, and with other settings {@code secure} (STARTTLS, no password in the clear),
 * {@code small} (small limits), {@code minus} (LITERAL-), {@code own} (everybody has a {@code \\Seen} of its own) and
 * {@code hasty} (little patience), {@code limited} and {@code sparing} (commands about few messages).
 */
final class ImapTestServer implements TranscriptServer {
    private static final ImapOptions.Patience HASTY =
            new ImapOptions.Patience(Duration.ofMinutes(3), Duration.ofMillis(300), Duration.ofMillis(100));

    private final TestSite site;
    private static final WorkLimits LIMITS = WorkLimits.usual(Duration.ofMinutes(1));

    private final WorkPool work = new WorkPool(LIMITS);
    private final Store store;
    private final Store twin;
    private final MailboxIndexes indexes;
    private final Map<String, InetSocketAddress> services;
    private CountDownLatch occupied = new CountDownLatch(0);

    private ImapTestServer(TestSite site) throws IOException {
        this.site = site;
        this.store = site.store();
        this.twin = site.twin();
        this.indexes = new MailboxIndexes(store, 16 << 20);
        GrammarLimits limits = GrammarLimits.USUAL;
        ImapOptions.Patience patience = ImapOptions.Patience.USUAL;
        ImapOptions.Bounds unbounded = new ImapOptions.Bounds(Duration.ofSeconds(10), 0, 0);
        ImapOptions plain = options(limits, patience, unbounded, false);
        ListenerConfig config = TestSite.loopback("imap");
        Duration slow = Duration.ofMinutes(1);
        this.services = Map.ofEntries(
                entry("imap", listen(config, plain)),
                entry("limited", listen(config, options(limits, patience, new ImapOptions.Bounds(slow, 3, 0), false))),
                entry("sparing", listen(config, options(limits, patience, new ImapOptions.Bounds(slow, 0, 2), false))),
                entry("secure", listen(config.withTls(TlsMode.STARTTLS, TestSite.tls()), plain)),
                entry(
                        "small",
                        listen(
                                config,
                                options(
                                        new GrammarLimits(1_000, 100, 2_000, 1_000, 5, 10, true),
                                        patience,
                                        unbounded,
                                        false),
                                2,
                                indexes)),
                entry("minus", listen(config, options(limits.withLiteralMinus(true), patience, unbounded, false))),
                // Knows nothing of what the others have in memory, as another process.
                entry("other", listen(config, plain, 100, new MailboxIndexes(store, 16 << 20))),
                // Shares nothing with the others but the database.
                entry("twin", listen(twin, config, plain, 100, new MailboxIndexes(twin, 16 << 20))),
                entry("own", listen(config, options(limits, patience, unbounded, true))),
                entry(
                        "hasty",
                        listen(config, options(limits, HASTY, new ImapOptions.Bounds(Duration.ZERO, 0, 0), false))));
    }

    private static ImapOptions options(
            GrammarLimits limits, ImapOptions.Patience patience, ImapOptions.Bounds bounds, boolean ownSeen) {
        return new ImapOptions(
                new ImapOptions.Names("JDBMail ready", "test"),
                limits,
                patience,
                20,
                bounds,
                new ImapOptions.Privileges(Set.of("admin"), Set.of("submitserver")),
                ownSeen);
    }

    static ImapTestServer start(String database) throws IOException {
        return start(database, SqlStoreOptions.DEFAULT);
    }

    static ImapTestServer start(String database, SqlStoreOptions options) throws IOException {
        return new ImapTestServer(TestSite.open(database, options));
    }

    private InetSocketAddress listen(ListenerConfig config, ImapOptions options) throws IOException {
        return listen(config, options, 100, indexes);
    }

    private InetSocketAddress listen(ListenerConfig config, ImapOptions options, int maxSessions, MailboxIndexes known)
            throws IOException {
        return listen(store, config, options, maxSessions, known);
    }

    private InetSocketAddress listen(
            Store stored, ListenerConfig config, ImapOptions options, int maxSessions, MailboxIndexes known)
            throws IOException {
        Spools spools = new Spools(site.folder(), 256 * 1024, 1 << 20);
        // Nothing is asked beside what commands ask: their statements are counted.
        SaslGate gate = site.gate(TestLogins.usual().withMaxSessions(maxSessions), Duration.ofMinutes(10));
        return site.listen(config, new ImapServer(stored, known, gate, spools, work, options));
    }

    /** How much long work there was. */
    WorkFigures work() {
        return work.figures();
    }

    Store store() {
        return store;
    }

    /** The same, to be told to fail. */
    BreakableStore breakable() {
        return site.store();
    }

    @Override
    public Map<String, InetSocketAddress> services() {
        return services;
    }

    @Override
    public void reset() {
        execute("DELETE FROM dbmail_usermap");
        site.accounts().clear();
        store.write(tx -> {
            User shared = tx.users().find(User.PUBLIC).orElseThrow();
            for (Mailbox mailbox : tx.mailboxes().ownedBy(shared.id())) {
                tx.mailboxes().delete(mailbox.id());
            }
            return true;
        });
    }

    @Override
    public void make(Fixture fixture) {
        switch (fixture.kind()) {
            case "user" -> site.accounts().add(fixture.word(0), fixture.word(1));
            case "mailbox" -> mailbox(fixture.word(0), utf8(fixture.word(1)), use(fixture));
            case "message" -> message(fixture);
            case "rights" -> rights(fixture.word(0), fixture.word(1), fixture.word(2), fixture.word(3));
            case "usermap" -> usermap(fixture.words());
            case "quota" -> site.accounts().quota(fixture.word(0), Long.parseLong(fixture.word(1)));
            case "expunge" -> expunge(fixture.word(0), fixture.word(1));
            case "forget" -> forgetSummaries();
            case "break" -> execute("ALTER TABLE jdbmail_mailbox_state RENAME TO broken");
            case "mend" -> execute("ALTER TABLE broken RENAME TO jdbmail_mailbox_state");
            case "sql" -> execute(String.join(" ", fixture.words()));
            case "occupy" -> occupy();
            case "release" -> occupied.countDown();
            case "drop" -> site.accounts().deleteMailbox(fixture.word(0), fixture.word(1));
            default -> throw new IllegalArgumentException("unknown fixture " + fixture.kind());
        }
    }

    /** A word of a transcript, whose characters stand for octets. */
    private static String utf8(String word) {
        return new String(word.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    private static String use(Fixture fixture) {
        return fixture.words().size() > 2 ? fixture.word(2) : null;
    }

    private long id(String login) {
        return site.accounts().id(login);
    }

    private long mailboxId(String login, String name) {
        return site.accounts().mailboxId(login, name);
    }

    private void mailbox(String login, String name, String use) {
        long owner = id(login);
        store.write(tx -> tx.mailboxes().create(owner, name, use));
    }

    /** {@code fixture message USER MAILBOX [(FLAGS)] <<END}; the flags may come as several words. */
    private void message(Fixture fixture) {
        List<String> flags = fixture.words().subList(2, fixture.words().size()).stream()
                .flatMap(word -> Stream.of(word.replaceAll("[()]", "").split(" ")))
                .filter(name -> !name.isEmpty())
                .toList();
        deliver(store, fixture.word(0), fixture.word(1), flags, fixture.content());
    }

    private long deliver(Store into, String user, String name, Collection<String> flags, byte[] content) {
        int system = flags.stream().mapToInt(ImapTestServer::bit).sum();
        List<String> keywords = flags.stream().filter(flag -> bit(flag) == 0).toList();
        Destination destination = new Destination(mailboxId(user, name), id(user), FlagSet.of(system, keywords), true);
        PreparedMessage message = PreparedMessage.prepare(MessageBytes.of(content));
        Instant date = Instant.parse("2024-02-29T12:34:56Z");
        if (into.deliver(message, date, List.of(destination)).getFirst() instanceof Delivered.Stored stored) {
            return stored.uid();
        }
        throw new AssertionError("not delivered");
    }

    /** A delivery to INBOX, by the one process or the other, with the flags that a script gives; its UID. */
    long deliver(boolean byTwin, String user, Collection<String> flags) {
        return deliver(byTwin ? twin : store, user, "INBOX", flags, "A: c\r\n\r\n".getBytes(US_ASCII));
    }

    /** What POP3's QUIT does with the messages that its client has deleted, at the one process or the other. */
    void quit(boolean byTwin, String user, NumberSet uids) {
        long inbox = mailboxId(user, "INBOX");
        (byTwin ? twin : store).write(tx -> tx.messages().expunge(inbox, uids, false));
    }

    private static int bit(String name) {
        for (Flag flag : Flag.values()) {
            if (flag.imapName().equalsIgnoreCase(name)) {
                return flag.bit();
            }
        }
        return 0;
    }

    /** {@code fixture rights OWNER MAILBOX USER LETTERS}. */
    private void rights(String owner, String name, String login, String letters) {
        Rights rights = Rights.NONE;
        for (Right right : Right.values()) {
            if (letters.indexOf(right.letter()) >= 0) {
                rights = rights.plus(Rights.of(right));
            }
        }
        long mailbox = mailboxId(owner, name);
        long user = id(login);
        Rights granted = rights;
        store.write(tx -> {
            tx.mailboxes().grant(mailbox, user, granted);
            return true;
        });
    }

    /** {@code fixture usermap LOGIN SOCK_ALLOW SOCK_DENY USERID}; holds until the next transcript. */
    private void usermap(List<String> words) {
        execute("INSERT INTO dbmail_usermap (login, sock_allow, sock_deny, userid) VALUES ('"
                + String.join("', '", words) + "')");
    }

    private void expunge(String login, String name) {
        long mailbox = mailboxId(login, name);
        store.write(tx -> tx.messages().expunge(mailbox, NumberSet.range(1, Long.MAX_VALUE - 1), false));
    }

    /** As if DBMail had written all messages: what we know of them besides is gone. */
    private void forgetSummaries() {
        execute("DELETE FROM jdbmail_summary");
    }

    private void execute(String statement) {
        try {
            site.database().execute(statement);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** Keeps all threads for long work busy until {@code fixture release}. */
    private void occupy() {
        CountDownLatch released = new CountDownLatch(1);
        occupied = released;
        for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
            String who = "busy" + i;
            Thread.ofVirtual()
                    .start(() -> work.call(new Requester(who, who, () -> false), progress -> {
                        try {
                            return released.await(1, TimeUnit.MINUTES);
                        } catch (InterruptedException e) {
                            throw new AssertionError(e);
                        }
                    }));
        }
    }

    /** Takes every place for long work that an account has, and no turn; until that is counted down. */
    void fill(String account, CountDownLatch released) throws InterruptedException {
        CountDownLatch there = new CountDownLatch(LIMITS.perAccount());
        for (int i = 0; i < LIMITS.perAccount(); i++) {
            Thread.ofVirtual()
                    .start(() -> takePlace(new Requester(account, "elsewhere", () -> false), there, released));
        }
        if (!there.await(1, TimeUnit.MINUTES)) {
            throw new AssertionError("there is no place");
        }
    }

    private void takePlace(Requester requester, CountDownLatch there, CountDownLatch released) {
        boolean waits = true;
        while (waits) {
            try {
                waits = !work.callBriefly(
                        requester,
                        progress -> progress.aside(() -> {
                            there.countDown();
                            return isReleased(released);
                        }));
            } catch (Refusal refusal) {
                // Something of the account is there for a moment.
                Thread.onSpinWait();
            }
        }
    }

    private static boolean isReleased(CountDownLatch released) {
        try {
            return released.await(1, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        work.close();
        site.close();
    }
}
