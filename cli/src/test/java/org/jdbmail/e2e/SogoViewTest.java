package org.jdbmail.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jdbmail.cli.Programs;
import org.jdbmail.testkit.database.TestDatabase;
import org.jdbmail.testkit.database.TestDatabases;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The view for SOGo, as {@code docs/admin/sogo.md} has it: who is in it, and with which password. */
@Tag("full")
class SogoViewTest {
    private static final Pattern SQL = Pattern.compile("```sql \\w+ sogo\n(.*?);\n```", Pattern.DOTALL);

    @TempDir
    Path folder;

    static List<String> servers() {
        return TestDatabases.servers();
    }

    @ParameterizedTest
    @MethodSource("servers")
    void theViewTellsPasswordsInSogosForms(String name) throws Exception {
        String page = Files.readString(Path.of(System.getProperty("jdbmail.root"), "docs/admin/sogo.md"));
        List<String> views = new ArrayList<>();
        Matcher matcher = SQL.matcher(page);
        while (matcher.find()) {
            views.add(matcher.group(1));
        }
        assertEquals(2, views.size());
        try (TestDatabase database = TestDatabases.create(name)) {
            Path config = Files.writeString(
                    folder.resolve("dbmail.conf"),
                    "[DBMAIL]\ndburi = %s\nuser = %s\npass = %s\n"
                            .formatted(database.url(), database.user(), database.password()));
            Map<String, String> expected = new HashMap<>();
            expected.put("plaintext", "\\{plain\\}secret");
            expected.put("crypt", "\\{crypt\\}[./0-9A-Za-z]{13}");
            expected.put("sha512-crypt", "\\{crypt\\}\\$6\\$.*");
            expected.put("md5", "\\{md5-crypt\\}\\$1\\$.*");
            expected.put("md5-digest", "\\{md5.hex\\}5ebe2294ecd0e0f08eab7690d2a6ee69");
            expected.put("sha1", "\\{sha.hex\\}e5e9fa1ba31ecd1ae84f75caaa474f3a663f05f4");
            expected.put("sha256", "\\{sha256.hex\\}2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b");
            expected.put(
                    "sha512", "\\{sha512.hex\\}bd2b1aaf7ef4f09be9f52ce2d8d599674d81aa9d6a4421696dc4d93dd0619d68.*");
            expected.put("bcrypt", "\\{blf-crypt\\}\\$2.*");
            expected.put("argon2id", "\\{argon2id\\}\\$argon2id\\$.*");
            expected.put("whirlpool", "null");
            expected.put("tiger", "null");
            expected.put("md5base64", "null");
            for (String type : expected.keySet()) {
                run(config, "-a", type + "@sogo.test", "-w", "secret", "-p", type);
            }
            run(
                    config,
                    "-a",
                    "plainname",
                    "-w",
                    "secret",
                    "-p",
                    "plaintext",
                    "-s",
                    "zed@other.test,name@other.test,@other.test");
            run(config, "-a", "noaddress", "-w", "secret", "-p", "plaintext");
            run(config, "-a", "gone@sogo.test", "-w", "secret");
            run(config, "-c", "gone@sogo.test", "--disable");
            database.execute(views.get(name.equals("postgresql") ? 0 : 1));
            Map<String, String> passwords = new HashMap<>();
            Map<String, String> addresses = new HashMap<>();
            try (Connection connection = database.connect();
                    Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery(
                            "SELECT c_uid, c_name, c_password, c_cn, mail, domain FROM sogo_users")) {
                while (row.next()) {
                    assertEquals(row.getString(1), row.getString(2));
                    passwords.put(row.getString(1), String.valueOf(row.getString(3)));
                    addresses.put(row.getString(1), row.getString(5) + " " + row.getString(6));
                }
            }
            assertEquals(expected.size() + 2, passwords.size(), passwords.toString());
            expected.forEach((type, form) -> {
                String password = passwords.getOrDefault(type + "@sogo.test", "nobody");
                assertTrue(password.matches(form), type + ": " + password);
                assertEquals(type + "@sogo.test sogo.test", addresses.get(type + "@sogo.test"));
            });
            assertEquals("name@other.test other.test", addresses.get("plainname"));
            assertEquals(" ", addresses.get("noaddress"));
        }
    }

    private static void run(Path config, String... words) {
        List<String> all = new ArrayList<>(List.of("dbmail-users", "-f", config.toString()));
        all.addAll(List.of(words));
        Programs.Ran ran = Programs.jdbmail(all.toArray(String[]::new));
        assertEquals(0, ran.status(), ran.out() + ran.err());
    }
}
