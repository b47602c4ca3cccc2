package org.jdbmail.webd;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jdbmail.core.admin.AccountUpload;
import org.jdbmail.core.admin.Accounts;
import org.jdbmail.core.admin.AliasAdmin;
import org.jdbmail.core.admin.AnswerAdmin;
import org.jdbmail.core.admin.DkimAdmin;
import org.jdbmail.core.admin.DomainAdmin;
import org.jdbmail.core.admin.LoginAdmin;
import org.jdbmail.core.admin.OwnAccount;
import org.jdbmail.core.admin.OwnMail;
import org.jdbmail.core.admin.PasswordRules;
import org.jdbmail.core.admin.QueueAdmin;
import org.jdbmail.core.admin.ScriptAdmin;
import org.jdbmail.core.admin.Sharing;
import org.jdbmail.core.admin.SignIns;
import org.jdbmail.core.auth.Authenticator;
import org.jdbmail.core.auth.Guard;
import org.jdbmail.core.auth.LoginJournal;
import org.jdbmail.core.auth.LoginOptions;
import org.jdbmail.core.auth.Revocations;
import org.jdbmail.core.content.PreparedMessage;
import org.jdbmail.core.directory.StoreDirectory;
import org.jdbmail.core.origin.DomainRecords;
import org.jdbmail.core.password.PasswordScheme;
import org.jdbmail.core.password.Passwords;
import org.jdbmail.core.sasl.CertificateUsers;
import org.jdbmail.core.sasl.MechanismOffer;
import org.jdbmail.core.sasl.SaslGate;
import org.jdbmail.core.sieve.ScriptCompiler;
import org.jdbmail.core.sieve.SieveOptions;
import org.jdbmail.core.sieve.UserScripts;
import org.jdbmail.core.store.Credential;
import org.jdbmail.core.store.Destination;
import org.jdbmail.core.store.Domains;
import org.jdbmail.core.store.Mailbox;
import org.jdbmail.mime.bytes.MessageBytes;
import org.jdbmail.sql.SqlStore;
import org.jdbmail.sql.SqlStoreOptions;
import org.jdbmail.sql.database.DatabaseConfig;
import org.jdbmail.testkit.database.StatementCounter;
import org.jdbmail.testkit.database.TestDatabase;
import org.jdbmail.testkit.database.TestDatabases;
import org.jdbmail.webd.api.Api;
import org.jdbmail.webd.api.KeyOperations;
import org.jdbmail.webd.api.MailOperations;
import org.jdbmail.webd.api.Operations;
import org.jdbmail.webd.api.RuleOperations;
import org.jdbmail.webd.api.SharingOperations;
import org.jdbmail.webd.autoconfig.Autoconfiguration;
import org.jdbmail.webd.autoconfig.MailService;
import org.jdbmail.webd.http.Router;
import org.jdbmail.webd.page.AccountPages;
import org.jdbmail.webd.page.AliasPages;
import org.jdbmail.webd.page.AnswerPages;
import org.jdbmail.webd.page.DashboardPages;
import org.jdbmail.webd.page.DomainPages;
import org.jdbmail.webd.page.ExaminationPages;
import org.jdbmail.webd.page.Lookings;
import org.jdbmail.webd.page.MailPages;
import org.jdbmail.webd.page.OperationPages;
import org.jdbmail.webd.page.OwnPages;
import org.jdbmail.webd.page.PasswordGate;
import org.jdbmail.webd.page.RulePages;
import org.jdbmail.webd.page.ScriptPages;
import org.jdbmail.webd.page.SecurityPages;
import org.jdbmail.webd.page.ServerFacts;
import org.jdbmail.webd.page.SharingPages;
import org.jdbmail.webd.page.SignInPages;
import org.jdbmail.webd.page.TokenPages;
import org.jdbmail.webd.page.TrustPages;
import org.jdbmail.webd.page.UploadPages;
import org.jdbmail.webd.site.Files;
import org.jdbmail.webd.site.Front;
import org.jdbmail.webd.site.Site;

/** A web server with all pages over a database of its own, accounts for each role, and browsers for them. */
final class WebFixture implements AutoCloseable {
    static final String PASSWORD = "correct horse";

    private static final Pattern FORM_WORD = Pattern.compile("name=\"form_word\" value=\"([0-9a-f]{64})\"");

    private static final ServerFacts FACTS = new ServerFacts(
            () -> List.of(new ServerFacts.Finding("database", false, "does not answer <at all>")),
            () -> List.of(new ServerFacts.Setting("HTTP", "port", "10080", "", "Where the `web` server listens.")),
            () -> List.of(new ServerFacts.Certificate(
                    "/etc/mail.pem",
                    "CN=mail",
                    "mail.example.test",
                    Instant.now().plus(Duration.ofDays(3)))),
            () -> Map.of("imap", 4));

