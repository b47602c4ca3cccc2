package org.jdbmail.core.smtp;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.List;
import org.jdbmail.testkit.fuzz.Fuzz;
import org.junit.jupiter.api.Test;

/** Whatever a peer says is a command of LMTP and SMTP, or refused. */
class SmtpFuzzTest {
    private static final List<String> COMMANDS = List.of(
            "LHLO there.example",
            "EHLO [IPv6:2001:db8::1]",
            "MAIL FROM:<a@b.example> SIZE=100 BODY=8BITMIME RET=HDRS ENVID=QQ+2B1 SMTPUTF8",
            "MAIL FROM:<\"a b\"@[127.0.0.1]> BY=120;R AUTH=<>",
            "MAIL FROM:<>",
            "RCPT TO:<@x.example,@y.example:\"q\\\"x\"@b.example> NOTIFY=SUCCESS,DELAY ORCPT=rfc822;a+2Bb@c.example",
            "RCPT TO:<j\u00c3\u00b6rg@b\u00c3\u00bccher.example>",
            "BDAT 86 LAST",
            "XFORWARD NAME=spike.example ADDR=IPV6:::1 PROTO=ESMTP HELO=x SOURCE=REMOTE",
            "AUTH PLAIN AGEAYg==",
            "DATA",
            "RSET",
            "VRFY <a@b>",
            "NOOP x",
            "QUIT");

    @Test
    void whateverComesIsACommandOrRefused() {
        assertTrue(Fuzz.run(COMMANDS, line -> {
                    try {
                        assertNotNull(SmtpGrammar.parse(line, EnumSet.allOf(SmtpExtension.class)));
                    } catch (SmtpSyntaxException refused) {
                        assertNotNull(refused.getMessage());
                    }
                })
                > 0);
    }
}
