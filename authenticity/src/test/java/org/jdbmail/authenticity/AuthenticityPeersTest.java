package org.jdbmail.authenticity;

import static org.jdbmail.authenticity.GeneratedMail.body;
import static org.jdbmail.authenticity.GeneratedMail.bytes;
import static org.jdbmail.authenticity.GeneratedMail.octets;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jdbmail.authenticity.arc.ArcResult;
import org.jdbmail.authenticity.arc.ArcSealer;
import org.jdbmail.authenticity.arc.ArcVerifier;
import org.jdbmail.authenticity.dkim.Algorithm;
import org.jdbmail.authenticity.dkim.DkimResult;
import org.jdbmail.authenticity.dkim.DkimSigner;
import org.jdbmail.authenticity.dkim.DkimVerifier;
import org.jdbmail.authenticity.dkim.SignatureOutcome;
import org.jdbmail.authenticity.dkim.SigningKey;
import org.jdbmail.authenticity.field.HeaderBlock;
import org.jdbmail.authenticity.field.RawField;
import org.jdbmail.authenticity.results.AuthenticationResults;
import org.jdbmail.authenticity.results.AuthenticationResults.Method;
import org.jdbmail.authenticity.results.AuthenticationResults.Property;
import org.jdbmail.authenticity.spf.SpfChecker;
import org.jdbmail.authenticity.spf.SpfQuery;
import org.jdbmail.mime.bytes.MessageBytes;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Other programs and we think the same of generated messages, which both have signed, some of them changed afterwards: dkimpy for DKIM and ARC, pyspf,
 * authres. 50 messages, or as many as {@code -Djdbmail.authenticity.messages} says.
 */
@Tag("full")
class AuthenticityPeersTest {
    private static final int MESSAGES = Integer.getInteger("jdbmail.authenticity.messages", 50);
    private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");
    private static final Pattern SAID = Pattern.compile("\"([a-z]+/[^\"]+)\": \\[([^\\]]*)\\]");

    @TempDir
    private Path folder;

    private final Random random = new Random(22);
    private final FakeDns dns = new FakeDns();
    private final Map<String, String> records = new TreeMap<>();
    private final SigningKey rsa = SigningKey.generate(Algorithm.RSA_SHA256, 1024);
    private final SigningKey ed = SigningKey.generate(Algorithm.ED25519_SHA256, 0);

