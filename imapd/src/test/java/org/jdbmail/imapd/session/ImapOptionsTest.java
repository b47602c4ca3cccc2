package org.jdbmail.imapd.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Set;
import org.jdbmail.core.settings.BadSettings;
import org.jdbmail.core.settings.ImapSettings;
import org.jdbmail.core.settings.NetworkSettings;
import org.jdbmail.core.settings.Settings;
import org.junit.jupiter.api.Test;

/** What a settings file makes of the server; how it then behaves is in the transcripts. */
final class ImapOptionsTest {
    private static ImapOptions options(String lines) throws BadSettings {
        Settings settings = Settings.parse("dbmail.conf", "[DBMAIL]\ndburi = sqlite:///x\n[IMAP]\n" + lines);
        return ImapOptions.from(ImapSettings.from(settings), NetworkSettings.imap(settings), "1");
    }

    @Test
    void literalsThatDoNotWaitAreLongUnlessASettingSaysOtherwise() throws BadSettings {
        assertFalse(options("").limits().literalMinus());
        assertTrue(options("literal_minus = yes\n").limits().literalMinus());
    }

    /** RFC 3501 §5.4: half an hour at least. */
    @Test
    void aClientThatIsLoggedInMayBeSilentForHalfAnHourWhateverASettingSays() throws BadSettings {
        assertEquals(
                Duration.ofMinutes(30), options("timeout = 60\n").patience().silence());
        assertEquals(Duration.ofHours(2), options("timeout = 7200\n").patience().silence());
        assertEquals(
                Duration.ofSeconds(20),
                options("login_timeout = 20\n").patience().login());
    }

    @Test
    void theGreetingAndWhoSetsQuotasAreChosen() throws BadSettings {
        ImapOptions options = options("banner = Welcome\nquota_administrators = Admin, root\n");
        assertEquals("Welcome", options.names().banner());
        assertEquals(Set.of("admin", "root"), options.privileges().quotaAdministrators());
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
        assertEquals(Set.of(), options("").privileges().submitters());
        assertEquals(
                Set.of("submit"),
                options("urlauth_submitters = Submit\n").privileges().submitters());
    }
}
