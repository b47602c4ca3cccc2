package org.jdbmail.core.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbmail.core.reception.ReceptionOptions;
import org.jdbmail.core.reception.Restriction;
import org.jdbmail.core.table.TableName;

/**
 * What mail is taken by SMTP, from whom and for whom.
 *
 * @param trustedNetworks from where mail for anywhere is taken
 * @param fingerprints SHA-256 of certificates whose owners may send anywhere
 * @param isOpen whether everyone may send anywhere
 * @param localDomains domains whose addresses are here; empty for those of aliases and accounts
 * @param aliasDomains domains that stand for others
 * @param relayDomains domains whose mail is sent on to their own servers
 * @param localTables tables of such local domains
 * @param relayTables tables of domains whose mail is sent on
 * @param postmaster who gets what is for a postmaster that nobody is
 * @param aliases a file of aliases of this machine
 * @param logsIn whether users may log in on port 25 too
 * @param submissionNeedsTls whether a user's password is refused in the clear, where TLS is offered
 * @param limits what one client may do in a minute
 * @param restrictions lists of words that are carried out for each recipient
 * @param ownSenders whether users send as themselves only
 * @param maxRecipients recipients of one message at a time
 * @param maxErrors mistakes after which a connection is closed
 * @param maxMessages messages of one connection
 * @param xclientNetworks from where XCLIENT and XFORWARD are believed
 * @param minFree octets that must be free on disks; 0 for a share of the largest message
 */
