package org.jdbmail.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jdbmail.cli.dbmail.ProgramVersion;
import org.jdbmail.sql.schema.Schema;
import org.junit.jupiter.api.Test;

/** What is said of the version is the same everywhere. */
class VersionTest {
    private static String read(String file) throws Exception {
        return Files.readString(Path.of(System.getProperty("jdbmail.root"), file));
    }

    @Test
    void everythingTellsTheVersionOfThePom() throws Exception {
        Matcher pom = Pattern.compile("<artifactId>jdbmail</artifactId>\\s*<version>([^<]+)</version>")
                .matcher(read("pom.xml"));
        assertTrue(pom.find());
        String version = pom.group(1).replace("-SNAPSHOT", "");
        assertEquals(version, ProgramVersion.NUMBER);
        assertTrue(read("CHANGELOG.md").contains("\n## " + version), "the changes");
        assertTrue(read("CHANGELOG.md").contains("The tables are of schema " + Schema.CURRENT + "."), "the schema");
        assertTrue(
                read("contrib/compose/compose.yaml").contains("image: jdbmail:" + version + "\n"), "the compose file");
        assertTrue(read("docs/admin/install.md").contains("./jdbmail_" + version + "_amd64.deb"), "the manual");
    }
}