    private static final DomainRecords.Line RECORD = new DomainRecords.Line(
            "_dmarc.one.example", "TXT", DomainRecords.State.WRONG, true, "v=DMARC1; p=none", "v=<b>");

    final TestDatabase database = TestDatabases.create("sqlite");
    final StatementCounter counter = new StatementCounter();
    final SqlStore store;
    final Site site = new Site();
    final SignIns signIns;
    final Api api;
    final OwnAccount own;
    final OwnMail mail;
    private final Revocations revocations;
    private final WebServer server;

    WebFixture() throws IOException {
        // Nothing of what a page shows depends on how busy this machine is.
        this(FACTS, Duration.ofMinutes(1));
    }

    /** @param patience of pages with what takes its time to be found */
    WebFixture(ServerFacts facts, Duration patience) throws IOException {
        store = SqlStore.open(
                DatabaseConfig.of(database.url()), SqlStoreOptions.DEFAULT.withConnections(counter::around));
        InstantSource clock = InstantSource.system();
        revocations = new Revocations(store, Duration.ofMinutes(1));
        Authenticator authenticator = new Authenticator(
                store,
                new StoreDirectory(store, clock, Duration.ofSeconds(1)),
                new Passwords(),
                (source, hash) -> hash.getAsBoolean(),
                new Guard(new Guard.Rules(20, Duration.ofSeconds(60), Duration.ofMinutes(1)), address -> true, clock),
                new LoginOptions(
                        100, Duration.ofMillis(10), Set.of(), Map.of(), Set.of(), PasswordScheme.SHA256, false, false),
                new LoginJournal(store, false, clock),
                revocations,
                clock);
        SaslGate gate = new SaslGate(
                authenticator,
                new SaslGate.Methods(
                        "mail.example.test",
                        MechanismOffer.ofAnyPassword(),
                        new CertificateUsers(Map.of(), false),
                        Optional.empty()),
                true,
                address -> false);
        signIns = new SignIns(store, clock);
        PasswordRules rules = new PasswordRules(PasswordScheme.SHA256, false, PasswordRules.USUAL_LEAST);
        Files.addTo(site);
        PasswordGate passwords = new PasswordGate(gate);
        own = new OwnAccount(store, rules, clock);
        SieveOptions sieve = SieveOptions.usual("mail.example.test");
        ScriptAdmin scripts = new ScriptAdmin(store, new UserScripts(store, new ScriptCompiler(sieve), sieve), clock);
        new SignInPages(passwords, signIns).addTo(site);
        new UploadPages(new AccountUpload(store, rules, clock)).addTo(site);
        new AccountPages(new Accounts(store, rules, clock)).addTo(site);
        new AnswerPages(new AnswerAdmin(store, clock), new AnswerPages.Acts(true, false)).addTo(site);
        new DomainPages(new DomainAdmin(store, clock)).addTo(site);
        new AliasPages(new AliasAdmin(store, clock)).addTo(site);
        new OperationPages(new QueueAdmin(store, clock), new LoginAdmin(store, clock)).addTo(site);
        Lookings lookings = Lookings.of(store, facts, clock, patience);
        new DashboardPages(store, facts, lookings, clock).addTo(site);
        new ExaminationPages(store, lookings).addTo(site);
        new OwnPages(own, true).addTo(site);
        mail = new OwnMail(store, Duration.ofDays(7), clock);
        new MailPages(mail).addTo(site);
        new TrustPages(new DkimAdmin(store, clock), (domain, keys) -> List.of(RECORD)).addTo(site);
        new SecurityPages(own, passwords).addTo(site);
        new RulePages(scripts).addTo(site);
        new ScriptPages(scripts).addTo(site);
        new SharingPages(new Sharing(store, clock)).addTo(site);
        new TokenPages(own).addTo(site);
        Front front = new Front(signIns, new Front.Place(Optional.empty(), "", address -> false));
        Router router = new Router();
        site.addTo(router, front);
        api = new Api(
                store,
                Operations.of(List.of(
                        Operations.all(
                                own,
                                new Accounts(store, rules, clock),
                                new AliasAdmin(store, clock),
                                new DomainAdmin(store, clock),
                                new QueueAdmin(store, clock),
                                new LoginAdmin(store, clock)),
                        RuleOperations.all(scripts, new AnswerAdmin(store, clock)),
                        SharingOperations.all(new Sharing(store, clock), own, new Accounts(store, rules, clock)),
                        KeyOperations.all(new DkimAdmin(store, clock), (domain, keys) -> List.of(RECORD)),
                        MailOperations.all(
                                mail, new Accounts(store, rules, clock), new AccountUpload(store, rules, clock)))),
                clock);
        api.addTo(router, front);
        new Autoconfiguration(
                        "mail.example.test",
                        true,
                        List.of(
                                new MailService(MailService.Kind.IMAP, 993, true, true),
                                new MailService(MailService.Kind.IMAP, 143, false, true),
                                new MailService(MailService.Kind.SUBMISSION, 465, true, true),
                                new MailService(MailService.Kind.SIEVE, 4190, false, true)))
                .addTo(router);
        server = WebServer.start(
                WebOptions.usual(List.of(InetAddress.getLoopbackAddress()), 0, 300_000),
                head -> head.path().startsWith(Api.BASE) ? api.atTheDoor(head) : front.atTheDoor(head),
                request -> router.answer(Autoconfiguration.inOurCase(request)).orElseGet(() -> front.nowhere(request)));
    }

