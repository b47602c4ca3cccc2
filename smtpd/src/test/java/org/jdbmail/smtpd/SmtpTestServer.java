package org.jdbmail.smtpd;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.jdbmail.core.auth.LoginOptions;
import org.jdbmail.core.delivery.DeliveryOptions;
import org.jdbmail.core.delivery.DeliveryService;
import org.jdbmail.core.delivery.JunkFirst;
import org.jdbmail.core.delivery.RecipientResolver;
import org.jdbmail.core.delivery.Spools;
import org.jdbmail.core.dns.Dns;
import org.jdbmail.core.domain.MailDomains;
import org.jdbmail.core.filter.ContentFilter;
import org.jdbmail.core.filter.HandOver;
import org.jdbmail.core.origin.Origin;
import org.jdbmail.core.origin.OriginDns;
import org.jdbmail.core.origin.OriginOptions;
import org.jdbmail.core.reception.Inspector;
import org.jdbmail.core.reception.Reception;
import org.jdbmail.core.reception.ReceptionOptions;
import org.jdbmail.core.reception.Restriction;
import org.jdbmail.core.reception.Room;
import org.jdbmail.core.rewriting.Rewriting;
import org.jdbmail.core.sasl.Mechanism;
import org.jdbmail.core.sasl.SaslGate;
import org.jdbmail.core.smtp.EnvelopeAddress;
import org.jdbmail.core.smtp.client.SmtpPeer;
import org.jdbmail.core.smtp.client.TlsPolicy;
import org.jdbmail.core.store.QueuedMail;
import org.jdbmail.core.store.Store;
import org.jdbmail.core.table.AddressMap;
import org.jdbmail.core.table.LookupTable;
import org.jdbmail.core.table.LookupTables;
import org.jdbmail.core.table.QueryTables;
import org.jdbmail.core.table.TableName;
import org.jdbmail.frontkit.TestLogins;
import org.jdbmail.frontkit.TestSite;
import org.jdbmail.sql.SqlStoreOptions;
import org.jdbmail.testkit.net.DnsServer;
import org.jdbmail.testkit.net.PolicyServer;
import org.jdbmail.testkit.transcript.Fixture;
import org.jdbmail.testkit.transcript.TranscriptServer;
import org.jdbmail.wire.ListenerConfig;
import org.jdbmail.wire.limit.Network;
import org.jdbmail.wire.tls.TlsMode;
import org.jdbmail.wire.tls.TlsSettings;

/**
 * SMTP servers on one database: {@code smtp}, which trusts nobody, and with other settings {@code relay} (trusts this machine),
 * {@code strict} (small limits), {@code proxied} (PROXY), {@code trusting} (XCLIENT), {@code careless} (all of it: trust, XCLIENT, passwords in the clear, STARTTLS), {@code secure} (STARTTLS and logins), {@code submission} and {@code
 * submissions} (for users). Its fixtures also look at what is stored and queued.
 */
final class SmtpTestServer implements TranscriptServer {
    private static final String HOST = "mail.example.test";

    private final TestSite site;
    private final Store store;
    private final PassingFilter filter = new PassingFilter();
    private final PolicyServer policy = PolicyServer.start(SmtpTestServer::policy);
    private final Path folder;
    private final Spools spools;
    private final MailDomains domains;
    private final DeliveryService delivery;
    private final SaslGate gate;
    private final DnsServer names;
    private final AtomicLong free = new AtomicLong(1 << 30);
    private final Room room = new Room(free::get, 1 << 20, new Ticking());
    private final Dns dns;
    private final Map<String, InetSocketAddress> services;

