package org.jdbmail.sql.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.InMemoryListenerConfig;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldap.sdk.OperationType;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Set;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jdbmail.core.auth.LoginResult;
import org.jdbmail.core.delivery.Resolution;
import org.jdbmail.core.delivery.Target;
import org.jdbmail.core.ldap.LdapAccounts;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.settings.BadSettings;
import org.jdbmail.core.settings.LdapSettings;
import org.jdbmail.core.settings.Settings;
import org.jdbmail.core.store.Credential;
import org.jdbmail.core.store.Users;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Accounts in a directory, by DBMail's section {@code [LDAP]}. */
class LdapAccountsTest extends StoreContract {
    private static final String BASE = "dc=example,dc=test";
    private static final String READER = "cn=reader,dc=example,dc=test";

    @TempDir
    Path folder;

    private InMemoryDirectoryServer server;

    @BeforeEach
    void start() throws Exception {
        InMemoryDirectoryServerConfig config = new InMemoryDirectoryServerConfig(BASE);
        config.setSchema(null);
        config.addAdditionalBindCredentials(READER, "reads");
        // A search without a name finds nothing here: bind_dn and bind_pw count.
        config.setAuthenticationRequiredOperationTypes(Set.of(OperationType.SEARCH));
        config.setListenerConfigs(
                InMemoryListenerConfig.createLDAPConfig("x", InetAddress.getLoopbackAddress(), 0, null));
        server = new InMemoryDirectoryServer(config);
        server.add("dn: dc=example,dc=test", "objectClass: domain", "dc: example");
        server.add("dn: ou=people,dc=example,dc=test", "objectClass: organizationalUnit", "ou: people");
        person(
                "alice",
                5001,
                "mail: alice@example.test",
                "mail: a.liddell@example.test",
                "mailQuota: 1000000",
                "gidNumber: 7");
        person("bob", 5002, "mail: bob@example.test");
        person("nobody", 2, "mail: nobody@example.test");
        server.add(
                "dn: cn=team,dc=example,dc=test",
                "objectClass: dbmailForwardingAddress",
                "cn: team",
                "mail: team@example.test",
                "mailForwardingAddress: alice@example.test",
                "mailForwardingAddress: far@example.org");
        server.add("dn: cn=nonumber,dc=example,dc=test", "objectClass: x", "uid: nonumber", "userPassword: secret");
        server.startListening();
    }

    private void person(String name, int number, String... more) throws Exception {
        List<String> lines = new ArrayList<>(List.of(
                "dn: uid=" + name + ",ou=people,dc=example,dc=test",
                "objectClass: dbmailUser",
                "uid: " + name,
                "uidNumber: " + number,
                "userPassword: secret of " + name));
        lines.addAll(List.of(more));
        server.add(lines.toArray(String[]::new));
    }

    @AfterEach
    void stop() {
        server.shutDown(true);
    }

    private LdapAccounts accounts(String more) throws Exception {
        return accounts("ldap://127.0.0.1:1 ldap://127.0.0.1:" + server.getListenPort(), more);
    }

    private static LdapAccounts accounts(String uri, String more) throws Exception {
        return new LdapAccounts(
                LdapSettings.from(Settings.parse("dbmail.conf", """
                [DBMAIL]
                authdriver = ldap
                [LDAP]
                uri = %s
                base_dn = %s
                bind_dn = %s
                bind_pw = reads
                query_timeout = 5
                %s
                """.formatted(uri, BASE, READER, more))));
    }

