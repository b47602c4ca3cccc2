package org.jdbmail.authd.proto;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.jdbmail.testkit.fuzz.Fuzz;
import org.junit.jupiter.api.Test;

/** Whatever a client of Dovecot's authentication protocol says is a command, or refused. */
class AuthFuzzTest {
    private static final List<String> LINES = List.of(
            "VERSION\t1\t1",
            "CPID\t4711",
            "AUTH\t1\tPLAIN\tservice=smtp\tnologin\tlip=127.0.0.1\trip=192.0.2.7\tlport=25\trport=4711\tsecured"
                    + "\tresp=AGFsaWNlAHNlY3JldA==",
            "AUTH\t2\tSCRAM-SHA-256\tservice=imap\tsecured=tls\tcert_username=a\001tb\tclient_id=x",
            "CONT\t1\tbiwsbj11c2VyLHI9",
            "CANCEL\t1",
            "NEWER\twords");

    @Test
    void whateverComesIsACommandOrRefused() {
        assertTrue(Fuzz.run(LINES, line -> {
                    try {
                        assertNotNull(AuthCommand.parse(line));
                    } catch (AuthSyntaxException refused) {
                        assertNotNull(refused.getMessage());
                    }
                })
                > 0);
    }

    @Test
    void whatIsWrittenIntoAFieldIsReadOutOfIt() {
        assertTrue(Fuzz.run(List.of("a\tb\nc\rd\001e\0", "plain", ""), bytes -> {
                    String value = new String(bytes, UTF_8);
                    String line = "x\t" + Fields.escaped(value) + "\ty";
                    assertTrue(line.indexOf('\n') < 0);
                    assertEquals(List.of("x", value, "y"), Fields.split(line.getBytes(UTF_8)));
                })
                > 0);
    }
}