    private SmtpTestServer(TestSite site) throws IOException {
        this.site = site;
        this.store = site.store();
        this.folder = site.folder();
        this.spools = new Spools(folder, 256 * 1024, 1 << 20);
        // What is derived from accounts is looked at anew each time, since each transcript has its own.
        this.domains = new MailDomains(
                store,
                new MailDomains.Listed(
                        HOST, Set.of(), Map.of("alias.test", "example.test"), Set.of("backup.test", ".backup.test")),
                new Ticking());
        this.delivery = delivery(Optional.empty());
        AddressMap virtual = addresses("""
                virtual.test         (a domain)
                all@virtual.test     alice@example.test, bob@example.test, carol@elsewhere.test
                alice@example.test   alice@example.test, archive@elsewhere.test
                moved@elsewhere.test alice@example.test
                @old.example.test    @example.test
                gone@virtual.test    nobody@example.test
                round@virtual.test   again@virtual.test
                again@virtual.test   round@virtual.test
                """);
        AddressMap canonical = addresses("alice@host.test alice@example.test\nal@example.test alice@example.test\n");
        AddressMap there =
                addresses("alice@example.test mailbox\nbob@example.test mailbox\nlist@example.test mailbox\n");
        AddressMap backup = addresses("known@backup.test yes\n");
        this.gate = gate(true);
        this.names = DnsServer.start();
        this.dns = new Dns(Optional.of(names.address()), Duration.ofSeconds(2));
        names.add("good.test", "MX", "10 mail.good.test")
                .add("mail.good.test", "A", "192.0.2.1")
                .add("null.test", "MX", "0 .")
                .broken("trouble.test")
                .add("7.2.0.192.list.test", "A", "127.0.0.2")
                .add("7.2.0.192.list.test", "TXT", "see list.test")
                .add("9.2.0.192.list.test", "A", "127.255.255.254")
                .add("6.2.0.192.list.test", "A", "127.0.0.2")
                .add("6.2.0.192.white.test", "A", "127.0.9.9")
                .add("7.2.0.192.white.test", "A", "127.0.9.1")
                .add("spam.test.names.test", "A", "127.0.1.2")
                .add("7.2.0.192.in-addr.arpa", "PTR", "client.good.test")
                .add("8.2.0.192.in-addr.arpa", "PTR", "mail8.good.test")
                .broken("5.2.0.192.in-addr.arpa")
                .add("mail8.good.test", "A", "192.0.2.8")
                .add("spf.test", "TXT", "v=spf1 ip4:192.0.2.7 exp=why.spf.test -all")
                .add("why.spf.test", "TXT", "%{i} is none of ours")
                .add("_dmarc.spf.test", "TXT", "v=DMARC1; p=reject; sp=quarantine")
                .broken("_dmarc.trouble.test")
                .add("_dmarc.football.example.com", "TXT", "v=DMARC1; p=reject")
                .add(
                        "brisbane._domainkey.football.example.com",
                        "TXT",
                        "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=");
        SmtpSettings plain = SmtpSettings.defaults(HOST, SmtpSettings.Role.TRANSFER);
        SmtpSettings users = SmtpSettings.defaults(HOST, SmtpSettings.Role.SUBMISSION);
        TlsSettings tls = TestSite.tls();
        ReceptionOptions nobody = ReceptionOptions.usual(HOST);
        ReceptionOptions here = new ReceptionOptions(
                HOST, address -> true, Set.of(), false, EnvelopeAddress.NULL, ReceptionOptions.Limits.NONE);
        ReceptionOptions few = new ReceptionOptions(
                HOST,
                address -> false,
                Set.of(),
                false,
                EnvelopeAddress.NULL,
                new ReceptionOptions.Limits(1000, 3, 4, 1000, 0));
        Path access = Files.writeString(folder.resolve("access"), """
                friend@null.test   OK
                foe@good.test      550 go away
                .bad.test          REJECT
                coded@good.test    REJECT 5.7.9 not in this way
                held@good.test     HOLD to be looked at
                lost@good.test     DISCARD
                marked@good.test   PREPEND X-Mark: yes
                moved@good.test    REDIRECT bob@example.test
                nowhere@good.test  REDIRECT nobody@example.test
                copied@good.test   BCC archive@elsewhere.test
                noted@good.test    WARN look at this
                later@good.test    DEFER_IF_PERMIT not before tomorrow
                later@null.test    DEFER_IF_REJECT not before tomorrow
                warned@null.test   warn_if_reject reject_unknown_sender_domain, permit
                wrong@good.test    FROBNICATE
                bare@good.test     PREPEND no field
                round@good.test    check_sender_access hash:%1$s
                twice@good.test    warn_if_reject check_sender_access hash:%1$s, warn_if_reject check_sender_access hash:%1$s
                """.formatted(folder.resolve("access")));
        ReceptionOptions acting = nobody.with(
                restricted(List.of(), List.of(), Restriction.parse("check_sender_access hash:" + access), List.of()));
        ReceptionOptions picky = nobody.with(restricted(
                Restriction.parse("permit_mynetworks reject_rbl_client list.test, reject_unknown_client_hostname"),
                Restriction.parse("reject_invalid_helo_hostname reject_non_fqdn_helo_hostname"),
                Restriction.parse(
                        "check_sender_access hash:" + access
                                + " reject_rhsbl_sender names.test=127.0.1.2 reject_non_fqdn_sender reject_unknown_sender_domain"),
                Restriction.parse("permit_sasl_authenticated reject_non_fqdn_recipient")));
        ReceptionOptions grey = nobody.with(restricted(List.of(), List.of(), List.of(), Restriction.parse("greylist")));
        this.services = Map.ofEntries(
                Map.entry("smtp", listen(config(), plain, nobody, false)),
                Map.entry("relay", listen(config(), plain, here, false)),
                Map.entry(
                        "strict",
                        listen(
                                config(),
                                plain.with(new SmtpSettings.Limits(1000, 2, 3, 2))
                                        .withOverQuotaFinal(true)
                                        .with(new SmtpSettings.Patience(Duration.ofMillis(700), Duration.ofSeconds(2))),
                                nobody,
                                false)),
                Map.entry("rated", listen(config(), plain, few, false)),
                Map.entry("proxied", proxied(plain)),
                Map.entry("metered", metered(users)),
                Map.entry("owners", owners(plain)),
                Map.entry(
                        "trusting",
                        listen(config(), plain.withXclientFrom(List.of(Network.parse("127.0.0.0/8"))), nobody, false)),
                Map.entry(
                        "careless",
                        listen(
                                config().withTls(TlsMode.STARTTLS, tls),
                                plain.withXclientFrom(List.of(Network.parse("127.0.0.0/8"))),
                                new ReceptionOptions(
                                        HOST,
                                        InetAddress::isLoopbackAddress,
                                        Set.of(),
                                        false,
                                        EnvelopeAddress.NULL,
                                        ReceptionOptions.Limits.NONE),
                                Optional.of(gate(false)),
                                Inspector.none(),
                                delivery,
                                domains)),
                Map.entry("secure", listen(config().withTls(TlsMode.STARTTLS, tls), plain, nobody, true)),
                Map.entry(
                        "submission",
                        listen(config().withTls(TlsMode.STARTTLS, tls), users, nobody.withOwnSenders(true), true)),
                Map.entry(
                        "submissions",
                        listen(config().withTls(TlsMode.IMPLICIT, tls), users, nobody.withOwnSenders(true), true)),
                Map.entry("open", listen(config(), users, nobody.withOwnSenders(true), true)),
                Map.entry(
                        "picky",
                        listen(config(), plain.withXclientFrom(List.of(Network.parse("127.0.0.0/8"))), picky, false)),
                Map.entry("grey", listen(config(), plain, grey, false)),
                Map.entry("policed", policed(plain)),
                Map.entry(
                        "tables",
                        listen(
                                config(),
                                plain,
                                new ReceptionOptions(
                                                HOST,
                                                address -> true,
                                                Set.of(),
                                                false,
                                                EnvelopeAddress.NULL,
                                                ReceptionOptions.Limits.NONE)
                                        .with(new ReceptionOptions.Recipients(
                                                Optional.of(there),
                                                Optional.of(backup),
                                                new Rewriting(List.of(canonical), List.of(canonical)))),
                                Optional.empty(),
                                Inspector.none(),
                                delivery(Optional.of(virtual)),
                                new MailDomains(
                                        store,
                                        new MailDomains.Listed(
                                                HOST,
                                                Set.of("example.test", "old.example.test"),
                                                Map.of(),
                                                Set.of("backup.test"),
                                                new MailDomains.InTables(
                                                        Optional.empty(), LookupTable.EMPTY, virtual.table())),
                                        InstantSource.system()))),
                Map.entry(
                        "inspected",
                        listen(
                                config(),
                                plain.withXclientFrom(List.of(Network.parse("127.0.0.0/8"))),
                                acting,
                                false,
                                caller -> new ObedientInspection())),
                Map.entry("checked", checked(plain, nobody, OriginOptions.Spf.TELL, false, ContentFilter.NONE)),
                Map.entry("stern", checked(plain, nobody, OriginOptions.Spf.REJECT, true, ContentFilter.NONE)),
                Map.entry("filtered", checked(plain, nobody, OriginOptions.Spf.TELL, false, handOver())));
        filter.passTo(services.get("filtered"));
    }

