package org.jdbmail.authenticity;

import static org.jdbmail.authenticity.GeneratedMail.body;
import static org.jdbmail.authenticity.GeneratedMail.bytes;
import static org.jdbmail.authenticity.GeneratedMail.octets;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
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
import org.jdbmail.testkit.net.DnsServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Perl's Mail::DKIM, OpenDKIM and its opendkim-testmsg find right and wrong what we do, and we find right what they sign and seal: generated messages, some of them
 * changed after they were signed. 50 messages, or as many as {@code -Djdbmail.authenticity.messages} says.
 */
@Tag("full")
class SignaturePeersTest {
    private static final int MESSAGES = Integer.getInteger("jdbmail.authenticity.messages", 50);

    /** Messages that a program of its own looks at. */
    private static final int ONE_BY_ONE = Math.min(MESSAGES, 20);

    private static final Instant NOW = Instant.now();
    private static final Pattern ADDED =
            Pattern.compile("(?ms)^opendkim: \\S+/(\\d+\\.eml):\\R(.*?)(?=^opendkim: |\\z)");
    private static final Pattern VERDICT =
            Pattern.compile("opendkim: \\S+/(\\d+\\.eml): verification \\((s=\\S+ d=[^ ,]+)");
    private static final Pattern LAST = Pattern.compile("opendkim: \\S+/(\\d+\\.eml): \\S+\\(\\) returned \\S+\\s*\\z");

    @TempDir
    private Path folder;

    private final Random random = new Random(23);
    private final FakeDns dns = new FakeDns();
    private final DnsServer names = DnsServer.start();
    private final Map<String, String> records = new HashMap<>();
    private final SigningKey rsa = SigningKey.generate(Algorithm.RSA_SHA256, 1024);
    private final SigningKey ed = SigningKey.generate(Algorithm.ED25519_SHA256, 0);

    SignaturePeersTest() throws IOException {}

    @BeforeEach
    void write() throws IOException {
        for (String each : List.of("plain", "ours", "ours-ed", "sealed", "perl", "perl-sealed")) {
            Files.createDirectory(folder.resolve(each));
        }
        record("rsa._domainkey.ours.test", rsa.record());
        record("ed._domainkey.ours.test", ed.record());
        record("rsa._domainkey.theirs.test", rsa.record());
        record("ed._domainkey.theirs.test", ed.record());
        key("rsa.pem", rsa);
        key("ed.pem", ed);
        int number = 0;
        for (String message : GeneratedMail.messages(MESSAGES)) {
            String name = String.format(Locale.ROOT, "%04d.eml", number++);
            put("plain", name, "Authentication-Results: mx.theirs.test; spf=pass smtp.mailfrom=a.test\r\n" + message);
            put("ours", name, GeneratedMail.changed(random, signed(message, List.of(rsa, ed))));
            put("ours-ed", name, GeneratedMail.changed(random, signed(message, List.of(ed))));
            put("sealed", name, GeneratedMail.changed(random, sealed(sealed(message))));
        }
    }

    @AfterEach
    void close() {
        names.close();
    }

    private void record(String name, String text) throws IOException {
        records.put(name, text);
        dns.add(name, "TXT", text);
        names.add(name, "TXT", text);
    }

