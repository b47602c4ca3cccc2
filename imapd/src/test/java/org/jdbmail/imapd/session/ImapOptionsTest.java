package org.jdbmail.imapd.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import org.jdbmail.core.settings.BadSettings;
import org.jdbmail.core.settings.ImapSettings;
import org.jdbmail.core.settings.Settings;
import org.junit.jupiter.api.Test;

/** What a settings file makes of the server; how it then behaves is in the transcripts. */
final class ImapOptionsTest {
    private static ImapOptions options(String lines) throws BadSettings {
        Settings settings = Settings.parse("dbmail.conf", "[DBMAIL]\ndburi = sqlite:///x\n[IMAP]\n" + lines);
        return ImapOptions.from(ImapSettings.from(settings), "1");
    }

    @Test
    void literalsThatDoNotWaitAreLongUnlessASettingSaysOtherwise() throws BadSettings {
        assertFalse(options("").limits().literalMinus());
        assertTrue(options("literal_minus = yes\n").limits().literalMinus());
    }

    @Test
    void theGreetingAndWhoSetsQuotasAreChosen() throws BadSettings {
        ImapOptions options = options("banner = Welcome\nquota_administrators = Admin, root\n");
        assertEquals("Welcome", options.banner());
        assertEquals(Set.of("admin", "root"), options.quotaAdministrators());
    }
}
