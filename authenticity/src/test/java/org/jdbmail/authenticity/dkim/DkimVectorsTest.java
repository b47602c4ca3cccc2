package org.jdbmail.authenticity.dkim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jdbmail.authenticity.FakeDns;
import org.jdbmail.authenticity.field.HeaderBlock;
import org.jdbmail.mime.bytes.MessageBytes;
import org.junit.jupiter.api.Test;

/** The examples of the RFCs. */
class DkimVectorsTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-28T12:00:00Z"));
    private static final String RSA = "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDkHlOQoBTzWR"
            + "iGs5V6NpP3idY6Wk08a5qhdR6wy5bdOKb2jLQiY/J16JYi0Qvx/byYzCNb3W91y3FutAC"
            + "DfzwQ/BC/e/8uBsCR+yz1Lxj+PL6lHvqMKrM3rG4hstT5QjvHO9PzoxZyVYLzBfO2EeC3"
            + "Ip3G+2kryOTIKT+l/K4w3QIDAQAB";

    private static final FakeDns DNS = new FakeDns()
            .add(
                    "brisbane._domainkey.football.example.com",
                    "TXT",
                    "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=")
            .add("test._domainkey.football.example.com", "TXT", "v=DKIM1; k=rsa; p=" + RSA)
            .add(
                    "brisbane._domainkey.example.com",
                    "TXT",
                    "v=DKIM1; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDwIRP/UC3SBsEmGqZ9ZJW3/DkMoGeLnQg1fWn7/zYt"
                            + "IxN2SnFCjxOCKG9v3b4jYfcTNh5ijSsq631uBItLa7od+v/RtdC2UzJ1lWT947qR+Rcac2gbto/NMqJ0fzfVjH4OuKhi"
                            + "tdY9tf6mcwGjaNBcWToIMmPSPDdQPNUYckcQ2QIDAQAB");

    private static String file(String name) throws IOException {
        return Files.readString(Path.of("src/test/cases/dkim", name), StandardCharsets.ISO_8859_1);
    }

    private static List<DkimResult> verify(String message) {
        return new DkimVerifier(DNS, CLOCK).verify(MessageBytes.of(message.getBytes(StandardCharsets.ISO_8859_1)));
    }

    // RFC 8463 appendix A.3
    @Test
    void bothKindsOfKeys() throws IOException {
        List<DkimResult> results = verify(file("rfc8463.eml"));
        assertEquals(2, results.size());
        for (DkimResult each : results) {
            assertEquals(SignatureOutcome.PASS, each.outcome(), each.toString());
        }
        assertEquals(
                List.of(Algorithm.ED25519_SHA256, Algorithm.RSA_SHA256),
                results.stream()
                        .map(each -> each.signature().orElseThrow().algorithm())
                        .toList());
        assertEquals(List.of(256, 1024), results.stream().map(DkimResult::bits).toList());
    }

    @Test
    void anotherByteInTheBodyOrTheFieldsBreaksBoth() throws IOException {
        for (String changed : List.of(
                file("rfc8463.eml").replace("hungry yet", "hungry, yet"),
                file("rfc8463.eml").replace("Is dinner", "Was dinner"))) {
            assertTrue(verify(changed).stream().allMatch(each -> each.outcome() == SignatureOutcome.FAIL), changed);
        }
    }

    // RFC 6376 appendix A.2; the message was signed with lines indented by six, and one space after the game, which the
    // print has lost.
    @Test
    void theMessageOfDkimItself() throws IOException {
        DkimResult result = verify(file("rfc6376.eml")).getFirst();
        assertEquals(SignatureOutcome.PASS, result.outcome(), result.toString());
        assertEquals("football.example.com", result.signature().orElseThrow().identity());
    }

    // RFC 8463 appendix A.1: Ed25519 gives the same octets for everybody.
    @Test
    void theSameSignatureIsMade() throws Exception {
        SigningKey key = SigningKey.of(
                Algorithm.ED25519_SHA256,
                "MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g",
                "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=");
        DkimSignature signature =
                verify(file("rfc8463.eml")).getFirst().signature().orElseThrow();
        String data = signature.data(
                HeaderBlock.of(MessageBytes.of(file("rfc8463.eml").getBytes(StandardCharsets.ISO_8859_1))));
        assertEquals(signature.tags().needed("b"), key.sign(data));
        assertEquals("v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=", key.record());
    }
}
