package org.jdbmail.cli.serve;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jdbmail.cli.Fixture;
import org.jdbmail.cli.start.Opening;
import org.jdbmail.core.settings.Settings;
import org.jdbmail.core.store.Store;
import org.jdbmail.testkit.net.Eventually;
import org.jdbmail.testkit.net.FreePort;
import org.jdbmail.testkit.net.LineClient;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Behind a proxy that says whose client it is (PROXY, version 1), the log of logins has that client, at every front where people log in. */
class ProxiedLoginsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String PLAIN = "AGFsaWNlAHNlY3JldA==";

    @TempDir
    private Path folder;

    private Fixture fixture = new Fixture("");

    @BeforeEach
    void makeAnAccount() {
        fixture = new Fixture("jdbc:sqlite:" + folder.resolve("mail.db"));
        try (Store store = fixture.open()) {
            Fixture.account(store, "alice");
        }
        fixture.execute("UPDATE dbmail_users SET passwd = 'secret', encryption_type = '' WHERE userid = 'alice'");
    }

    private Servers serve() throws Exception {
        Path conf = Files.writeString(folder.resolve("dbmail.conf"), """
                [DBMAIL]
                dburi = sqlite://%s/mail.db
                bindip = 127.0.0.1
                authlog = yes
                proxy_networks = 127.0.0.1
                [IMAP]
                port = %d
                [POP]
                port = %d
                [SIEVE]
                port = %d
                """.formatted(
                        folder, FreePort.next(), FreePort.next(), FreePort.next()));
        Opening opening = new Opening(Optional.empty());
        Settings read = opening.settings(Optional.of(conf), Optional.empty());
        return Servers.start(
                read,
                opening.store(read),
                Set.of(Service.IMAP, Service.POP3, Service.SIEVE),
                (service, network) -> network,
                WebServing.Wish.NONE);
    }

    private static InetSocketAddress address(Servers servers, Service service) {
        return servers.open().stream()
                .filter(open -> open.service() == service)
                .findFirst()
                .orElseThrow()
                .listener()
                .addresses()
                .stream()
                .map(InetSocketAddress.class::cast)
                .findFirst()
                .orElseThrow();
    }

    private void log(String address, String service, String status) throws Exception {
        Eventually.isTrue(
                PATIENCE,
                service + " from " + address,
                () -> fixture.ask("SELECT count(*) FROM dbmail_authlog WHERE src_ip = '" + address + "' AND service = '"
                                + service + "' AND " + status)
                        .equals("1"));
    }

    private static void dialogue(InetSocketAddress server, String client, String greeting, String... words)
            throws IOException {
        try (LineClient one = LineClient.connect(server)) {
            one.send("PROXY TCP4 " + client + " 192.0.2.1 4711 143");
            one.readUntil(greeting);
            for (int i = 0; i < words.length; i += 2) {
                one.send(words[i]);
                one.readUntil(words[i + 1]);
            }
        }
    }

    @Test
    void theClientOfAProxyIsInTheLog() throws Exception {
        try (Servers servers = serve()) {
            dialogue(address(servers, Service.IMAP), "192.0.2.55", "* OK", "a LOGIN alice secret", "a OK");
            log("192.0.2.55", "imap", "status <> 'failed'");
            dialogue(address(servers, Service.IMAP), "192.0.2.56", "* OK", "a LOGIN alice wrong", "a NO");
            log("192.0.2.56", "imap", "status = 'failed'");
            dialogue(address(servers, Service.POP3), "192.0.2.57", "+OK", "USER alice", "+OK", "PASS secret", "+OK");
            log("192.0.2.57", "pop3", "status <> 'failed'");
            dialogue(
                    address(servers, Service.SIEVE),
                    "192.0.2.58",
                    "OK",
                    "AUTHENTICATE \"PLAIN\" \"" + PLAIN + "\"",
                    "OK");
            log("192.0.2.58", "sieve", "status <> 'failed'");
            // From a proxy nobody comes without a header.
            try (LineClient one = LineClient.connect(address(servers, Service.IMAP))) {
                one.send("a LOGIN alice secret");
                assertTrue(one.isClosedByServer());
            }
        }
    }
}