    int port() {
        return server.addresses().getFirst().getPort();
    }

    /** An account with an INBOX and the password of all. */
    long account(String login) {
        return store.write(tx -> {
            long id = tx.users().create(login, new Credential(PASSWORD, ""), 0, 0);
            tx.mailboxes().create(id, Mailbox.INBOX, null);
            return id;
        });
    }

    /** A message in a mailbox of an account. */
    void message(long mailbox, long user, String text) {
        store.deliver(
                PreparedMessage.prepare(MessageBytes.of(text.getBytes(StandardCharsets.UTF_8))),
                Instant.now(),
                List.of(Destination.plain(mailbox, user)));
    }

    long administrator(String login) {
        long id = account(login);
        store.write(tx -> {
            tx.web().setAdministrator(id, true);
            return id;
        });
        return id;
    }

    long domainAdministrator(String login, String domain) {
        long id = account(login);
        store.write(tx -> {
            tx.domains().put(new Domains.Domain(domain, "", 0, 0, 0));
            tx.domains().addAdministrator(domain, id);
            return id;
        });
        return id;
    }

    @Override
    public void close() {
        server.close();
        revocations.close();
        store.close();
        database.close();
    }

    /** What came. */
    record Got(int status, String body, Map<String, List<String>> headers) {
        String header(String name) {
            return headers.getOrDefault(name, List.of("")).getFirst();
        }
    }

    /** Somebody with a browser that keeps one session. */
    final class Browser {
        private final HttpClient client = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
        private String cookie = "";
        private String formWord = "";
        String language = "en";

        /** Signs in. */
        Browser signedIn(String login) {
            Got got = post("/login", "login", login, "password", PASSWORD);
            if (got.status() != 303) {
                throw new AssertionError(got.status() + " " + got.body());
            }
            return this;
        }

        HttpRequest.Builder to(String path) {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
                    .timeout(Duration.ofSeconds(30))
                    .header("Accept-Language", language);
            return cookie.isEmpty() ? request : request.header("Cookie", cookie);
        }

        Got send(HttpRequest.Builder request) {
            try {
                HttpResponse<String> response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
                response.headers()
                        .firstValue("set-cookie")
                        .filter(set -> set.startsWith("session="))
                        .ifPresent(set -> cookie = set.split(";", 2)[0].endsWith("=") ? "" : set.split(";", 2)[0]);
                Matcher word = FORM_WORD.matcher(response.body());
                if (word.find()) {
                    formWord = word.group(1);
                }
                return new Got(
                        response.statusCode(),
                        response.body(),
                        response.headers().map());
            } catch (IOException | InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        /** A page. */
        Got get(String path) {
            return send(to(path).GET());
        }

        /** Sends a form, as a page of ours would. */
        Got post(String path, String... fields) {
            List<String> all = new ArrayList<>(List.of("form_word", formWord()));
            all.addAll(List.of(fields));
            return send(to(path).header("Content-Type", "application/x-www-form-urlencoded")
                    .header("Origin", "http://127.0.0.1:" + port())
                    .header("Sec-Fetch-Site", "same-origin")
                    .POST(HttpRequest.BodyPublishers.ofString(encoded(all))));
        }

        /** What forms of this session bring along. */
        String formWord() {
            if (formWord.isEmpty() && !cookie.isEmpty()) {
                get("/account");
            }
            return formWord;
        }

        String cookie() {
            return cookie;
        }

        void setCookie(String other) {
            cookie = other;
        }
    }

    static String encoded(List<String> namesAndValues) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i + 1 < namesAndValues.size(); i += 2) {
            text.append(i == 0 ? "" : "&")
                    .append(URLEncoder.encode(namesAndValues.get(i), StandardCharsets.UTF_8))
                    .append('=')
                    .append(URLEncoder.encode(namesAndValues.get(i + 1), StandardCharsets.UTF_8));
        }
        return text.toString();
    }
}
