package org.jdbmail.cli.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.jdbmail.cli.Programs;
import org.jdbmail.cli.Programs.Ran;
import org.jdbmail.cli.start.Failure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code jdbmail tls}: a certificate to begin with, and a look at those that there are. */
class TlsCommandTest {
    @TempDir
    private Path folder;

    private Ran made(String days, String... hosts) {
        String[] words = new String[8 + hosts.length];
        String[] first = {"tls", "self-signed", "--cert", folder + "/c.pem", "--key", folder + "/k.pem", "--days", days
        };
        System.arraycopy(first, 0, words, 0, first.length);
        System.arraycopy(hosts, 0, words, first.length, hosts.length);
        return Programs.jdbmail(words);
    }

    private Ran checked(String more) throws IOException {
        Path conf = Files.writeString(
                folder.resolve("dbmail.conf"),
                "[DBMAIL]\ndburi = sqlite:///none\ntls_cert = %1$s/c.pem\ntls_key = %1$s/k.pem\n%2$s\n"
                        .formatted(folder, more));
        return Programs.jdbmail("tls", "check", "--config", conf.toString());
    }

    @Test
    void whatWasMadeIsAServersCertificateAndGood() throws IOException {
        assertEquals(0, made("365", "mail.example.test", "192.0.2.1").status());
        assertEquals(
                "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("k.pem"))));
        Ran good = checked("");
        assertEquals(0, good.status(), good.err());
        assertTrue(good.out().contains("mail.example.test, 192.0.2.1"), good.out());
        assertEquals(Failure.UNAVAILABLE, made("1", "x").status(), "nothing is overwritten");
        // GnuTLS reads only keys with their public half (RFC 5915 §3), and so Debian's Exim.
        assertTrue(Files.size(folder.resolve("k.pem")) > 200);
    }

    @Test
    void whatIsWrongIsSaid() throws IOException {
        made("3", "mail.example.test");
        Ran soon = checked("");
        assertEquals(Failure.CONFIGURATION, soon.status());
        assertTrue(soon.out().contains("it ends soon"), soon.out());
        Files.setPosixFilePermissions(folder.resolve("k.pem"), PosixFilePermissions.fromString("rw-r--r--"));
        Ran open = checked("");
        assertTrue(open.out().contains("can be read by every user"), open.out());
        Ran none = checked("tls_more_certs = " + folder + "/none.pem:" + folder + "/k.pem");
        assertEquals(Failure.CONFIGURATION, none.status());
        assertTrue(none.err().contains("none.pem"), none.err());
        Files.delete(folder.resolve("c.pem"));
        Files.writeString(folder.resolve("c.pem"), "rubbish");
        Ran rubbish = checked("");
        assertEquals(Failure.CONFIGURATION, rubbish.status());
        assertTrue(rubbish.err().contains("c.pem: no certificate in it"), rubbish.err());
    }
}