    /** What the policy service says of a sender. */
    private static String policy(Map<String, String> question) {
        String recipient = question.getOrDefault("recipient", "");
        if (question.getOrDefault("policy_context", "").equals("warned")) {
            return question.getOrDefault("sender", "").startsWith("warned.")
                    ? "action=DEFER_IF_PERMIT greylisted, come again\n\n"
                    : "action=DUNNO\n\n";
        }
        return switch (question.getOrDefault("sender", "").replaceFirst("@.*", "")) {
            case "reject" -> recipient.startsWith("alice") ? "action=REJECT 5.7.1 we know you\n\n" : "action=DUNNO\n\n";
            case "defer" -> "action=DEFER_IF_PERMIT greylisted, come again\n\n";
            case "words" -> "action=permit_mynetworks, reject\n\n";
            case "prepend" -> "action=PREPEND X-Policy: seen\n\n";
            case "onward" -> "action=check_policy_service inet:127.0.0.1:1\n\n";
            case "silent" -> PolicyServer.SILENCE;
            case "dead" -> PolicyServer.HANG_UP;
            case "nonsense" -> "what do you want?\n\n";
            case "unknown" -> "action=FROBNICATE\n\n";
            default -> "action=DUNNO\n\n";
        };
    }

    /** Lists, with little patience for policy services. */
    private static ReceptionOptions.Restricted restricted(
            List<Restriction> client, List<Restriction> helo, List<Restriction> sender, List<Restriction> recipient) {
        return new ReceptionOptions.Restricted(
                client, helo, sender, recipient, Duration.ofSeconds(1), "451 4.3.5 come again later");
    }

