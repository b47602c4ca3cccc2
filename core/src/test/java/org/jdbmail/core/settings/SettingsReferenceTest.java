package org.jdbmail.core.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The manual in the repository is what the declarations say; {@code ./x docs} writes it anew. */
class SettingsReferenceTest {
    @Test
    void theManualIsWhatTheDeclarationsSay() throws IOException {
        Path page = Path.of(System.getProperty("jdbmail.root"), "docs", "reference", "settings.md");
        if ("write".equals(System.getProperty("jdbmail.docs"))) {
            Files.createDirectories(page.getParent());
            Files.writeString(page, Manual.markdown());
        }
        assertEquals(Files.readString(page), Manual.markdown(), "run ./x docs");
    }
}
