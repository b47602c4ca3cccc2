package org.jdbmail.core.settings;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jdbmail.testkit.fuzz.Fuzz;
import org.junit.jupiter.api.Test;

/** Whatever stands in a settings file is understood, or refused with a sentence. */
class SettingsFuzzTest {
    private static final List<String> FILES = List.of(
            "[DBMAIL]\ndburi = sqlite:///var/mail.db\nhostname = mail.test # here\nfile_logging_levels = 31\n",
            "[IMAP]\nbindip = 0.0.0.0, ::\nport = 143\ntls_port = 993\nmax_sessions=100\n[POP]\nport =\n",
            "[DELIVERY]\nSIEVE = yes\nsubaddress=no\nauto_reply = yes\nsuppress_duplicates = yes\n",
            "[LDAP]\nHOSTNAME =\nPORT = 389\nBASE_DN = \"dc=x, dc=y\"\n; a comment\n",
            "[SMTP]\ndirect = yes\nsrs_secret = a, b\n[HTTP]\nadmin = a:b\n");

    @Test
    void whateverStandsThereIsUnderstoodOrRefused() {
        assertTrue(Fuzz.run(FILES, bytes -> {
                    try {
                        Settings settings = Settings.parse("x.conf", new String(bytes, StandardCharsets.UTF_8));
                        DeliverySettings.from(settings);
                        OutgoingSettings.from(settings);
                    } catch (BadSettings refused) {
                        assertNotNull(refused.getMessage());
                    }
                })
                > 0);
    }
}
