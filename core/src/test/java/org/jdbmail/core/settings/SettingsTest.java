package org.jdbmail.core.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jdbmail.core.password.PasswordScheme;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reading DBMail's settings file: what counts, what is only noticed, and what stops the start. */
class SettingsTest {
    /** DBMail's way to say that the names of tables begin with nothing; a value that is missing is the default. */
    @Test
    void quotesStandForAnEmptyPrefixOfTables() throws BadSettings {
        assertEquals("", prefix("table_prefix = \"\""));
        assertEquals("dbmail_", prefix("table_prefix ="));
        assertEquals("mail_", prefix("table_prefix = mail_"));
        assertThrows(BadSettings.class, () -> prefix("table_prefix = \"x\""));
    }

    private static String prefix(String line) throws BadSettings {
        return DatabaseSettings.from(Settings.parse("dbmail.conf", "[DBMAIL]\ndburi = sqlite:///x\n" + line + "\n"))
                .tablePrefix();
    }

    @Test
    void aServicesOwnSectionOverridesTheGeneralOneAndCaseDoesNotMatter() throws BadSettings {
        Settings settings = parse("""
                [DBMAIL]
                dburi = sqlite:///var/lib/mail.db  # where it lies
                TIMEOUT = 400
                bindip = 0.0.0.0, ::1
                [IMAP]
                Timeout = 4000
                port = 1143
                [POP]
                bindip = 127.0.0.2
                """);
        assertEquals(Duration.ofSeconds(4000), NetworkSettings.imap(settings).timeout());
        assertEquals(Duration.ofSeconds(400), NetworkSettings.pop(settings).timeout());
        assertEquals(OptionalInt.of(1143), NetworkSettings.imap(settings).port());
        assertEquals(OptionalInt.of(110), NetworkSettings.pop(settings).port());
        assertEquals(
                List.of(InetAddress.ofLiteral("0.0.0.0"), InetAddress.ofLiteral("::1")),
                NetworkSettings.imap(settings).addresses());
        assertEquals(
                List.of(InetAddress.ofLiteral("127.0.0.2")),
                NetworkSettings.pop(settings).addresses());
        assertEquals(
                "sqlite:///var/lib/mail.db", DatabaseSettings.from(settings).url());
    }

