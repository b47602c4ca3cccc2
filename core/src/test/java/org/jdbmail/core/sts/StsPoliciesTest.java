package org.jdbmail.core.sts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.jdbmail.core.dns.Dns;
import org.jdbmail.core.smtp.client.TlsPolicy;
import org.jdbmail.testkit.net.DnsServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Policies of domains (RFC 8461): what they say, how long they hold, and how they are fetched. */
@Timeout(60)
class StsPoliciesTest {
    private static final String ENFORCED =
            "version: STSv1\nmode: enforce\nmx: mx.d.test\nmx: *.e.test\nmax_age: 1000\n";

    @Test
    void aPolicyIsReadAsAWholeOrNotAtAll() {
        StsPolicy policy =
                StsPolicy.parse(ENFORCED + "other: thing\nmode: none\n").orElseThrow();
        assertEquals(StsPolicy.Mode.ENFORCE, policy.mode(), "the first counts");
        assertEquals(Duration.ofSeconds(1000), policy.kept());
        assertTrue(policy.names("MX.D.test"));
        assertTrue(policy.names("a.e.test"));
        for (String other : new String[] {"e.test", "a.b.e.test", "x.mx.d.test", ""}) {
            assertEquals(false, policy.names(other), other);
        }
        assertEquals(
                Duration.ofSeconds(31_557_600),
                StsPolicy.parse("version: STSv1\nmode: none\nmax_age: 9999999999\n")
                        .orElseThrow()
                        .kept());
        for (String wrong : new String[] {
            "",
            "<html>",
            "version: STSv2\nmode: enforce\nmx: a\nmax_age: 1\n",
            "version: STSv1\nmode: sometimes\nmx: a\nmax_age: 1\n",
            "version: STSv1\nmode: enforce\nmax_age: 1\n",
            "version: STSv1\nmode: enforce\nmx: a\nmax_age: soon\n"
        }) {
            assertEquals(Optional.empty(), StsPolicy.parse(wrong), wrong);
        }
    }

    @Test
    void whatWasFetchedHoldsAlsoWhereItIsTakenAway() throws IOException {
        AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
        AtomicReference<String> text = new AtomicReference<>(ENFORCED);
        AtomicInteger fetches = new AtomicInteger();
        try (DnsServer names = DnsServer.start()) {
            StsPolicies policies = new StsPolicies(
                    new Dns(Optional.of(names.address()), Duration.ofSeconds(2)),
                    domain -> {
                        fetches.incrementAndGet();
                        if (text.get().isEmpty()) {
                            throw new IOException("gone");
                        }
                        return text.get();
                    },
                    now::get);
            assertEquals(Optional.empty(), policies.of("none.test"));
            assertEquals(0, fetches.get(), "without a record nothing is fetched");
            names.add("_mta-sts.two.test", "TXT", "v=STSv1; id=a").add("_mta-sts.two.test", "TXT", "v=STSv1; id=b");
            assertEquals(Optional.empty(), policies.of("two.test"));
            names.add("_mta-sts.d.test", "TXT", "v=STSv1;  id = 20260101 ; x=y");
            names.add("_mta-sts.d.test", "TXT", "something else");
            assertTrue(policies.of("d.test").isPresent());
            assertTrue(policies.of("d.test").isPresent());
            assertEquals(1, fetches.get(), "fetched once");
        }
        // The name server has gone; so may the place.
        text.set("");
        AtomicInteger again = new AtomicInteger();
        try (DnsServer names = DnsServer.start()) {
            names.add("_mta-sts.d.test", "TXT", "v=STSv1; id=1");
            Dns dns = new Dns(Optional.of(names.address()), Duration.ofSeconds(2));
            StsPolicies policies = new StsPolicies(
                    dns,
                    domain -> {
                        if (again.getAndIncrement() > 0) {
                            throw new IOException("gone");
                        }
                        return ENFORCED;
                    },
                    now::get);
            assertTrue(policies.of("d.test").isPresent());
            names.remove("_mta-sts.d.test");
            now.set(now.get().plusSeconds(900));
            assertTrue(policies.of("d.test").isPresent(), "it holds for as long as it says");
            now.set(now.get().plusSeconds(200));
            assertEquals(
                    false,
                    policies.of("d.test").isPresent() && again.get() == 1,
                    "after that it has to be fetched anew");
        }
    }

    @Test
    void aPolicyIsFetchedFromItsPlaceAlone() throws Exception {
        SSLContext server = SSLContext.getInstance("TLS");
        Path certificates = Path.of(System.getProperty("basedir", ""), "src/test/resources/certificates");
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(certificates.resolve("server.p12"))) {
            keys.load(in, "changeit".toCharArray());
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, "changeit".toCharArray());
        server.init(factory.getKeyManagers(), null, null);
        CountDownLatch end = new CountDownLatch(1);
        HttpsServer https = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        https.setHttpsConfigurator(new HttpsConfigurator(server));
        https.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        https.createContext("/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            switch (path) {
                case "/moved" -> {
                    exchange.getResponseHeaders().add("Location", "/right");
                    exchange.sendResponseHeaders(302, -1);
                }
                case "/right" -> {
                    byte[] body = ENFORCED.getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(200, body.length);
                    exchange.getResponseBody().write(body);
                }
                case "/large" -> {
                    exchange.sendResponseHeaders(200, 0);
                    exchange.getResponseBody().write(new byte[100_000]);
                }
                case "/slow" -> {
                    exchange.sendResponseHeaders(200, 0);
                    exchange.getResponseBody().write('v');
                    exchange.getResponseBody().flush();
                    await(end);
                }
                default -> exchange.sendResponseHeaders(404, -1);
            }
            exchange.close();
        });
        https.start();
        try {
            SSLContext trusting = TlsPolicy.context(Optional.of(certificates.resolve("authority.pem")));
            int port = https.getAddress().getPort();
            HttpsFetcher fetcher = new HttpsFetcher(
                    trusting, Duration.ofSeconds(3), path -> URI.create("https://localhost:" + port + "/" + path));
            assertEquals(ENFORCED, fetcher.fetch("right"));
            for (String wrong : new String[] {"moved", "large", "slow", "missing", "not a name"}) {
                assertThrows(IOException.class, () -> fetcher.fetch(wrong), wrong);
            }
            HttpsFetcher suspicious = new HttpsFetcher(
                    TlsPolicy.context(Optional.empty()),
                    Duration.ofSeconds(3),
                    path -> URI.create("https://localhost:" + port + "/" + path));
            assertThrows(IOException.class, () -> suspicious.fetch("right"), "nobody vouches for it");
        } finally {
            end.countDown();
            https.stop(0);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
