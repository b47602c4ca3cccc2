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

    @Test
    void howManyMessagesACommandIsAboutIsNotLimitedUnlessASettingSaysSo() throws BadSettings {
        assertEquals(0, options("").bounds().messages());
        assertEquals(0, options("").bounds().saved());
        assertEquals(5_000, options("message_limit = 5000\n").bounds().messages());
        // RFC 9738 §3
        assertEquals(1_000, options("save_limit = 10\n").bounds().saved());
    }

    @Test
    void whoFollowsLinksForOthersIsChosen() throws BadSettings {
        assertEquals(Set.of(), options("").submitters());
        assertEquals(Set.of("submit"), options("urlauth_submitters = Submit\n").submitters());
    }
}