    @Test
    void everyKeyOfDbmailsIsKnownAndThoseWithoutEffectAreNoticed() throws BadSettings {
        Settings settings = parse("""
                [DBMAIL]
                dburi = postgresql://dbmail:s%40cret@db.example.test:5433/mail?use-ssl=true
                authdriver =
                sortdriver = sieve
                library_directory = /usr/lib/dbmail
                table_prefix = mail_
                encoding = utf8
                default_msg_encoding = utf8
                max_db_connections = 20
                query_time_info = 10
                query_timeout = 200
                postmaster = postmaster@example.test
                sendmail = /usr/sbin/sendmail
                file_logging_levels = 31
                syslog_logging_levels = warning
                logfile = /var/log/dbmail/dbmail.log
                errorlog = /var/log/dbmail/dbmail.err
                effective_user = nobody
                effective_group = nogroup
                tls_cafile =
                tls_cert = /etc/ssl/mail.pem
                tls_key = /etc/ssl/mail.key
                authlog = yes
                login_timeout = 60
                hash_algorithm = SHA1
                [LMTP]
                port = 24
                [POP]
                pop_before_smtp = no
                [HTTP]
                port = 41380
                bindip = 127.0.0.1
                admin = admin:secret
                [IMAP]
                login_disabled = no
                max_message_size = 0xfffff
                mailbox_sync_deleted = 1
                [SIEVE]
                port = 4190
                [LDAP]
                port = 389
                base_dn = ou=People,dc=example,dc=com
                [DELIVERY]
                SIEVE = yes
                SUBADDRESS = no
                quota_failure = hard
                """);
        DatabaseSettings database = DatabaseSettings.from(settings);
        assertEquals("postgresql://dbmail:s%40cret@db.example.test:5433/mail?use-ssl=true", database.url());
        assertFalse(database.toString().contains("s%40cret"));
        assertEquals("mail_", database.tablePrefix());
        assertEquals(20, database.maxConnections());
        assertEquals(
                LoggingSettings.Level.WARNING, LoggingSettings.from(settings).level());
        assertEquals(
                Path.of("/etc/ssl/mail.key"),
                TlsFiles.from(settings).orElseThrow().pairs().getFirst().key());
        assertTrue(LoginSettings.from(settings).keepsLog());
        assertEquals(PasswordScheme.ARGON2ID, LoginSettings.from(settings).scheme());
        assertEquals(0xfffff, ImapSettings.from(settings).maxAppendOctets());
        assertFalse(ImapSettings.from(settings).loginNeedsTls());
        DeliverySettings delivery = DeliverySettings.from(settings);
        assertFalse(delivery.subaddress());
        assertEquals(DeliverySettings.QuotaFailure.HARD, delivery.quotaFailure());
        assertEquals(100L << 20, delivery.maxMessageOctets());
        List<Finding> idle = settings.findings().stream()
                .filter(finding -> finding.fate() == Finding.Fate.NO_EFFECT)
                .toList();
        assertTrue(idle.stream()
                .anyMatch(finding ->
                        finding.where().equals("dbmail.conf:4") && finding.key().equals("sortdriver")));
        assertTrue(idle.stream().noneMatch(finding -> finding.key().equals("tls_cafile")), "empty: nothing to notice");
        assertEquals(
                List.of("dbmail.conf: " + idle.size() + " settings have no effect; jdbmail config check lists them"),
                settings.notices());
        assertFalse(settings.findings().toString().contains("admin:secret"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            [DBMAIL]\\n\\ntimeout = soon     | dbmail.conf:3: [DBMAIL] timeout: the value must be seconds, from 31 to 86400
            [DBMAIL]\\ntimeout = 99999999999999999999 | dbmail.conf:2: [DBMAIL] timeout: the value must be seconds, from 31 to 86400
            [IMAP]\\nport = 70000            | dbmail.conf:2: [IMAP] port: the value must be a port from 1 to 65535, or 0 for none
            [DBMAIL]\\nauthlog = maybe       | dbmail.conf:2: [DBMAIL] authlog: the value must be `yes` or `no`
            [DBMAIL]\\nauthdriver = nis      | dbmail.conf:2: [DBMAIL] authdriver: the value must be `sql` or `ldap` or `queries`
            timeout = 60                     | dbmail.conf:1: a setting before the first [section]; begin the file with [DBMAIL]
            [DBMAIL]\\nrubbish               | dbmail.conf:2: this is neither a [section] nor a line of the form key = value
            [DBMAIL]\\nproxy_networks = 10.0.0.0/99 | dbmail.conf:2: [DBMAIL] proxy_networks: the value must be networks such as `10.0.0.0/8` or `::1`
            """)
    void whatCannotBeIsOneLineWithFileAndLine(String text, String message) {
        BadSettings bad = assertThrows(BadSettings.class, () -> parse(text.replace("\\n", "\n")));
        assertEquals(message, bad.getMessage());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            [IMAP]\\nprot = 143      | dbmail.conf:2: [IMAP] prot: there is no such setting; did you mean port?
            [DBMIAL]\\ndburi = x     | dbmail.conf:2: [DBMIAL] : there is no such section; did you mean [DBMAIL]?
            [LDAP]\\nhostnam = x     | dbmail.conf:2: [LDAP] hostnam: there is no such setting; did you mean hostname?
            [IMAP]\\nquite_other = 1 | dbmail.conf:2: [IMAP] quite_other: there is no such setting.
            [SMTP]\\nA = 1\\nB = 2   | dbmail.conf:2: [SMTP] : DBMail 2.2 had this section; what it was for is under [DELIVERY] now.
            """)
    void whatNobodyKnowsIsOneWarningWithTheNearestName(String text, String message) throws BadSettings {
        Settings settings = parse(text.replace("\\n", "\n"));
        assertEquals(List.of(message), settings.unknown());
        assertEquals(List.of(message + " It has no effect."), settings.notices());
    }

    /** All that DBMail has, with DBMail's defaults, as its sample file has them. */
    @Test
    void dbmailsStockFileIsOneLineOfNotice() throws BadSettings {
        StringBuilder file = new StringBuilder();
        for (Section section : Section.values()) {
            file.append('[').append(section).append("]\n");
            DbmailKeys.ALL.stream()
                    .filter(key -> key.section() == section)
                    .forEach(key -> file.append(key.name())
                            .append(" = ")
                            .append(key.ifAbsent())
                            .append('\n'));
        }
        Settings settings = parse(file.toString());
        assertEquals(List.of(), settings.unknown());
        assertEquals(1, settings.notices().size(), settings.notices().toString());
    }

    @Test
    void theEnvironmentComesBeforeTheFileAndSecretsMayLieInFiles(@TempDir Path folder) throws Exception {
        Path secret = Files.writeString(folder.resolve("secret"), "s3cret\n");
        Settings settings = parse("[DBMAIL]\ndburi = sqlite:///a\npass = old\n[IMAP]\nport = 1\n")
                .withEnvironment(Map.of(
                        "JDBMAIL_DBURI", "sqlite:///b",
                        "JDBMAIL_PASS_FILE", secret.toString(),
                        "JDBMAIL_IMAP_PORT", "2143",
                        "JDBMAIL_LOGFILE", "/var/log/x",
                        "JDBMAIL_CONFIG", "x",
                        "JDBMAIL_PROT", "7",
                        "PATH", "/bin"));
        assertEquals("sqlite:///b", DatabaseSettings.from(settings).url());
        assertEquals(Optional.of("s3cret"), DatabaseSettings.from(settings).password());
        assertEquals(OptionalInt.of(2143), NetworkSettings.imap(settings).port());
        assertEquals(
                Optional.of(Path.of("/var/log/x")),
                LoggingSettings.from(settings).file());
        assertEquals(
                List.of("environment: JDBMAIL_PROT: [DBMAIL] prot: there is no such setting; did you mean port?"),
                settings.unknown());
        Map<String, String> nowhere =
                Map.of("JDBMAIL_PASS_FILE", folder.resolve("none").toString());
        BadSettings bad =
                assertThrows(BadSettings.class, () -> Settings.defaults().withEnvironment(nowhere));
        assertEquals("environment: JDBMAIL_PASS_FILE: the file that it names cannot be read", bad.getMessage());
    }

    @Test
    void theSampleIsAFileThatCanBeUsedAndHasEverySetting() throws BadSettings {
        Settings settings = Settings.parse("sample", Sample.text());
        assertEquals(List.of(), settings.notices());
        assertEquals(
                "sqlite:///var/lib/jdbmail/mail.db",
                DatabaseSettings.from(settings).url());
        Settings all = Settings.parse("sample", Sample.text().replaceAll("(?m)^#(?=[a-z])", ""));
        assertEquals(List.of(), all.notices());
        assertEquals(Catalogue.settings().size(), all.findings().size());
        Sample.text().lines().forEach(line -> assertTrue(line.length() <= 140, line));
    }

    @Test
    void everyKeyOfDbmailsIsASettingOrHasAReasonWhyNot() {
        List<String> forgotten = DbmailKeys.ALL.stream()
                .filter(key -> Catalogue.look(key.section().name(), key.name()) instanceof Catalogue.Unknown)
                .map(DbmailKey::toString)
                .toList();
        assertEquals(List.of(), forgotten);
    }

    @Test
    void passwordsAreNotShown() throws BadSettings {
        Settings settings = parse("[DBMAIL]\ndburi = mysql://me:s3cret@h/db?password=s3cret\npass = s3cret\n");
        settings.effective()
                .forEach(one -> assertFalse(
                        SecretSettings.shown(one.setting(), one.value()).contains("s3cret"),
                        one.setting().name()));
        assertTrue(Differences.notGiven(settings).stream()
                .anyMatch(one -> one.name().equals("quota_failure")));
    }

    @Test
    void allThatIsWrongIsToldAtOnce() {
        BadSettings bad = assertThrows(BadSettings.class, () -> parse("[IMAP]\nprot = 1\nport = x\nport = 70000\n"));
        assertEquals(2, bad.getMessage().lines().count());
    }

    @Test
    void filesThatCannotBeReadAreToldApart(@TempDir Path folder) throws Exception {
        Path missing = folder.resolve("no.conf");
        assertEquals(
                missing + ": there is no such file; name the settings file with --config",
                assertThrows(BadSettings.class, () -> Settings.read(missing)).getMessage());
        assertTrue(assertThrows(BadSettings.class, () -> Settings.read(folder))
                .getMessage()
                .contains("this is a folder"));
        Path latin = Files.write(
                folder.resolve("latin.conf"), new byte[] {'#', (byte) 0xe9, '\n', '[', 'I', 'M', 'A', 'P', ']'});
        assertTrue(Settings.read(latin).notices().isEmpty());
    }

    @Test
    void theCommandLineComesBeforeTheFile() throws BadSettings {
        Settings settings = parse("[DBMAIL]\ndburi = sqlite:///a\n[IMAP]\nbindip = 127.0.0.9\n")
                .with(DatabaseSettings.DBURI, "jdbc:sqlite:/b");
        assertEquals("jdbc:sqlite:/b", DatabaseSettings.from(settings).url());
    }

    @Test
    void dbmailsDeprecatedFormOfADatabaseIsUnderstood() throws BadSettings {
        DatabaseSettings database = DatabaseSettings.from(
                parse("[DBMAIL]\ndriver = mysql\nhost = h\nsqlport = 3307\nuser = u\npass = p\ndb = d\n"));
        assertEquals("mysql://h:3307/d", database.url());
        assertEquals(Optional.of("u"), database.user());
        assertEquals(Optional.of("p"), database.password());
        assertThrows(BadSettings.class, () -> DatabaseSettings.from(parse("[DBMAIL]\nauthlog = no\n")));
        assertThrows(BadSettings.class, () -> TlsFiles.from(parse("[DBMAIL]\ntls_cert = /x\n")));
    }

    @Test
    void noKeyIsDeclaredTwice() {
        List<String> names = java.util.stream.Stream.concat(
                        Catalogue.settings().stream().map(s -> s.section() + " " + s.name()),
                        NotNeededKeys.ALL.stream().map(k -> k.section() + " " + k.name()))
                .toList();
        assertEquals(names.stream().distinct().count(), names.size());
    }

    private static Settings parse(String text) throws BadSettings {
        return Settings.parse("dbmail.conf", text);
    }
}
