package org.jdbmail.cli.serve;

import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jdbmail.cli.start.Failure;
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
import org.jdbmail.core.dns.Dns;
import org.jdbmail.core.origin.DomainRecords;
import org.jdbmail.core.settings.AnswerSettings;
import org.jdbmail.core.settings.BadSettings;
import org.jdbmail.core.settings.DatabaseSettings;
import org.jdbmail.core.settings.HttpSettings;
import org.jdbmail.core.settings.LoginSettings;
import org.jdbmail.core.settings.SaslSettings;
import org.jdbmail.core.settings.SendingSettings;
import org.jdbmail.core.settings.Settings;
import org.jdbmail.core.store.DkimKeys.DkimKey;
import org.jdbmail.core.store.Store;
import org.jdbmail.core.sts.PolicyFetcher;
import org.jdbmail.webd.api.Api;
import org.jdbmail.webd.api.KeyOperations;
import org.jdbmail.webd.api.MailOperations;
import org.jdbmail.webd.api.Operations;
import org.jdbmail.webd.api.RuleOperations;
import org.jdbmail.webd.api.SharingOperations;
import org.jdbmail.webd.autoconfig.Autoconfiguration;
import org.jdbmail.webd.dbmail.Access;
import org.jdbmail.webd.http.Router;
import org.jdbmail.webd.http.WebAnswer;
import org.jdbmail.webd.http.WebRequest;
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

/** The pages of a web server, made from the settings. */
final class WebSite {
    /** What the paths of pages begin with; every other is one of DBMail's. */
    private static final List<String> ROOTS = List.of(
            "admin",
            "account",
            "api",
            "autodiscover",
            "language",
            "login",
            "logout",
            "mail",
            "setup",
            "static",
            ".well-known");

    /** Somebody looks at a page meanwhile. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private WebSite() {}

    /** Who stands before the pages, and before what programs ask for. */
    record Doors(Front front, Api api) {
        /** Turns a large request away whose head shows that it would not be taken. */
        Optional<WebAnswer> atTheDoor(WebRequest head, Access access) {
            if (head.path().startsWith(Api.BASE + "/")) {
                return api.atTheDoor(head);
            }
            return isOfPages(head.path()) ? front.atTheDoor(head) : access.atTheDoor(head);
        }
    }

    /** Whether a path would be one of a page. */
    static boolean isOfPages(String path) {
        return ROOTS.stream().anyMatch(root -> path.equals("/" + root) || path.startsWith("/" + root + "/"));
    }

    /**
     * Adds them.
     *
     * @param hostname our own name
     * @param sessions open connections by protocol
     */
    static Doors addTo(
            Router router,
            Settings settings,
            Store store,
            Logins logins,
            String hostname,
            Supplier<Map<String, Integer>> sessions)
            throws Failure {
        HttpSettings http = HttpSettings.from(settings);
        InstantSource clock = InstantSource.system();
        PasswordRules rules = new PasswordRules(
                LoginSettings.from(settings).scheme(),
                SaslSettings.from(settings).keys() != SaslSettings.Keys.NEVER,
                PasswordRules.USUAL_LEAST,
                logins.areElsewhere());
        SignIns signIns = new SignIns(store, clock);
        PasswordGate passwords = new PasswordGate(logins.gate(true));
        OwnAccount own = new OwnAccount(store, rules, clock);
        ScriptAdmin scripts = new ScriptAdmin(store, Sieving.scripts(settings, store, hostname), clock);
        Site site = Files.addTo(new Site());
        new SignInPages(passwords, signIns).addTo(site);
        new UploadPages(new AccountUpload(store, rules, clock)).addTo(site);
        new AccountPages(new Accounts(store, rules, clock)).addTo(site);
        AnswerSettings acting = AnswerSettings.from(settings);
        new AnswerPages(new AnswerAdmin(store, clock), new AnswerPages.Acts(acting.replies(), acting.notifies()))
                .addTo(site);
        new DomainPages(new DomainAdmin(store, clock)).addTo(site);
        new AliasPages(new AliasAdmin(store, clock)).addTo(site);
        new OperationPages(new QueueAdmin(store, clock), new LoginAdmin(store, clock)).addTo(site);
        ServerFacts facts = WebFacts.of(settings, sessions);
        Lookings lookings = Lookings.of(store, facts, clock, Lookings.PATIENCE);
        new DashboardPages(store, facts, lookings, clock).addTo(site);
        new ExaminationPages(store, lookings).addTo(site);
        new OwnPages(own, acting.replies()).addTo(site);
        OwnMail mail = new OwnMail(store, recoverable(settings), clock);
        new MailPages(mail).addTo(site);
        PolicyFetcher policies = Policies.of(settings, PATIENCE);
        Dns dns = new Dns(SendingSettings.from(settings).resolver(), PATIENCE);
        BiFunction<String, List<DkimKey>, List<DomainRecords.Line>> records =
                (domain, keys) -> DomainRecords.check(dns, hostname, domain, keys, policies, clock);
        new TrustPages(new DkimAdmin(store, clock), records).addTo(site);
        new SecurityPages(own, passwords).addTo(site);
        new RulePages(scripts).addTo(site);
        new ScriptPages(scripts).addTo(site);
        new SharingPages(new Sharing(store, clock)).addTo(site);
        new TokenPages(own).addTo(site);
        Front front = new Front(
                signIns,
                new Front.Place(
                        http.url().map(URI::getRawAuthority),
                        http.url().map(WebSite::base).orElse(""),
                        Logins.within(http.proxies())));
        site.addTo(router, front);
        Api api = new Api(
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
                        KeyOperations.all(new DkimAdmin(store, clock), records),
                        MailOperations.all(
                                mail, new Accounts(store, rules, clock), new AccountUpload(store, rules, clock)))),
                clock);
        api.addTo(router, front);
        new Autoconfiguration(
                        MailServices.host(settings),
                        http.loginName() == HttpSettings.LoginName.ADDRESS,
                        MailServices.of(settings))
                .addTo(router);
        return new Doors(front, api);
    }

    private static Duration recoverable(Settings settings) throws Failure {
        try {
            return DatabaseSettings.from(settings).recoverable();
        } catch (BadSettings e) {
            throw new Failure(Failure.CONFIGURATION, String.valueOf(e.getMessage()), e);
        }
    }

    private static String base(URI url) {
        String path = url.getRawPath() == null ? "" : url.getRawPath();
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }
}
