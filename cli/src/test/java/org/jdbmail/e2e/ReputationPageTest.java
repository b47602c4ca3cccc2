package org.jdbmail.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jdbmail.cli.Programs;
import org.jdbmail.cli.Programs.Ran;
import org.jdbmail.core.sts.StsPolicy;
import org.jdbmail.sql.SqlStore;
import org.jdbmail.sql.SqlStoreOptions;
import org.jdbmail.sql.database.DatabaseConfig;
import org.jdbmail.testkit.net.DnsServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who follows docs/admin/reputation.md, step by step, has a domain with which everything is right. */
class ReputationPageTest {
    private static final Pattern RECORD = Pattern.compile("(\\S+)\\.\\s+IN\\s+(\\w+)\\s+(.*?)\\.?");
    private static final Pattern STRING = Pattern.compile("\"([^\"]*)\"");

    @TempDir
    private Path folder;

    private String run(String line) {
        String[] words = (line + " -f " + folder.resolve("dbmail.conf"))
                .substring("jdbmail ".length())
                .split(" ");
        Ran ran = Programs.jdbmail(words);
        assertEquals(0, ran.status(), line + ": " + ran.err() + ran.out());
        return ran.out();
    }

    private static String strings(String text) {
        StringBuilder all = new StringBuilder();
        Matcher matcher = STRING.matcher(text);
        while (matcher.find()) {
            all.append(matcher.group(1));
        }
        return all.toString();
    }

    @Test
    void thePageIsFollowed() throws Exception {
        List<Snippet> dkim = Snippet.of("sh jdbmail dkim");
        assertEquals(2, dkim.size());
        try (DnsServer names = DnsServer.start()) {
            Files.writeString(folder.resolve("dbmail.conf"), """
                    [DBMAIL]
                    dburi = sqlite://%s
                    hostname = mail.example.org
                    [SENDING]
                    resolver = 127.0.0.1:%d
                    """.formatted(
                            folder.resolve("mail.db"), names.address().getPort()));
            SqlStore.open(DatabaseConfig.of("jdbc:sqlite:" + folder.resolve("mail.db")), SqlStoreOptions.DEFAULT)
                    .close();
            String key = run(dkim.getFirst().text().strip());
            names.add(key.substring(0, key.indexOf(". IN")), "TXT", strings(key));
            for (String line : Snippet.only("text zone").text().lines().toList()) {
                Matcher record = RECORD.matcher(line);
                assertTrue(record.matches(), line);
                String value = record.group(3);
                names.add(record.group(1), record.group(2), value.startsWith("\"") ? strings(value) : value);
            }
            String check = Snippet.only("sh jdbmail dns").text().strip();
            run(check);
            run(dkim.getLast().text().strip());
            run(check);
        }
    }

    @Test
    void thePolicyIsOneAndNamesTheServer() {
        StsPolicy policy = StsPolicy.parse(Snippet.only("text policy").text()).orElseThrow();
        assertTrue(policy.names("mail.example.org"));
        assertEquals(StsPolicy.Mode.TESTING, policy.mode());
    }
}