    private static String quoted(String text) {
        StringBuilder all = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            all.append(
                    c < ' ' || c > 126 || c == '"' || c == '\\' ? String.format(Locale.ROOT, "\\u%04x", (int) c) : c);
        }
        return all.append('"').toString();
    }

    private static String list(List<String> texts) {
        return texts.stream().map(AuthenticityPeersTest::quoted).collect(Collectors.joining(",", "[", "]"));
    }

    private void record(String name, String text) {
        records.put(name, text);
        dns.add(name, "TXT", text);
    }

    @Test
    void weAgree() throws Exception {
        for (String each : List.of("plain", "ours", "sealed", "theirs", "arc")) {
            Files.createDirectory(folder.resolve(each));
        }
        record("rsa._domainkey.ours.test", rsa.record());
        record("ed._domainkey.ours.test", ed.record());
        record("rsa._domainkey.theirs.test", rsa.record());
        record("ed._domainkey.theirs.test", ed.record());
        List<String> names = new ArrayList<>();
        for (String message : GeneratedMail.messages(MESSAGES)) {
            String name = String.format(Locale.ROOT, "%04d.eml", names.size());
            names.add(name);
            HeaderBlock block = HeaderBlock.of(bytes(message));
            String results = "Authentication-Results: mx.theirs.test; spf=pass smtp.mailfrom=a.test\r\n";
            Files.write(folder.resolve("plain").resolve(name), octets(results + message));
            StringBuilder signed = new StringBuilder();
            for (SigningKey key : List.of(rsa, ed)) {
                String selector = key == rsa ? "rsa" : "ed";
                signed.append(new DkimSigner("ours.test", selector, key)
                                .sign(block, body(message, block), NOW)
                                .text())
                        .append("\r\n");
            }
            Files.write(folder.resolve("ours").resolve(name), octets(GeneratedMail.changed(random, signed + message)));
            Files.write(
                    folder.resolve("sealed").resolve(name),
                    octets(GeneratedMail.changed(random, sealed(sealed(message)))));
        }
        List<String[]> senders = spf();
        List<AuthenticationResults> results = results();
        run(names, senders, results);
        Map<String, List<String>> said = said();
        for (String name : names) {
            assertEquals(verdicts("ours", name), said.get("ours/" + name), "ours/" + name);
            assertEquals(
                    new ArcVerifier(dns)
                            .verify(message("sealed", name))
                            .status()
                            .word(),
                    said.get("sealed/" + name).getFirst(),
                    "sealed/" + name);
            // Some messages have others below, as they were generated.
            DkimResult theirs = verifier().verify(message("theirs", name)).getFirst();
            assertEquals(SignatureOutcome.PASS, theirs.outcome(), "theirs/" + name + ": " + theirs);
            ArcResult chain = new ArcVerifier(dns).verify(message("arc", name));
            assertEquals(ArcResult.Status.PASS, chain.status(), "arc/" + name + ": " + chain.why());
        }
        for (int i = 0; i < senders.size(); i++) {
            assertEquals(outcome(senders.get(i)), said.get("spf/" + i).getFirst(), Arrays.toString(senders.get(i)));
        }
        for (int i = 0; i < results.size(); i++) {
            List<String> expected = new ArrayList<>(List.of(results.get(i).id()));
            results.get(i).methods().forEach(each -> expected.add(each.name() + "=" + each.result()));
            assertEquals(expected, said.get("results/" + i), results.get(i).value());
        }
    }

    private DkimVerifier verifier() {
        return new DkimVerifier(dns, InstantSource.fixed(NOW));
    }

    private MessageBytes message(String kind, String name) throws IOException {
        return MessageBytes.of(Files.readAllBytes(folder.resolve(kind).resolve(name)));
    }

    private List<String> verdicts(String kind, String name) throws IOException {
        return verifier().verify(message(kind, name)).stream()
                // Why one counts for nothing, others tell in other words.
                .map(each -> each.outcome() == SignatureOutcome.PASS ? "pass" : "fail")
                .toList();
    }

    private String sealed(String message) {
        HeaderBlock block = HeaderBlock.of(bytes(message));
        StringBuilder all = new StringBuilder();
        // dkimpy knows seals by RSA only.
        for (RawField field : new ArcSealer("ours.test", "rsa", rsa)
                .seal(
                        block,
                        body(message, block),
                        new ArcVerifier(dns).verify(bytes(message)),
                        "mx.ours.test; spf=pass smtp.mailfrom=a.test",
                        NOW)) {
            all.append(field.text()).append("\r\n");
        }
        return all + message;
    }

    private List<String[]> spf() {
        String[] zone = {
            "a.test TXT v=spf1 a mx:b.test ip4:192.0.2.0/28 -all",
            "a.test A 192.0.2.200",
            "b.test TXT v=spf1 include:a.test ?all",
            "b.test MX 10 mail.b.test",
            "mail.b.test A 198.51.100.7",
            "mail.b.test AAAA 2001:db8::7",
            "c.test TXT v=spf1 redirect=_spf.c.test",
            "_spf.c.test TXT v=spf1 exists:%{ir}.%{l}.c.test ~all",
            "5.2.0.192.joe.c.test A 127.0.0.2",
            "d.test TXT v=spf1 what -all",
            "e.test TXT v=spf1 include:nothing.test -all",
            "f.test TXT v=spf1 ip6:2001:db8::/64 mx:b.test -all",
            "g.test TXT v=spf1 +all",
        };
        for (String each : zone) {
            String[] words = each.split(" ", 3);
            dns.add(words[0], words[1], words[2]);
            zoneOf.computeIfAbsent(words[0], key -> new TreeMap<>())
                    .computeIfAbsent(words[1], key -> new ArrayList<>())
                    .add(words[2]);
        }
        List<String[]> all = new ArrayList<>();
        for (String domain : List.of("a.test", "b.test", "c.test", "d.test", "e.test", "f.test", "g.test", "h.test")) {
            for (String address : List.of("192.0.2.5", "192.0.2.200", "198.51.100.7", "203.0.113.1", "2001:db8::7")) {
                all.add(new String[] {address, "joe@" + domain, "mx." + domain});
            }
        }
        return all;
    }

    private final Map<String, Map<String, List<String>>> zoneOf = new TreeMap<>();

    private String outcome(String[] sender) {
        SpfQuery query = SpfQuery.of(InetAddress.ofLiteral(sender[0]), sender[2], sender[1], "mx.ours.test");
        return new SpfChecker(dns, InstantSource.fixed(NOW))
                .check(query, false)
                .outcome()
                .word();
    }

    private static List<AuthenticationResults> results() {
        return List.of(
                new AuthenticationResults("mx.ours.test", List.of()),
                new AuthenticationResults(
                        "mx.ours.test",
                        List.of(
                                new Method(
                                        "spf",
                                        "fail",
                                        "-all",
                                        "",
                                        List.of(new Property("smtp", "mailfrom", "joe@a.test"))),
                                new Method(
                                        "dkim",
                                        "fail",
                                        "1024-bit key",
                                        "the body was changed",
                                        List.of(
                                                new Property("header", "d", "a.test"),
                                                new Property("header", "b", "Ab/+c=="))),
                                new Method(
                                        "dmarc",
                                        "fail",
                                        "p=reject",
                                        "",
                                        List.of(new Property("header", "from", "a.test"))),
                                new Method("arc", "pass", "i=2", "", List.of()))));
    }

    private void run(List<String> names, List<String[]> senders, List<AuthenticationResults> results)
            throws IOException, InterruptedException {
        byte[] pkcs8 = rsa.secret().getEncoded();
        String pkcs1 = Base64.getEncoder().encodeToString(Arrays.copyOfRange(pkcs8, 26, pkcs8.length));
        byte[] seed = ed.secret().getEncoded();
        Map<String, String> plan = new HashMap<>();
        plan.put("seed", "22");
        plan.put("ours", list(names));
        plan.put("sealed", list(names));
        plan.put("plain", list(names));
        plan.put("rsa", quoted("-----BEGIN RSA PRIVATE KEY-----\n" + pkcs1 + "\n-----END RSA PRIVATE KEY-----\n"));
        plan.put(
                "ed",
                quoted(Base64.getEncoder().encodeToString(Arrays.copyOfRange(seed, seed.length - 32, seed.length))));
        plan.put(
                "records",
                records.entrySet().stream()
                        .map(each -> quoted(each.getKey()) + ":" + quoted(each.getValue()))
                        .collect(Collectors.joining(",", "{", "}")));
        plan.put(
                "zone",
                zoneOf.entrySet().stream()
                        .map(name -> quoted(name.getKey())
                                + name.getValue().entrySet().stream()
                                        .map(kind -> quoted(kind.getKey()) + ":" + list(kind.getValue()))
                                        .collect(Collectors.joining(",", ":{", "}")))
                        .collect(Collectors.joining(",", "{", "}")));
        plan.put("spf", senders.stream().map(each -> list(List.of(each))).collect(Collectors.joining(",", "[", "]")));
        plan.put(
                "results",
                list(results.stream().map(AuthenticationResults::value).toList()));
        Files.writeString(
                folder.resolve("plan.json"),
                plan.entrySet().stream()
                        .map(each -> quoted(each.getKey()) + ":" + each.getValue())
                        .collect(Collectors.joining(",", "{", "}")));
        Path log = folder.resolve("log");
        Process process = new ProcessBuilder(
                        "/usr/bin/python3",
                        Path.of("src/test/resources/peers.py").toAbsolutePath().toString(),
                        folder.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            assertTrue(process.waitFor(10, TimeUnit.MINUTES), "it takes too long");
            assertEquals(0, process.exitValue(), Files.readString(log));
        } finally {
            process.destroyForcibly();
        }
    }

    private Map<String, List<String>> said() throws IOException {
        Map<String, List<String>> all = new HashMap<>();
        Matcher matcher = SAID.matcher(Files.readString(folder.resolve("said.json")));
        while (matcher.find()) {
            all.put(
                    matcher.group(1),
                    Arrays.stream(matcher.group(2).split(", "))
                            .map(each -> each.replaceAll("^\"|\"$", ""))
                            .toList());
        }
        return all;
    }
}