public record ReceptionSettings(
        List<String> trustedNetworks,
        Set<String> fingerprints,
        boolean isOpen,
        Set<String> localDomains,
        Map<String, String> aliasDomains,
        Set<String> relayDomains,
        Optional<TableName> localTables,
        Optional<TableName> relayTables,
        String postmaster,
        Optional<Path> aliases,
        boolean logsIn,
        boolean submissionNeedsTls,
        ReceptionOptions.Limits limits,
        ReceptionOptions.Restricted restrictions,
        boolean ownSenders,
        int maxRecipients,
        int maxErrors,
        int maxMessages,
        List<String> xclientNetworks,
        long minFree) {
    private static final Setting<List<String>> MYNETWORKS = new Setting<>(
            Section.SMTPD,
            "mynetworks",
            NetworkSettings.networks(),
            "127.0.0.0/8 ::1",
            "From where mail for anywhere is taken without a login, and nothing is limited by the minute.");
    private static final Setting<List<String>> CLIENT_CERTIFICATES = new Setting<>(
            Section.SMTPD,
            "relay_clientcerts",
            SettingType.listOf(
                    "SHA-256 of certificates, 64 hexadecimal digits each, colons between them or not", word -> {
                        String digits = word.replace(":", "").toLowerCase(Locale.ROOT);
                        if (!digits.matches("[0-9a-f]{64}")) {
                            throw new IllegalArgumentException();
                        }
                        return digits;
                    }),
            "",
            "Who shows one of these certificates may send mail anywhere. Needs `tls_client_ca`.");
    private static final Setting<Boolean> OPEN = new Setting<>(
            Section.SMTPD,
            "relay_for_everyone",
            SettingType.yesNo(),
            "no",
            "Whether mail for anywhere is taken from anyone. Such a server is used by senders of spam within hours, and refused by"
                    + " everyone else soon after.");
    private static final SettingType<List<String>> DOMAINS = SettingType.listOf(
            "domains, or tables whose keys are domains, with blanks or commas between them",
            ReceptionSettings::domainOrTable);
    private static final Setting<List<String>> LOCAL = new Setting<>(
            Section.SMTPD,
            "local_domains",
            DOMAINS,
            "",
            "The domains whose addresses are accounts and aliases here; `.example.org` is all below it. Without any, every domain is"
                    + " local that an alias or the name of an account has, as with DBMail. `hostname` always is.");
    private static final Setting<List<Map.Entry<String, String>>> ALIAS = new Setting<>(
            Section.SMTPD,
            "alias_domains",
            SettingType.listOf("`domain=other` with blanks or commas between them", word -> {
                int equals = word.indexOf('=');
                return Map.entry(domain(word.substring(0, equals)), domain(word.substring(equals + 1)));
            }),
            "",
            "Domains all of whose addresses are those of another domain.");
    private static final Setting<List<String>> RELAYED = new Setting<>(
            Section.SMTPD,
            "relay_domains",
            DOMAINS,
            "",
            "Domains whose mail is taken and sent on to their own servers: this server is a backup for them, or a gate before them.");
    private static final Setting<String> POSTMASTER = new Setting<>(
            Section.SMTPD,
            "postmaster_account",
            SettingType.text(),
            "",
            "Who gets mail for `postmaster` where no alias or account of that name does. Without, an alias or account `root`, or else"
                    + " the first account that there is.");
    private static final Setting<Optional<Path>> ALIASES = new Setting<>(
            Section.SMTPD,
            "alias_file",
            NetworkSettings.path().orNone(),
            "",
            "Aliases of this machine in the form of `/etc/aliases`, for names that the database does not have: addresses, names,"
                    + " `|command`, `/file` and `:include:/file`. They hold for `hostname`, `localhost` and addresses without a domain.");
    private static final Setting<Boolean> LOGINS = new Setting<>(
            Section.SMTPD,
            "logins",
            SettingType.yesNo(),
            "no",
            "Whether users may also log in on the port of other servers. They belong to the ports under `[SUBMISSION]`.");
    private static final Setting<Boolean> LOGIN_DISABLED = new Setting<>(
            Section.SUBMISSION,
            "login_disabled",
            SettingType.yesNo(),
            "yes",
            "Whether passwords are refused before TLS, where TLS is offered; not for `plaintext_networks`.");
    private static final Setting<Integer> CONNECTION_RATE =
            rate("connection_rate_limit", "60", "Connections that one address may open in a minute; 0 for any number.");
    private static final Setting<Integer> MESSAGE_RATE =
            rate("message_rate_limit", "300", "Messages that one address may begin in a minute; 0 for any number.");
    private static final Setting<Integer> RECIPIENT_RATE =
            rate("recipient_rate_limit", "1000", "Recipients that one address may name in a minute; 0 for any number.");
    private static final Setting<Integer> ERROR_RATE = rate(
            "error_rate_limit",
            "100",
            "Mistakes that one address may make in a minute, recipients that are unknown among them; 0 for any number.");
    private static final Setting<Integer> ACCOUNT_RATE = new Setting<>(
            Section.SUBMISSION,
            "account_recipient_limit",
            SettingType.number(0, 1_000_000),
            "1000",
            "Recipients that one account may name in an hour; 0 for any number.");
    private static final Setting<Boolean> OWN_SENDERS = new Setting<>(
            Section.SUBMISSION,
            "own_senders_only",
            SettingType.yesNo(),
            "yes",
            "Whether who logs in may send only as addresses that deliver to his account, in MAIL FROM and in the field From.");
    private static final SettingType<List<Restriction>> RESTRICTIONS =
            new SettingType<>("words of Postfix's restrictions with blanks or commas between them", Restriction::parse);
    private static final Setting<List<Restriction>> CLIENT = restrictions("client_restrictions", "", "of the client");
    private static final Setting<List<Restriction>> HELO =
            restrictions("helo_restrictions", "", "of how a client calls itself");
    private static final Setting<List<Restriction>> SENDER = restrictions("sender_restrictions", "", "of the sender");
    private static final Setting<List<Restriction>> RECIPIENT = restrictions(
            "recipient_restrictions",
            "permit_mynetworks, permit_sasl_authenticated, reject_non_fqdn_recipient",
            "of the recipient");
    private static final Setting<String> POLICY_ACTION = new Setting<>(
            Section.SMTPD,
            "policy_service_default_action",
            new SettingType<>("an action of access(5)", Restriction::action),
            "451 4.3.5 what looks at mail here is away, come again later",
            "What is done where a service of `check_policy_service` is away, takes too long, or answers nonsense: `DUNNO` goes on without"
                    + " it. `check_policy_service { inet:127.0.0.1:10023 default_action=DUNNO }` says it of one alone.");
    private static final Setting<Duration> POLICY_TIMEOUT = new Setting<>(
            Section.SMTPD,
            "policy_service_timeout",
            SettingType.seconds(1, 3600),
            "30",
            "How long a service of `check_policy_service` may take with an answer; `timeout=` in braces says it of one alone.");
    private static final Setting<Integer> MAX_RECIPIENTS = new Setting<>(
            Section.SMTPD,
            "max_recipients",
            SettingType.number(100, 100_000),
            "1000",
            "Recipients of one message at a time; those beyond are told to come in another (452).");
    private static final Setting<Integer> MAX_ERRORS = new Setting<>(
            Section.SMTPD,
            "hard_error_limit",
            SettingType.number(1, 10_000),
            "20",
            "Mistakes of a client after which its connection is closed.");
    private static final Setting<Integer> MAX_MESSAGES = new Setting<>(
            Section.SMTPD,
            "max_messages",
            SettingType.number(1, 1_000_000),
            "1000",
            "Messages of one connection; then the client is told to open another.");
    private static final Setting<List<String>> XCLIENT = new Setting<>(
            Section.SMTPD,
            "xclient_networks",
            NetworkSettings.networks(),
            "",
            "From where XCLIENT and XFORWARD, by which a proxy or filter tells whose message it hands on, are offered and believed.");

    private static final Setting<Long> MIN_FREE = new Setting<>(
            Section.SMTPD,
            "queue_minfree",
            SettingType.octets(0, 1L << 50),
            "0",
            "What must be free on the disks that mail comes to lie on (the folder for temporary files, and that of an SQLite database), or no more is"
                    + " taken (452); 0 for one and a half times the largest message.");

    static final List<Setting<?>> ALL = List.of(
            MYNETWORKS,
            CLIENT_CERTIFICATES,
            OPEN,
            LOCAL,
            ALIAS,
            RELAYED,
            POSTMASTER,
            ALIASES,
            LOGINS,
            LOGIN_DISABLED,
            CONNECTION_RATE,
            MESSAGE_RATE,
            RECIPIENT_RATE,
            ERROR_RATE,
            ACCOUNT_RATE,
            CLIENT,
            HELO,
            SENDER,
            RECIPIENT,
            POLICY_ACTION,
            POLICY_TIMEOUT,
            OWN_SENDERS,
            MAX_RECIPIENTS,
            MAX_ERRORS,
            MAX_MESSAGES,
            XCLIENT,
            MIN_FREE);

    /** What was chosen. */
    public static ReceptionSettings from(Settings settings) {
        Map<String, String> aliases = new HashMap<>();
        settings.get(ALIAS).forEach(each -> aliases.put(each.getKey(), each.getValue()));
        return new ReceptionSettings(
                settings.get(MYNETWORKS),
                Set.copyOf(settings.get(CLIENT_CERTIFICATES)),
                settings.get(OPEN),
                domains(settings.get(LOCAL)),
                Map.copyOf(aliases),
                domains(settings.get(RELAYED)),
                tables(settings.get(LOCAL)),
                tables(settings.get(RELAYED)),
                settings.get(POSTMASTER),
                settings.get(ALIASES),
                settings.get(LOGINS),
                settings.get(LOGIN_DISABLED),
                new ReceptionOptions.Limits(
                        settings.get(CONNECTION_RATE),
                        settings.get(MESSAGE_RATE),
                        settings.get(RECIPIENT_RATE),
                        settings.get(ERROR_RATE),
                        settings.get(ACCOUNT_RATE)),
                new ReceptionOptions.Restricted(
                        settings.get(CLIENT),
                        settings.get(HELO),
                        settings.get(SENDER),
                        settings.get(RECIPIENT),
                        settings.get(POLICY_TIMEOUT),
                        settings.get(POLICY_ACTION)),
                settings.get(OWN_SENDERS),
                settings.get(MAX_RECIPIENTS),
                settings.get(MAX_ERRORS),
                settings.get(MAX_MESSAGES),
                settings.get(XCLIENT),
                settings.get(MIN_FREE));
    }

    /** Whether this server is a site's mail server, and not behind one: whether it listens for SMTP at all. */
    public static boolean isMailServer(Settings settings) {
        NetworkSettings transfer = NetworkSettings.smtp(settings);
        NetworkSettings submission = NetworkSettings.submission(settings);
        return transfer.port().isPresent()
                || transfer.socket().isPresent()
                || submission.port().isPresent()
                || submission.tlsPort().isPresent();
    }

    private static Setting<List<Restriction>> restrictions(String name, String ifAbsent, String what) {
        return new Setting<>(
                Section.SMTPD,
                name,
                RESTRICTIONS,
                ifAbsent,
                "What must be true " + what
                        + ", in Postfix's words; `greylist` is one of our own. Relaying is decided apart, whatever"
                        + " stands here.");
    }

    private static Setting<Integer> rate(String name, String ifAbsent, String prose) {
        return new Setting<>(Section.SMTPD, name, SettingType.number(0, 1_000_000), ifAbsent, prose);
    }

    private static String domainOrTable(String word) {
        return isTable(word) ? TableName.parse(word).toString() : domain(word);
    }

    private static boolean isTable(String word) {
        return word.indexOf(':') >= 0;
    }

    private static Set<String> domains(List<String> words) {
        return words.stream().filter(word -> !isTable(word)).collect(Collectors.toUnmodifiableSet());
    }

    private static Optional<TableName> tables(List<String> words) {
        List<String> all = words.stream().filter(ReceptionSettings::isTable).toList();
        return all.isEmpty() ? Optional.empty() : Optional.of(TableName.parse(String.join(",", all)));
    }

    private static String domain(String word) {
        if (!word.matches("\\.?[^\\s.@:/]+(\\.[^\\s.@:/]+)*")) {
            throw new IllegalArgumentException();
        }
        return word;
    }
}
