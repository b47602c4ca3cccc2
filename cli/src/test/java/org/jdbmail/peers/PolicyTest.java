package org.jdbmail.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.jdbmail.cli.Programs;
import org.jdbmail.cli.Programs.Ran;
import org.jdbmail.e2e.Snippet;
import org.jdbmail.sql.SqlStore;
import org.jdbmail.sql.SqlStoreOptions;
import org.jdbmail.sql.database.DatabaseConfig;
import org.jdbmail.testkit.net.DnsServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The policy of docs/admin/reputation.md (MTA-STS), where it has to be on the web: {@code jdbmail dns check} fetches it, and tells when it is not right. */
@Tag("peers")
class PolicyTest {
    private static final String HOST = "mta-sts.example.org";
    private static final Pattern RECORD = Pattern.compile("(\\S+)\\.\\s+IN\\s+(\\w+)\\s+\"?([^\"]*)\"?");

    @TempDir
    private Path folder;

    private String policy() {
        Ran ran = Programs.jdbmail(
                "dns",
                "check",
                "example.org",
                "-f",
                folder.resolve("dbmail.conf").toString());
        return ran.out()
                .lines()
                .filter(line -> line.contains("https://" + HOST))
                .findFirst()
                .orElse(ran.out() + ran.err());
    }

    @Test
    void thePolicyIsFetched() throws Exception {
        Ran made = Programs.jdbmail(
                "tls",
                "self-signed",
                "--cert",
                folder.resolve("tls.crt").toString(),
                "--key",
                folder.resolve("tls.key").toString(),
                HOST);
        assertEquals(0, made.status(), made.err());
        Path place = Files.createDirectories(folder.resolve(".well-known")).resolve("mta-sts.txt");
        String text = Snippet.only("text policy").text();
        Files.writeString(place, text);
        try (DnsServer names = DnsServer.start();
                Daemon web = Daemon.start(
                        folder.resolve("web.log"),
                        443,
                        List.of(
                                "sh",
                                "-c",
                                "cd " + folder
                                        + " && exec openssl s_server -accept 443 -cert tls.crt -key tls.key -WWW"))) {
            names.add("example.org", "MX", "10 mail.example.org").add("mail.example.org", "A", "127.0.0.1");
            for (String line : Snippet.only("text zone policy").text().lines().toList()) {
                var record = RECORD.matcher(line);
                assertTrue(record.matches(), line);
                names.add(record.group(1), record.group(2), record.group(3));
            }
            Files.writeString(folder.resolve("dbmail.conf"), """
                    [DBMAIL]
                    dburi = sqlite://%1$s/mail.db
                    hostname = mail.example.org
                    [SENDING]
                    resolver = 127.0.0.1:%2$d
                    smtp_tls_cafile = %1$s/tls.crt
                    """.formatted(
                            folder, names.address().getPort()));
            SqlStore.open(DatabaseConfig.of("jdbc:sqlite:" + folder.resolve("mail.db")), SqlStoreOptions.DEFAULT)
                    .close();
            assertTrue(policy().startsWith("right "), policy() + web.log());
            Files.writeString(place, text.replace("mail.example.org", "other.example.org"));
            assertTrue(policy().startsWith("wrong "), policy());
            web.process().destroyForcibly().waitFor();
            assertTrue(policy().startsWith("missing "), policy());
        }
    }
}