    /** One that asks a policy service, and before it one that is away and may be. */
    private InetSocketAddress policed(SmtpSettings settings) throws IOException {
        List<Restriction> services =
                Restriction.parse("check_policy_service { inet:127.0.0.1:1, timeout=1s, default_action=DUNNO },"
                        + " warn_if_reject check_policy_service { " + policy.place() + " policy_context=warned },"
                        + " check_policy_service { " + policy.place() + " policy_context=here }");
        return listen(
                config(),
                settings.withXclientFrom(List.of(Network.parse("127.0.0.0/8"))),
                ReceptionOptions.usual(HOST).with(restricted(List.of(), List.of(), List.of(), services)),
                false);
    }

    /** One that all of this machine is a proxy for, and that trusts this machine. */
    private InetSocketAddress proxied(SmtpSettings settings) throws IOException {
        return listen(
                config().withProxyFrom(List.of(Network.parse("127.0.0.0/8"))),
                settings,
                new ReceptionOptions(
                                HOST,
                                InetAddress::isLoopbackAddress,
                                Set.of(),
                                false,
                                EnvelopeAddress.NULL,
                                new ReceptionOptions.Limits(0, 2, 0, 0, 0))
                        .with(restricted(
                                Restriction.parse("reject_rbl_client list.test"), List.of(), List.of(), List.of())),
                false);
    }

    /** One that looks at senders, and at lists of those who are welcome. */
    private InetSocketAddress owners(SmtpSettings settings) throws IOException {
        return listen(
                config(),
                settings.withXclientFrom(List.of(Network.parse("127.0.0.0/8"))),
                ReceptionOptions.usual(HOST)
                        .with(restricted(
                                Restriction.parse(
                                        "permit_dnswl_client white.test=127.0.9.9, reject_rbl_client list.test"),
                                List.of(),
                                Restriction.parse("reject_sender_login_mismatch, reject_unlisted_sender"),
                                List.of())),
                Optional.of(gate(false)),
                Inspector.none(),
                delivery,
                domains);
    }

    /** One for users who may name three recipients in an hour. */
    private InetSocketAddress metered(SmtpSettings settings) throws IOException {
        return listen(
                config(),
                settings,
                new ReceptionOptions(
                        HOST,
                        address -> false,
                        Set.of(),
                        false,
                        EnvelopeAddress.NULL,
                        new ReceptionOptions.Limits(0, 0, 0, 0, 3)),
                Optional.of(gate(false)),
                Inspector.none(),
                delivery,
                domains);
    }

    private HandOver handOver() {
        SmtpPeer peer = new SmtpPeer(
                "127.0.0.1",
                filter.port(),
                false,
                null,
                null,
                TlsPolicy.OPPORTUNISTIC.with(TlsPolicy.Level.NONE),
                false);
        return new HandOver(peer, HOST, true, Duration.ofSeconds(30), store, InstantSource.system());
    }

    /** One that checks where mail comes from. */
    private InetSocketAddress checked(
            SmtpSettings settings,
            ReceptionOptions options,
            OriginOptions.Spf spf,
            boolean isUnsureLater,
            ContentFilter content)
            throws IOException {
        OriginOptions origin = new OriginOptions(
                HOST, address -> false, spf, true, OriginOptions.Dmarc.REJECT, Set.of(), isUnsureLater, "");
        Inspector inspector = Origin.of(
                        store,
                        origin,
                        new OriginDns(dns),
                        InstantSource.system(),
                        Optional.empty(),
                        Inspector.none(),
                        content)
                .inspector();
        return listen(
                config(), settings.withXclientFrom(List.of(Network.parse("127.0.0.0/8"))), options, false, inspector);
    }

