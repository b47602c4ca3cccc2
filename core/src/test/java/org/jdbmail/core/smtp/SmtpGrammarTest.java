package org.jdbmail.core.smtp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SmtpGrammarTest {
    private static final Set<SmtpExtension> ALL = EnumSet.allOf(SmtpExtension.class);

    private static SmtpCommand parse(String line) throws SmtpSyntaxException {
        return SmtpGrammar.parse(line.getBytes(UTF_8), ALL);
    }

    private static EnvelopeAddress recipient(String path) throws SmtpSyntaxException {
        return ((SmtpCommand.Recipient) parse("RCPT TO:" + path)).recipient();
    }

    private static SmtpReply refusal(String line) {
        return refusal(line, ALL);
    }

    private static SmtpReply refusal(String line, Set<SmtpExtension> offered) {
        return assertThrows(
                        SmtpSyntaxException.class,
                        () -> SmtpGrammar.parse(line.getBytes(UTF_8), offered),
                        () -> "accepted: " + line)
                .reply();
    }

    @Test
    void verbsAreReadWhateverTheirCase() throws Exception {
        assertEquals(new SmtpCommand.Hello(SmtpCommand.Greeting.LHLO, "mx.example"), parse("lhlo mx.example"));
        assertEquals(new SmtpCommand.Hello(SmtpCommand.Greeting.EHLO, "[192.0.2.1]"), parse("EHLO [192.0.2.1]"));
        assertEquals(new SmtpCommand.Data(), parse("Data"));
        assertEquals(new SmtpCommand.Reset(), parse("RSET  "));
        assertEquals(new SmtpCommand.Noop(), parse("NOOP whatever is said"));
        assertEquals(new SmtpCommand.Quit(), parse("quit"));
        assertEquals(new SmtpCommand.Verify("bob"), parse("VRFY bob"));
        assertEquals(new SmtpCommand.Expand(""), parse("EXPN"));
        assertEquals(new SmtpCommand.Help("MAIL"), parse("HELP MAIL"));
        assertEquals(new SmtpCommand.StartTls(), parse("STARTTLS"));
    }

    @ParameterizedTest
    @CsvSource({
        "<bob@example.test>, bob, example.test",
        "<bob>, bob, ''",
        "<bob+work@example.test>, bob+work, example.test",
        "<\"bob smith\"@example.test>, bob smith, example.test",
        "<\"a\\\"b\\\\c\"@example.test>, a\"b\\c, example.test",
        "<\"user@inner\"@example.test>, user@inner, example.test",
        "<a..b.@docomo.example>, a..b., docomo.example",
        "<bob@[192.0.2.1]>, bob, [192.0.2.1]",
        "<bob@[IPv6:2001:db8::1]>, bob, [IPv6:2001:db8::1]",
        "'<@one.example,@two.example:bob@example.test>', bob, example.test",
        "<bob@sub_domain.example>, bob, sub_domain.example",
        "<jörg@exämple.test>, jörg, exämple.test",
    })
    void addressesAreRead(String path, String local, String domain) throws Exception {
        assertEquals(new EnvelopeAddress(local, domain), recipient(path));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<>",
                "<",
                "bob@example.test",
                "<bob@example.test",
                "<bob@>",
                "<@example.test>",
                "<bob@ex ample>",
                "<bob@example..test>",
                "<bob@.example>",
                "<bob@example.>",
                "<bob smith@example.test>",
                "<\"bob@example.test>",
                "<\"\"@example.test>",
                "<a@b@c>",
                "<bob@[not closed>",
                "<bob@[]>",
                "<@a,b:c@d>",
                "<bob@example.test>x",
            })
    void malformedRecipientsAreSyntaxErrors(String path) {
        SmtpReply reply = refusal("RCPT TO:" + path);
        assertEquals(501, reply.code(), path);
    }

    @Test
    void addressesAreWrittenAsTheyWereRead() throws Exception {
        for (String path : new String[] {
            "<bob@example.test>",
            "<bob>",
            "<\"bob smith\"@example.test>",
            "<\"a\\\"b\\\\c\"@example.test>",
            "<\"a..b\"@x.test>"
        }) {
            EnvelopeAddress address = recipient(path);
            assertEquals(path, "<" + address + ">");
            assertEquals(address, recipient("<" + address + ">"));
        }
        assertEquals("", EnvelopeAddress.NULL.toString());
    }

    @Test
    void mailTakesAllItsParameters() throws Exception {
        SmtpCommand command =
                parse("MAIL FROM:<a@b.test> SIZE=12345 BODY=BINARYMIME SMTPUTF8 RET=HDRS ENVID=QQ+2B314159 AUTH=<>");
        assertEquals(
                new SmtpCommand.Mail(
                        new EnvelopeAddress("a", "b.test"),
                        new MailParameters(
                                12345,
                                MailParameters.Body.BINARY_MIME,
                                true,
                                MailParameters.Returned.HEADERS,
                                "QQ+314159",
                                null,
                                "")),
                command);
        assertEquals(new SmtpCommand.Mail(EnvelopeAddress.NULL, MailParameters.NONE), parse("MAIL FROM:<>"));
        assertEquals(new SmtpCommand.Mail(EnvelopeAddress.NULL, MailParameters.NONE), parse("mail from: <>"));
    }

    @ParameterizedTest
    @CsvSource({
        "SIZE=12x, 501", "SIZE=, 501", "SIZE=99999999999999999999, 501", "BODY=9BIT, 501", "SMTPUTF8=1, 501",
                "RET=SOME, 501",
        "ENVID=a+4, 501", "SIZE=1 SIZE=2, 501", "FOO=bar, 555", "NOTIFY=NEVER, 555", "=x, 501", "HOLDFOR=10, 555",
    })
    void badMailParametersAreTold(String parameters, int code) {
        assertEquals(code, refusal("MAIL FROM:<a@b.test> " + parameters).code());
    }

    @Test
    void parametersAndCommandsOfExtensionsThatAreNotOfferedAreUnknown() {
        assertEquals(555, refusal("MAIL FROM:<a@b> SIZE=1", Set.of()).code());
        assertEquals(555, refusal("MAIL FROM:<a@b> BODY=8BITMIME", Set.of()).code());
        assertEquals(
                555,
                refusal("MAIL FROM:<a@b> BODY=BINARYMIME", Set.of(SmtpExtension.EIGHT_BIT_MIME))
                        .code());
        assertEquals(555, refusal("MAIL FROM:<a@b> SMTPUTF8", Set.of()).code());
        assertEquals(555, refusal("MAIL FROM:<a@b> AUTH=<>", Set.of()).code());
        assertEquals(555, refusal("RCPT TO:<a@b> NOTIFY=NEVER", Set.of()).code());
        assertEquals(500, refusal("BDAT 5", Set.of()).code());
        assertEquals(500, refusal("STARTTLS", Set.of()).code());
        assertEquals(550, refusal("XCLIENT ADDR=192.0.2.1", Set.of()).code());
    }

    @Test
    void recipientsTakeDsnParameters() throws Exception {
        SmtpCommand.Recipient rcpt =
                (SmtpCommand.Recipient) parse("RCPT TO:<a@b.test> NOTIFY=SUCCESS,DELAY ORCPT=rfc822;x+2Ba@b.test");
        assertEquals(
                Set.of(RecipientParameters.Notify.SUCCESS, RecipientParameters.Notify.DELAY),
                rcpt.parameters().reports());
        assertEquals("x+a@b.test", rcpt.parameters().original());
        SmtpCommand.Recipient never = (SmtpCommand.Recipient) parse("RCPT TO:<a@b.test> NOTIFY=NEVER");
        assertTrue(never.parameters().reports().isEmpty());
        for (String bad :
                new String[] {"NOTIFY=NEVER,SUCCESS", "NOTIFY=", "ORCPT=rfc822", "ORCPT=;x", "NOTIFY=SUCCESS,"}) {
            assertEquals(501, refusal("RCPT TO:<a@b.test> " + bad).code(), bad);
        }
    }

    @Test
    void addressesBeyondAsciiNeedSmtputf8() {
        SmtpReply reply = refusal("MAIL FROM:<jörg@example.test>");
        assertEquals(553, reply.code());
        assertEquals("5.6.7", reply.enhanced());
    }

    @Test
    void chunksTellTheirSize() throws Exception {
        assertEquals(new SmtpCommand.Chunk(86, false), parse("BDAT 86"));
        assertEquals(new SmtpCommand.Chunk(0, true), parse("bdat 0 last"));
        for (String bad : new String[] {"BDAT", "BDAT x", "BDAT -1", "BDAT 5 FIRST", "BDAT 9999999999999999999 LAST"}) {
            assertEquals(501, refusal(bad).code(), bad);
        }
    }

    @Test
    void xclientTellsOfTheRealClient() throws Exception {
        XclientAttributes all = ((SmtpCommand.Xclient)
                        parse(
                                "XCLIENT NAME=[UNAVAILABLE] ADDR=IPV6:2001:db8::1 PORT=25 PROTO=ESMTP HELO=a+2Bb LOGIN=[TEMPUNAVAIL]"))
                .attributes();
        assertEquals("", all.or(XclientAttributes.Name.NAME, "x"));
        assertEquals("2001:db8:0:0:0:0:0:1", all.or(XclientAttributes.Name.ADDR, "x"));
        assertEquals("a+b", all.or(XclientAttributes.Name.HELO, "x"));
        assertEquals("x", all.or(XclientAttributes.Name.DESTADDR, "x"));
        for (String bad : new String[] {
            "XCLIENT",
            "XCLIENT FOO=bar",
            "XCLIENT ADDR=localhost",
            "XCLIENT PORT=70000",
            "XCLIENT PROTO=HTTP",
            "XCLIENT NAME=a+0D+0Ab"
        }) {
            assertEquals(501, refusal(bad).code(), bad);
        }
    }

    @Test
    void controlCharactersAndOctetsThatAreNotUtf8AreRefused() {
        assertEquals(500, refusal("NOOP \0").code());
        assertEquals(500, refusal("RCPT TO:<a\r@b>").code());
        byte[] latin1 = "RCPT TO:<jörg@example.test>".getBytes(ISO_8859_1);
        assertEquals(
                500,
                assertThrows(SmtpSyntaxException.class, () -> SmtpGrammar.parse(latin1, ALL))
                        .reply()
                        .code());
    }

    @Test
    void unknownCommandsAndMissingArgumentsAreTold() {
        assertEquals(500, refusal("").code());
        assertEquals(500, refusal("FOO bar").code());
        assertEquals(501, refusal("LHLO").code());
        assertEquals(501, refusal("LHLO two words").code());
        assertEquals(501, refusal("DATA now").code());
        assertEquals(501, refusal("VRFY").code());
        assertEquals(501, refusal("MAIL TO:<a@b>").code());
    }

    @Test
    void whateverIsSaidIsACommandOrASyntaxError() {
        String[] seeds = {
            "MAIL FROM:<@a,@b:\"q\\\"x\"@c.test> SIZE=10 BODY=8BITMIME RET=FULL ENVID=x+41 SMTPUTF8",
            "RCPT TO:<bob+x@[IPv6:::1]> NOTIFY=SUCCESS,FAILURE ORCPT=rfc822;a+2Bb@c",
            "XCLIENT NAME=a ADDR=192.0.2.1 PORT=25 HELO=x",
            "BDAT 1000 LAST",
            "LHLO mx.example",
        };
        Random random = new Random(20260301);
        int commands = 0;
        for (int i = 0; i < 200_000; i++) {
            byte[] line = seeds[random.nextInt(seeds.length)].getBytes(UTF_8);
            for (int edits = random.nextInt(4); edits > 0; edits--) {
                line[random.nextInt(line.length)] = (byte)
                        (random.nextBoolean() ? random.nextInt(256) : "<>@\"\\[]=:;,. +".charAt(random.nextInt(14)));
            }
            try {
                SmtpCommand command = SmtpGrammar.parse(line, ALL);
                commands++;
                if (command instanceof SmtpCommand.Recipient rcpt) {
                    // What was read can be written, and read again as the same.
                    String again = "RCPT TO:<" + rcpt.recipient() + ">";
                    assertEquals(rcpt.recipient(), ((SmtpCommand.Recipient) parse(again)).recipient());
                }
            } catch (SmtpSyntaxException e) {
                assertTrue(e.reply().code() >= 500, () -> e.reply().toString());
            }
        }
        assertTrue(commands > 1000, "the fuzzer hardly wrote a command: " + commands);
    }

    /** Unicode's upper case makes ASCII letters of others. */
    @Test
    void wordsAreAsciiOnly() {
        for (String line : new String[] {"R\u017fet", "re\u017fet", "DATA\u00df", "BDAT 1 LA\u017fT"}) {
            assertThrows(SmtpSyntaxException.class, () -> parse(line), line);
        }
    }
}
