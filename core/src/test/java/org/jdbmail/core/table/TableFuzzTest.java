package org.jdbmail.core.table;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.testkit.fuzz.Fuzz;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever stands in a file of Postfix's tables is looked up, or refused until it is mended. */
class TableFuzzTest {
    private static final int INPUTS = 2_000;
    private static final List<String> KEYS =
            List.of("alice@example.test", "192.0.2.7", "2001:db8::7", "", "x".repeat(2_000));

    @TempDir
    static Path folder;

    private static long run(List<String> files, String name, Function<Path, LookupTable> opened) throws IOException {
        Path file = folder.resolve(name);
        return Fuzz.run(INPUTS, files, bytes -> {
            Files.write(file, bytes);
            LookupTable table = opened.apply(file);
            for (String key : KEYS) {
                try {
                    assertNotNull(table.find(key, false));
                    assertNotNull(table.find(key, true));
                } catch (Refusal refused) {
                    assertTrue(refused.reason() == Reason.UNAVAILABLE, refused::text);
                }
            }
        });
    }

    @Test
    void textsAreLookedUpOrRefused() throws IOException {
        assertTrue(run(
                        List.of(
                                "# a comment\nalice@example.test bob@example.test, \n  carol@elsewhere.test\n\"a b\" c\n",
                                "@example.test\t@example.org\n"),
                        "text",
                        TextTable::new)
                > 0);
    }

    @Test
    void expressionsAreLookedUpOrRefused() throws IOException {
        assertTrue(run(
                        List.of(
                                "/^(.*)@example\\.test$/i $1@there.test\n!/x/ y\nif /a/\n/b+(c|d)*?/ ${1}z\nendif\n",
                                "/(a+)+$/ x\n/[[:alpha:]]{1,3}\\// $$\n"),
                        "patterns",
                        PatternTable::new)
                > 0);
    }

    @Test
    void networksAreLookedUpOrRefused() throws IOException {
        assertTrue(run(
                        List.of(
                                "192.0.2.0/24 OK\n2001:db8::/32 REJECT not here\n!10.0.0.1 x\nif 0.0.0.0/0\n1.2.3.4 y\nendif\n"),
                        "networks",
                        NetworkTable::new)
                > 0);
    }

    @Test
    void queriesAreUnderstoodOrRefused() {
        List<String> files = List.of(
                "hosts = 127.0.0.1, unix:/run/x\nuser = me\npassword = \"secret\"\ndbname = mail\nquery = SELECT 1 FROM x WHERE"
                        + " y = '%s' AND d = '%d'\nresult_format = <%s>\ndomain = a.test, b.test\nexpansion_limit = 3\n",
                "dbpath = /x\ntable = a\nselect_field = b\nwhere_field = c\nadditional_conditions = AND 1=1\n");
        assertTrue(Fuzz.run(files, bytes -> {
                    try {
                        QueryFile file =
                                QueryFile.parse(new String(bytes, UTF_8).lines().toList());
                        for (String key : KEYS) {
                            assertNotNull(file.joined(key, List.of("found")));
                        }
                    } catch (IllegalArgumentException refused) {
                        assertNotNull(refused.getMessage());
                    }
                })
                > 0);
    }
}