    /** A clock that moves on by minutes whenever it is looked at. */
    private static final class Ticking implements InstantSource {
        private long minutes;

        @Override
        public synchronized java.time.Instant instant() {
            return java.time.Instant.now().plus(Duration.ofMinutes(2 * ++minutes));
        }
    }

    static SmtpTestServer start(String database) throws IOException {
        return new SmtpTestServer(TestSite.open(database));
    }

    /** One over a store of these options. */
    static SmtpTestServer start(String database, SqlStoreOptions options) throws IOException {
        return new SmtpTestServer(TestSite.open(database, options));
    }

    /** How many messages are in an INBOX. */
    int messages(String login) {
        return site.accounts().messages(login, "INBOX").size();
    }

    /** Makes an account with the password {@code secret}. */
    void addUser(String login) {
        site.accounts().add(login, "secret");
    }

    /** Whom mail of a sender in the queue is for. */
    List<String> queuedFor(String sender) {
        return store.read(tx -> tx.queue().list(0, 100_000)).stream()
                .filter(mail -> mail.sender().plain().equals(sender))
                .flatMap(mail -> mail.recipients().stream())
                .map(recipient -> recipient.target().stored())
                .sorted()
                .toList();
    }

    private AddressMap addresses(String table) throws IOException {
        Path file = Files.writeString(Files.createTempFile(folder, "table", ""), table);
        return new AddressMap(
                new LookupTables(QueryTables.none()).open(TableName.parse(file.toString())), true, HOST::equals);
    }

    private DeliveryService delivery(Optional<AddressMap> virtual) {
        return new DeliveryService(
                store,
                new RecipientResolver(
                        store,
                        true,
                        Optional.empty(),
                        Optional.empty(),
                        virtual,
                        address -> address.localPart().startsWith("list")),
                List.of(new JunkFirst(store)),
                new DeliveryOptions(
                        HOST,
                        new EnvelopeAddress("postmaster", HOST),
                        true,
                        true,
                        DeliveryOptions.Rewriting.NEVER,
                        List.of(),
                        false,
                        Duration.ZERO),
                () -> {});
    }

    private SaslGate gate(boolean passwordsNeedTls) {
        TestLogins logins =
                TestLogins.usual().by(Mechanism.values()).with(new LoginOptions(100, Duration.ofMillis(10)));
        return site.gate(passwordsNeedTls ? logins : logins.withoutNeedOfTls());
    }

    private static ListenerConfig config() {
        return TestSite.loopback("smtp").withPlatformThreads(4);
    }

    private InetSocketAddress listen(
            ListenerConfig config, SmtpSettings settings, ReceptionOptions options, boolean logins) throws IOException {
        return listen(config, settings, options, logins, Inspector.none());
    }

    private InetSocketAddress listen(
            ListenerConfig config, SmtpSettings settings, ReceptionOptions options, boolean logins, Inspector inspector)
            throws IOException {
        return listen(
                config, settings, options, logins ? Optional.of(gate) : Optional.empty(), inspector, delivery, domains);
    }

    private InetSocketAddress listen(
            ListenerConfig config,
            SmtpSettings settings,
            ReceptionOptions options,
            Optional<SaslGate> logins,
            Inspector inspector,
            DeliveryService delivery,
            MailDomains domains)
            throws IOException {
        InstantSource clock = InstantSource.system();
        Reception reception = new Reception(
                store,
                delivery,
                domains,
                options,
                dns,
                inspector,
                new LookupTables(QueryTables.none()),
                room,
                () -> {},
                clock);
        SmtpServer server = new SmtpServer(settings, reception, logins, spools, clock);
        return site.listen(config, server);
    }

    @Override
    public Map<String, InetSocketAddress> services() {
        return services;
    }

    @Override
    public void reset() {
        free.set(1 << 30);
        site.accounts().clear();
        store.write(tx -> {
            List<Long> queued =
                    tx.queue().list(0, 1000).stream().map(QueuedMail::id).toList();
            return queued.isEmpty() || tx.queue().delete(queued, java.time.Instant.now()) > 0;
        });
    }