    private static void assertDenied(ForeignLogins logins, String name, String password) {
        assertInstanceOf(LoginResult.Denied.class, logins.login(name, password), name + " " + password);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void whoCanBindIsInAndHasARowOfItsNumber(String name) throws Exception {
        try (LdapAccounts accounts = accounts("")) {
            ForeignLogins logins = new ForeignLogins(store(name), accounts);
            LoginResult.Accepted alice =
                    assertInstanceOf(LoginResult.Accepted.class, logins.login("ALICE", "secret of alice"));
            assertEquals(5001, alice.user().id());
            Users.Login row = store(name).read(tx -> tx.users().login("alice")).orElseThrow();
            // What DBMail's driver writes, and nothing made of the password.
            assertEquals(new Credential("UNUSED", "md5"), row.credential());
            assertEquals(1_000_000, row.user().quota());
            assertEquals(7, row.user().clientId());
            assertEquals(List.of(), store(name).read(tx -> tx.secrets().of(5001)));
            assertDenied(logins, "alice", "wrong");
            assertDenied(logins, "alice", "UNUSED");
            // RFC 4513 §5.1.2: a directory lets everybody in who gives a name and no password.
            assertDenied(logins, "alice", "");
            assertDenied(logins, "carol", "secret");
            assertDenied(logins, "nonumber", "secret");
            for (String filter : List.of("*", "a*", "alice)(uid=*", "\\61lice")) {
                assertDenied(logins, filter, "secret of alice");
            }
            server.modify(
                    "uid=alice,ou=people,dc=example,dc=test",
                    new Modification(ModificationType.REPLACE, "mailQuota", "2000000"));
            logins.login("alice", "secret of alice");
            assertEquals(
                    2_000_000,
                    store(name).read(tx -> tx.users().find(5001)).orElseThrow().quota());
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aNumberOfDbmailsOwnAccountsIsNobodys(String name) throws Exception {
        long own = store(name)
                .read(tx -> tx.users().find("__public__"))
                .orElseThrow()
                .id();
        person("thief", Math.toIntExact(own), "mail: thief@example.test");
        try (LdapAccounts accounts = accounts("")) {
            ForeignLogins logins = new ForeignLogins(store(name), accounts);
            assertDenied(logins, "thief", "secret of thief");
            assertInstanceOf(Resolution.Unknown.class, logins.resolve("thief@example.test"));
            assertTrue(store(name).read(tx -> tx.users().find("__public__")).isPresent());
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void addressesLeadToAccountsAndForwards(String name) throws Exception {
        try (LdapAccounts accounts = accounts("")) {
            ForeignLogins logins = new ForeignLogins(store(name), accounts);
            for (String address : List.of("bob@example.test", "BOB+box@Example.test", "bob")) {
                Resolution.Found found = assertInstanceOf(Resolution.Found.class, logins.resolve(address), address);
                assertEquals(List.of(5002L), ids(found));
            }
            assertEquals(
                    List.of(5001L),
                    ids(assertInstanceOf(Resolution.Found.class, logins.resolve("a.liddell@example.test"))));
            Resolution.Found team = assertInstanceOf(Resolution.Found.class, logins.resolve("team@example.test"));
            assertEquals(List.of(5001L), ids(team));
            assertEquals(1, team.forwards().size());
            assertInstanceOf(Resolution.Unknown.class, logins.resolve("carol@example.test"));
            assertTrue(accounts.hasDomain("example.test"));
            assertFalse(accounts.hasDomain("example.org"));
            assertInstanceOf(Resolution.Unknown.class, logins.resolve("*@example.test"));
        }
        try (LdapAccounts accounts = accounts("query_string = (&(objectClass=dbmailUser)(mail=%s))")) {
            ForeignLogins logins = new ForeignLogins(store(name), accounts);
            assertInstanceOf(Resolution.Found.class, logins.resolve("bob@example.test"));
            assertInstanceOf(Resolution.Unknown.class, logins.resolve("team@example.test"));
        }
    }

    private static List<Long> ids(Resolution.Found found) {
        return found.targets().stream().map(Target::user).map(user -> user.id()).toList();
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aSessionEndsWithItsEntry(String name) throws Exception {
        try (LdapAccounts accounts = accounts("")) {
            ForeignLogins logins = new ForeignLogins(store(name), accounts);
            List<String> ended = new ArrayList<>();
            for (String who : List.of("alice", "bob")) {
                LoginResult.Accepted in =
                        assertInstanceOf(LoginResult.Accepted.class, logins.login(who, "secret of " + who));
                in.open().whenRevoked(() -> ended.add(who));
            }
            logins.lookAround();
            assertEquals(List.of(), ended);
            server.delete("uid=bob,ou=people,dc=example,dc=test");
            logins.lookAround();
            assertEquals(List.of("bob"), ended);
        }
    }

    @Test
    void aDirectoryThatIsAwayIsTroubleOfOurs() throws Exception {
        try (LdapAccounts accounts = accounts("")) {
            ForeignLogins logins = new ForeignLogins(store("sqlite"), accounts);
            assertInstanceOf(LoginResult.Accepted.class, logins.login("bob", "secret of bob"));
            server.shutDown(true);
            assertEquals(
                    Reason.UNAVAILABLE,
                    assertThrows(Refusal.class, () -> logins.login("bob", "secret of bob"))
                            .reason());
            assertEquals(
                    Reason.UNAVAILABLE,
                    assertThrows(Refusal.class, () -> logins.resolve("bob@example.test"))
                            .reason());
        }
    }

    private static void assertUnavailable(LdapAccounts accounts) {
        assertEquals(
                Reason.UNAVAILABLE,
                assertThrows(Refusal.class, () -> accounts.byName("alice")).reason());
    }

    private static KeyStore keys(String host) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair pair = generator.generateKeyPair();
        X500Name name = new X500Name("CN=directory");
        Instant now = Instant.now();
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                name,
                BigInteger.TEN,
                Date.from(now.minusSeconds(3600)),
                Date.from(now.plusSeconds(3600)),
                name,
                pair.getPublic());
        builder.addExtension(
                Extension.subjectAlternativeName, false, new GeneralNames(new GeneralName(GeneralName.dNSName, host)));
        X509Certificate certificate = new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate())));
        KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(null, null);
        keys.setKeyEntry("directory", pair.getPrivate(), new char[0], new X509Certificate[] {certificate});
        return keys;
    }

    /** The server's certificate is its own authority. */
    @ParameterizedTest
    @CsvSource({"localhost, true", "directory.example.test, false"})
    void overTlsTheServerShowsACertificateForItsNameThatSomebodyVouchesFor(String host, boolean isRight)
            throws Exception {
        KeyStore keys = keys(host);
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, new char[0]);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        InMemoryDirectoryServerConfig config = new InMemoryDirectoryServerConfig(BASE);
        config.setSchema(null);
        config.addAdditionalBindCredentials(READER, "reads");
        config.setListenerConfigs(
                InMemoryListenerConfig.createLDAPSConfig("x", null, 0, context.getServerSocketFactory(), null));
        server.shutDown(true);
        server = new InMemoryDirectoryServer(config);
        server.add("dn: dc=example,dc=test", "objectClass: domain", "dc: example");
        server.add("dn: ou=people,dc=example,dc=test", "objectClass: organizationalUnit", "ou: people");
        person("alice", 5001, "mail: alice@example.test");
        server.startListening();
        Path authorities = Files.writeString(
                folder.resolve("directory.pem"),
                "-----BEGIN CERTIFICATE-----\n"
                        + Base64.getMimeEncoder()
                                .encodeToString(keys.getCertificate("directory").getEncoded())
                        + "\n-----END CERTIFICATE-----\n");
        String ldaps = "ldaps://localhost:" + server.getListenPort();
        try (LdapAccounts accounts = accounts(ldaps, "tls_cafile = " + authorities)) {
            if (!isRight) {
                assertUnavailable(accounts);
                return;
            }
            ForeignLogins logins = new ForeignLogins(store("sqlite"), accounts);
            assertInstanceOf(LoginResult.Accepted.class, logins.login("alice", "secret of alice"));
            assertDenied(logins, "alice", "wrong");
        }
        try (LdapAccounts accounts = accounts(ldaps, "")) {
            assertUnavailable(accounts);
        }
        Path none = folder.resolve("none.pem");
        assertThrows(BadSettings.class, () -> accounts("tls_cafile = " + none));
    }

    @ParameterizedTest
    @CsvSource({"subtree, true", "one, false", "base, false"})
    void theScopeIsKept(String scope, boolean isFound) throws Exception {
        try (LdapAccounts accounts = accounts("scope = " + scope)) {
            assertEquals(isFound, accounts.byName("bob").isPresent());
        }
    }
}
