package org.jdbmail.cli.origin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jdbmail.cli.Programs;
import org.jdbmail.cli.Programs.Ran;
import org.jdbmail.sql.SqlStore;
import org.jdbmail.sql.SqlStoreOptions;
import org.jdbmail.sql.database.DatabaseConfig;
import org.jdbmail.testkit.net.DnsServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OriginCommandsTest {
    private static final Pattern STRINGS = Pattern.compile("\"([^\"]*)\"");

    @TempDir
    private Path folder;

    private final DnsServer names = DnsServer.start();

    OriginCommandsTest() throws IOException {}

    @BeforeEach
    void writeSettings() throws IOException {
        Files.writeString(folder.resolve("dbmail.conf"), """
                [DBMAIL]
                dburi = sqlite://%s
                hostname = mail.ours.test
                [SENDING]
                resolver = 127.0.0.1:%d
                """.formatted(
                        folder.resolve("mail.db"), names.address().getPort()));
        SqlStore.open(DatabaseConfig.of("jdbc:sqlite:" + folder.resolve("mail.db")), SqlStoreOptions.DEFAULT)
                .close();
    }

    @AfterEach
    void close() {
        names.close();
    }

    private Ran jdbmail(String... words) {
        String[] all = new String[words.length + 2];
        System.arraycopy(words, 0, all, 0, words.length);
        all[words.length] = "-f";
        all[words.length + 1] = folder.resolve("dbmail.conf").toString();
        return Programs.jdbmail(all);
    }

    private String done(String... words) {
        Ran ran = jdbmail(words);
        assertEquals(0, ran.status(), String.join(" ", words) + ": " + ran.err());
        return ran.out();
    }

    private static String text(String record) {
        StringBuilder all = new StringBuilder();
        Matcher strings = STRINGS.matcher(record);
        while (strings.find()) {
            assertTrue(strings.group(1).length() <= 255);
            all.append(strings.group(1));
        }
        return all.toString();
    }

    @Test
    void aKeyIsMadeShownUsedAndForgotten() {
        String record = done("dkim", "generate", "Ours.Test", "--selector", "s1");
        assertTrue(record.startsWith("s1._domainkey.ours.test. IN TXT ("), record);
        assertTrue(text(record).startsWith("v=DKIM1; k=rsa; p=MIIBIjAN"), record);
        assertEquals(record, done("dkim", "show", "ours.test"));
        assertEquals(record, done("dkim", "show", "ours.test", "s1"));
        assertTrue(done("dkim", "list").contains("no"), done("dkim", "list"));
        done("dkim", "enable", "ours.test", "s1");
        assertTrue(done("dkim", "list").contains("yes"), done("dkim", "list"));
        String small = done("dkim", "generate", "ours.test", "--type", "ed25519", "--enable");
        assertTrue(
                small.matches(
                        "(?s)ed25519\\d{6}\\._domainkey\\.ours\\.test\\. IN TXT \"v=DKIM1; k=ed25519; p=[^\"]{44}\"\\s*"),
                small);
        assertFalse(jdbmail("dkim", "generate", "ours.test", "--selector", "s1").status() == 0);
        assertEquals(1, jdbmail("dkim", "delete", "ours.test", "s1").status(), "not while it signs");
        done("dkim", "disable", "ours.test", "s1");
        done("dkim", "delete", "ours.test", "s1", "--dry-run");
        done("dkim", "delete", "ours.test", "s1");
        assertFalse(jdbmail("dkim", "show", "ours.test", "s1").status() == 0);
        for (List<String> wrong : List.of(
                List.of("ours.test", "--type", "dsa"),
                List.of("ours.test", "--bits", "512"),
                List.of("no domain"),
                List.of("localhost"),
                List.of("ours.test", "--selector", "a b"))) {
            String[] words = new String[wrong.size() + 2];
            words[0] = "dkim";
            words[1] = "generate";
            System.arraycopy(wrong.toArray(String[]::new), 0, words, 2, wrong.size());
            assertEquals(64, jdbmail(words).status(), wrong.toString());
        }
    }

    @Test
    void whatADomainShouldHaveIsListedAndChecked() throws IOException {
        Ran before = jdbmail("dns", "check", "ours.test");
        assertEquals(1, before.status(), before.err());
        assertTrue(before.out().contains("10 mail.ours.test."), before.out());
        assertTrue(before.out().contains("jdbmail dkim generate ours.test"), before.out());
        String key = text(done("dkim", "generate", "ours.test", "--selector", "s1", "--enable"));
        names.add("ours.test", "MX", "10 mail.ours.test")
                .add("mail.ours.test", "A", "192.0.2.1")
                .add("1.2.0.192.in-addr.arpa", "PTR", "mail.ours.test")
                .add("ours.test", "TXT", "v=spf1 mx -all")
                .add("s1._domainkey.ours.test", "TXT", key)
                .add("_dmarc.ours.test", "TXT", "v=DMARC1; p=reject")
                .add("_imaps._tcp.ours.test", "SRV", "0 1 993 mail.ours.test");
        String all = done("dns", "check", "ours.test");
        assertTrue(all.contains("mail.ours.test:993"), all);
        names.remove("ours.test").add("ours.test", "MX", "10 mail.ours.test").add("ours.test", "TXT", "v=spf1 -all");
        names.broken("_dmarc.ours.test");
        Ran after = jdbmail("dns", "check", "ours.test");
        assertEquals(1, after.status());
        assertTrue(
                Pattern.compile("(?m)^wrong +ours\\.test +TXT")
                        .matcher(after.out())
                        .find(),
                after.out());
        assertTrue(
                Pattern.compile("(?m)^unknown +_dmarc\\.ours\\.test")
                        .matcher(after.out())
                        .find(),
                after.out());
    }
}