    private void key(String name, SigningKey key) throws IOException {
        Path file = Files.writeString(
                folder.resolve(name),
                "-----BEGIN PRIVATE KEY-----\n"
                        + Base64.getMimeEncoder(64, new byte[] {'\n'})
                                .encodeToString(key.secret().getEncoded())
                        + "\n-----END PRIVATE KEY-----\n",
                StandardCharsets.US_ASCII);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private void put(String kind, String name, String message) throws IOException {
        Files.write(folder.resolve(kind).resolve(name), octets(message));
    }

    private String text(String kind, String name) throws IOException {
        return Files.readString(folder.resolve(kind).resolve(name), StandardCharsets.ISO_8859_1);
    }

    private List<Path> files(String kind) throws IOException {
        try (var all = Files.list(folder.resolve(kind))) {
            return all.sorted().toList();
        }
    }

    private String signed(String message, List<SigningKey> keys) {
        HeaderBlock block = HeaderBlock.of(bytes(message));
        StringBuilder all = new StringBuilder();
        for (SigningKey key : keys) {
            DkimSigner signer = new DkimSigner("ours.test", key == rsa ? "rsa" : "ed", key);
            all.append(signer.sign(block, body(message, block), NOW).text()).append("\r\n");
        }
        return all + message;
    }

    private String sealed(String message) {
        HeaderBlock block = HeaderBlock.of(bytes(message));
        StringBuilder all = new StringBuilder();
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

    /** What we think of signatures of a domain: whether each is right, by its selector. */
    private Map<String, Boolean> verdicts(String message, String domain) {
        Map<String, Boolean> all = new HashMap<>();
        for (DkimResult each : new DkimVerifier(dns, InstantSource.system()).verify(bytes(message))) {
            each.signature()
                    .filter(signature -> signature.domain().equals(domain))
                    .ifPresent(signature -> all.put(signature.selector(), each.outcome() == SignatureOutcome.PASS));
        }
        return all;
    }

    /**
     * What a program came to.
     *
     * @param out what it printed
     * @param err what it complained of
     */
    private record Ran(int status, String out, String err) {
        String orFail() {
            assertEquals(0, status, err.substring(Math.max(0, err.length() - 2000)));
            return out;
        }
    }

    private Ran run(List<String> command) throws IOException, InterruptedException {
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        Process process = new ProcessBuilder(command)
                .redirectError(err.toFile())
                .redirectOutput(out.toFile())
                .start();
        try {
            process.getOutputStream().close();
            assertTrue(process.waitFor(20, TimeUnit.MINUTES), "it takes too long");
            return new Ran(
                    process.exitValue(),
                    Files.readString(out, StandardCharsets.ISO_8859_1),
                    Files.readString(err, StandardCharsets.ISO_8859_1));
        } finally {
            process.destroyForcibly();
        }
    }

    // Debian's has no Ed25519.
    @Test
    void mailDkimAgrees() throws Exception {
        Map<String, String> said = new HashMap<>();
        Path script = Path.of("src/test/resources/peers.pl").toAbsolutePath();
        String port = String.valueOf(names.address().getPort());
        run(List.of("/usr/bin/perl", script.toString(), folder.toString(), port))
                .orFail()
                .lines()
                .map(line -> line.split(" ", 2))
                .forEach(words -> said.put(words[0], words.length < 2 ? "" : words[1]));
        for (Path file : files("ours")) {
            String name = file.getFileName().toString();
            String ours = "rsa=" + (isRight(verdicts(text("ours", name), "ours.test"), "rsa") ? "pass" : "fail");
            assertTrue(said.getOrDefault("ours/" + name, "").contains(ours), name + ": " + said.get("ours/" + name));
            ArcResult chain = new ArcVerifier(dns).verify(bytes(text("sealed", name)));
            assertEquals("arc=" + chain.status().word(), said.get("sealed/" + name), name);
            assertTrue(isRight(verdicts(text("perl", name), "theirs.test"), "rsa"), text("perl", name));
            ArcResult theirs = new ArcVerifier(dns).verify(bytes(text("perl-sealed", name)));
            assertEquals(ArcResult.Status.PASS, theirs.status(), name + ": " + theirs.why());
        }
    }

    private static boolean isRight(Map<String, Boolean> verdicts, String selector) {
        return verdicts.getOrDefault(selector, false);
    }

    /**
     * What OpenDKIM says of each message, a line for each of what it prints, by its name. There is nothing of those with a From that it takes for broken, at which
     * it stops.
     */
    private Map<String, List<String>> opendkim(String kind, List<String> settings) throws Exception {
        Path config = Files.writeString(
                folder.resolve("opendkim.conf"),
                "Background no\nRequireSafeKeys no\nSyslog no\nInternalHosts 127.0.0.1\n" + String.join("\n", settings)
                        + "\n");
        Map<String, List<String>> told = new HashMap<>();
        List<Path> files = files(kind);
        for (int from = 0; from < files.size(); from++) {
            String all = files.subList(from, files.size()).stream()
                    .map(Path::toString)
                    .collect(Collectors.joining(","));
            Ran ran = run(List.of("/usr/sbin/opendkim", "-x", config.toString(), "-v", "-t", all));
            for (Pattern kindOfLine : List.of(ADDED, VERDICT)) {
                Matcher lines = kindOfLine.matcher(kindOfLine == ADDED ? ran.out() : ran.err() + ran.out());
                while (lines.find()) {
                    told.computeIfAbsent(lines.group(1), key -> new ArrayList<>())
                            .add(lines.group(2));
                }
            }
            if (ran.status() == 0) {
                break;
            }
            Matcher last = LAST.matcher(ran.err());
            assertTrue(last.find(), ran.status() + ": " + ran.err());
            from = files.indexOf(folder.resolve(kind).resolve(last.group(1)));
            told.remove(last.group(1));
        }
        assertTrue(told.size() > MESSAGES * 0.9, "it says something of " + told.keySet());
        return told;
    }

    @Test
    void opendkimAgreesOfWhatWeSign() throws Exception {
        StringBuilder zone = new StringBuilder();
        records.forEach(
                (name, text) -> zone.append(name).append(' ').append(text).append('\n'));
        Path data = Files.writeString(folder.resolve("dns"), zone);
        int right = 0;
        for (String[] each : new String[][] {{"ours", "rsa"}, {"ours-ed", "ed"}}) {
            Map<String, List<String>> told = opendkim(each[0], List.of("Mode v", "TestDNSData " + data));
            for (Path file : files(each[0])) {
                String name = file.getFileName().toString();
                boolean isRight = isRight(verdicts(text(each[0], name), "ours.test"), each[1]);
                List<String> said = told.getOrDefault(name, List.of());
                if (!said.isEmpty()) {
                    assertEquals(
                            isRight,
                            said.contains("s=" + each[1] + ", d=ours.test"),
                            each[0] + "/" + name + " " + said);
                }
                right += isRight ? 1 : 0;
            }
        }
        assertTrue(right > MESSAGES / 4, "some are right: " + right);
    }

    // What Debian's OpenDKIM signs with Ed25519 neither dkimpy nor, in its simple form, it itself finds right.
    @Test
    void whatOpendkimSignsIsRight() throws Exception {
        Files.writeString(folder.resolve("keys"), "k theirs.test:rsa:" + folder.resolve("rsa.pem") + "\n");
        Files.writeString(folder.resolve("signing"), "* k\n");
        for (String form : List.of("relaxed/relaxed", "simple/simple", "relaxed/simple")) {
            Map<String, List<String>> told = opendkim(
                    "plain",
                    List.of(
                            "Mode s",
                            "KeyTable " + folder.resolve("keys"),
                            "SigningTable refile:" + folder.resolve("signing"),
                            "SignatureAlgorithm rsa-sha256",
                            "Canonicalization " + form,
                            "OversignHeaders From"));
            for (Map.Entry<String, List<String>> each : told.entrySet()) {
                String signature =
                        String.join("", each.getValue()).stripTrailing().replaceAll("\\R", "\r\n") + "\r\n";
                String message = signature + text("plain", each.getKey());
                assertTrue(isRight(verdicts(message, "theirs.test"), "rsa"), each.getKey() + " " + form + signature);
            }
        }
    }

    /**
     * It asks by libunbound, which looks at no resolv.conf but begins at the root, asks nobody on this machine, and knows itself that there is nothing below test (RFC 6761), unless it is
     * told otherwise. Debian's knows no Ed25519.
     */
    @Test
    void opendkimTestkeyFindsTheRecordAndTheKeyThatBelongsToIt() throws Exception {
        Path resolver = Files.writeString(
                folder.resolve("unbound.conf"), """
                server:
                  do-not-query-localhost: no
                  local-zone: "test." transparent
                forward-zone:
                  name: "."
                  forward-addr: 127.0.0.1@%d
                """.formatted(names.address().getPort()));
        Path config = Files.writeString(folder.resolve("testkey.conf"), "ResolverConfiguration " + resolver + "\n");
        key("other.pem", SigningKey.generate(Algorithm.RSA_SHA256, 1024));
        assertTrue(testkey(config, "rsa", "rsa.pem").orFail().contains("key OK"));
        assertNotEquals(0, testkey(config, "rsa", "other.pem").status());
        assertNotEquals(0, testkey(config, "none", "rsa.pem").status());
    }

    private Ran testkey(Path config, String selector, String key) throws Exception {
        return run(List.of(
                "/usr/sbin/opendkim-testkey",
                "-vvv",
                "-x",
                config.toString(),
                "-d",
                "ours.test",
                "-s",
                selector,
                "-k",
                folder.resolve(key).toString()));
    }

    /** A name server on the port that these programs know, on an address of its own. */
    private DnsServer usualPort() throws IOException {
        for (int i = 1; i < 250; i++) {
            try {
                return DnsServer.at(new InetSocketAddress("127.0.22." + i, 53));
            } catch (IOException e) {
                continue; // another test has it
            }
        }
        throw new IOException("no address of this machine has its port 53 free, or this is not root");
    }

    @Test
    void opendkimTestmsgAgrees() throws Exception {
        try (DnsServer usual = usualPort()) {
            for (Map.Entry<String, String> each : records.entrySet()) {
                usual.add(each.getKey(), "TXT", each.getValue());
            }
            String address = usual.address().getAddress().getHostAddress();
            Files.writeString(folder.resolve("resolv.conf"), "nameserver " + address + "\n");
            Path script = Files.writeString(folder.resolve("each"), """
                    mount --bind %1$s/resolv.conf /etc/resolv.conf
                    cd %1$s/ours
                    for f in $(ls | head -%2$d); do
                      opendkim-testmsg <$f && echo "$f pass" || echo "$f fail"
                    done
                    """.formatted(folder, ONE_BY_ONE));
            String said = run(List.of("unshare", "--mount", "--propagation", "private", "sh", script.toString()))
                    .orFail();
            List<String> lines = new ArrayList<>(said.lines().toList());
            for (Path file : files("ours").subList(0, ONE_BY_ONE)) {
                String name = file.getFileName().toString();
                boolean isRight = verdicts(text("ours", name), "ours.test").containsValue(true);
                String line = lines.stream()
                        .filter(each -> each.startsWith(name))
                        .findFirst()
                        .orElse("");
                assertTrue(line.startsWith(name + (isRight ? " pass" : " fail")), name + isRight + said);
            }
        }
    }
}