    @Override
    public void make(Fixture fixture) {
        switch (fixture.kind()) {
            case "user" ->
                site.accounts().add(fixture.word(0), fixture.words().size() > 1 ? fixture.word(1) : "secret");
            case "alias" -> alias(fixture.word(0), fixture.word(1));
            case "quota" -> site.accounts().quota(fixture.word(0), Long.parseLong(fixture.word(1)));
            case "holds" ->
                site.accounts().mustHold(fixture.word(0), fixture.word(1), Integer.parseInt(fixture.word(2)));
            case "stored" -> stored(site.accounts().newest(fixture.word(0), fixture.word(1)), fixture.content());
            case "queued" -> queued(fixture.words());
            case "leaves" -> stored(leaves(), fixture.content());
            case "free" -> free.set(Long.parseLong(fixture.word(0)));
            case "held" -> held(Boolean.parseBoolean(fixture.word(0)));
            case "asked" -> asked(fixture.words());
            case "instances" -> instances(Integer.parseInt(fixture.word(0)));
            default -> throw new IllegalArgumentException("unknown fixture " + fixture.kind());
        }
    }

    private void alias(String alias, String target) {
        String deliverTo = store.read(tx -> tx.users().find(target))
                .map(user -> Long.toString(user.id()))
                .orElse(target);
        site.accounts().alias(alias, deliverTo);
    }

    /** What of the newest message in the queue travels. */
    private byte[] leaves() {
        QueuedMail mail = store.read(tx -> tx.queue().list(0, 1000)).getLast();
        return site.accounts().octets(mail.physId(), mail.skipped());
    }

    /** The first word is the sender, the others are the recipients of the newest message in the queue; without any it is empty. */
    private void queued(List<String> words) {
        List<QueuedMail> all = store.read(tx -> tx.queue().list(0, 1000));
        String found = all.isEmpty()
                ? ""
                : "<" + all.getLast().sender().plain() + "> "
                        + all.getLast().recipients().stream()
                                .map(each -> each.target().stored())
                                .collect(Collectors.joining(" "));
        if (!found.equals(String.join(" ", words))) {
            throw new AssertionError("the queue's newest is: " + found);
        }
    }

    /** What the policy service was asked last; a name with {@code !} behind it is that of an attribute that was left out. */
    private void asked(List<String> attributes) {
        Map<String, String> last = policy.asked().getLast();
        for (String attribute : attributes) {
            String name = attribute.replaceFirst("[=!].*", "");
            boolean isRight =
                    attribute.endsWith("!") ? !last.containsKey(name) : attribute.equals(name + "=" + last.get(name));
            if (!isRight) {
                throw new AssertionError("the policy service was asked: " + last);
            }
        }
    }

    /** By how many names messages were told to the policy service, which is asked in one transcript alone. */
    private void instances(int count) {
        Set<String> all = policy.asked().stream()
                .map(each -> each.getOrDefault("instance", ""))
                .collect(Collectors.toSet());
        if (all.size() != count || all.contains("")) {
            throw new AssertionError("the policy service was told of: " + all);
        }
    }

    /** Whether all of the newest message in the queue is held. */
    private void held(boolean isHeld) {
        QueuedMail mail = store.read(tx -> tx.queue().list(0, 1000)).getLast();
        if (!mail.recipients().stream().allMatch(each -> each.isHeld() == isHeld)) {
            throw new AssertionError("the queue's newest: " + mail);
        }
    }

    private static void stored(byte[] octets, byte[] wanted) {
        // The transcripts' language has no patterns in fixtures: what changes from run to run is made the same here.
        String message = new String(octets, StandardCharsets.ISO_8859_1)
                .replaceAll("(with (?:UTF8|E)?SMTP\\w*) id [0-9a-z]+", "$1 id ID")
                .replaceAll("; \\w+, \\d+ \\w+ \\d+ [0-9:]+ \\+0000\r\n", "; DATE\r\n")
                .replaceFirst("\r\nDate: [^\r]+\r\n", "\r\nDate: DATE\r\n")
                .replaceFirst("\r\nMessage-ID: <[^\r]+>\r\n", "\r\nMessage-ID: ID\r\n");
        String expected = new String(wanted, StandardCharsets.ISO_8859_1);
        if (!message.equals(expected)) {
            throw new AssertionError("stored is:\n" + message + "\nbut not:\n" + expected);
        }
    }

    private void closePeers() {
        try {
            filter.close();
            policy.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        site.wire().stop(Duration.ofSeconds(5));
        names.close();
        closePeers();
        site.close();
    }
}
