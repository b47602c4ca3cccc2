package org.jdbmail.webd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import org.jdbmail.webd.WebFixture.Browser;
import org.jdbmail.webd.WebFixture.Got;
import org.jdbmail.webd.autoconfig.MailService;
import org.jdbmail.webd.autoconfig.SrvRecords;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What mail programs are told that look for their settings. */
class AutoconfigurationTest {
    private static WebFixture web;

    @BeforeAll
    static void start() throws IOException {
        web = new WebFixture();
        web.account("ada@example.org");
    }

    @AfterAll
    static void stop() {
        web.close();
    }

    private static Got get(String path) {
        return web.new Browser().get(path);
    }

    private static Got post(String path, String body) {
        Browser outlook = web.new Browser();
        return outlook.send(
                outlook.to(path).header("Content-Type", "text/xml").POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private static void assertWellFormed(String xml) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
            factory.newDocumentBuilder().parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
        } catch (Exception e) {
            throw new AssertionError(xml, e);
        }
    }

    @Test
    void whatIsAskedIsSmallAndWhatIsAnsweredIsXmlWhateverTheAddress() {
        assertWellFormed(get("/mail/profile.mobileconfig?emailaddress=ada%EF%BF%BF%EF%BF%BE%40example.org")
                .body());
        assertEquals(
                413, post("/autodiscover/autodiscover.xml", " ".repeat(20_000)).status());
    }

    @Test
    void thunderbirdFindsItInBothPlacesWithAnAddressAndWithout() {
        for (String path : List.of("/mail/config-v1.1.xml", "/.well-known/autoconfig/mail/config-v1.1.xml")) {
            Got with = get(path + "?emailaddress=ada%40example.org");
            assertEquals(200, with.status());
            assertEquals("application/xml; charset=utf-8", with.header("content-type"));
            assertWellFormed(with.body());
            assertTrue(with.body().contains("<emailProvider id=\"example.org\">"), with.body());
            assertTrue(with.body().contains("<username>%EMAILADDRESS%</username>"));
            assertTrue(with.body().indexOf("<port>993</port>") < with.body().indexOf("<port>143</port>"));
            assertTrue(with.body().contains("<socketType>SSL</socketType>"));
            Got without = get(path);
            assertEquals(200, without.status());
            assertTrue(without.body().contains("<hostname>mail.example.test</hostname>"));
            assertWellFormed(without.body());
        }
    }

    @Test
    void noAnswerTellsWhetherThereIsSuchAnAccount() {
        for (String path : List.of("/mail/config-v1.1.xml", "/mail/profile.mobileconfig")) {
            assertEquals(
                    get(path + "?emailaddress=nobody%40example.org")
                            .body()
                            .replace("nobody@", "ada@")
                            .replaceAll("[0-9A-F-]{36}", "UUID"),
                    get(path + "?emailaddress=ada%40example.org").body().replaceAll("[0-9A-F-]{36}", "UUID"));
        }
        assertEquals(
                outlook("nobody@example.org").body().replace("nobody@", "ada@"),
                outlook("ada@example.org").body());
    }

    @Test
    void anAddressOfAnotherScriptIsSpelledAsThunderbirdTakesIt() {
        assertTrue(get("/mail/config-v1.1.xml?emailaddress=x%40b%C3%BCcher.example")
                .body()
                .contains("xn--bcher-kva.example"));
    }

    @Test
    void whatIsNoAddressPutsNothingIn() {
        Got got = get("/mail/config-v1.1.xml?emailaddress=%22%3E%3Cx%3E%40evil.example");
        assertWellFormed(got.body());
        assertFalse(got.body().contains("evil"), got.body());
        assertEquals(400, get("/mail/profile.mobileconfig?emailaddress=%3Cx%3E").status());
    }

    private static Got outlook(String address) {
        return post(
                "/AutoDiscover/AutoDiscover.xml",
                "<?xml version=\"1.0\"?><Autodiscover><Request><EMailAddress>" + address
                        + "</EMailAddress><AcceptableResponseSchema>http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a"
                        + "</AcceptableResponseSchema></Request></Autodiscover>");
    }

    @Test
    void outlookIsAnsweredWhateverTheCaseOfItsPath() {
        Got got = outlook("ada@example.org");
        assertEquals(200, got.status(), got.body());
        assertWellFormed(got.body());
        assertTrue(got.body().contains("<Type>IMAP</Type>")
                && got.body().contains("<LoginName>ada@example.org</LoginName>"));
        assertTrue(post("/autodiscover/autodiscover.xml", "nothing").body().contains("<ErrorCode>600</ErrorCode>"));
        Got json = get("/autodiscover/autodiscover.json?Email=a%40b&Protocol=Autodiscoverv1");
        assertTrue(json.body().contains("/autodiscover/autodiscover.xml"), json.body());
        assertEquals(400, get("/autodiscover/autodiscover.json?Protocol=EWS").status());
    }

    @Test
    void aProfileForApplesIsTheSameEachTime() {
        Got got = get("/mail/profile.mobileconfig?emailaddress=ada%40example.org");
        assertEquals("application/x-apple-aspen-config; charset=utf-8", got.header("content-type"));
        assertWellFormed(got.body());
        assertTrue(got.body().contains("<string>com.apple.mail.managed</string>"));
        assertTrue(got.body().contains("<integer>993</integer>") && got.body().contains("<integer>465</integer>"));
        assertEquals(
                got.body(),
                get("/mail/profile.mobileconfig?emailaddress=ada%40example.org").body());
    }

    @Test
    void theRecordsSayWhatIsThereAndWhatIsNot() {
        List<String> lines = SrvRecords.of(
                "example.org",
                "mail.example.test",
                List.of(
                        new MailService(MailService.Kind.IMAP, 993, true, true),
                        new MailService(MailService.Kind.SIEVE, 4190, false, true)));
        assertTrue(lines.contains("_imaps._tcp.example.org. IN SRV 0 1 993 mail.example.test."), lines.toString());
        assertTrue(lines.contains("_imap._tcp.example.org. IN SRV 0 0 0 ."));
        assertTrue(lines.contains("_sieve._tcp.example.org. IN SRV 0 1 4190 mail.example.test."));
    }
}
