package org.jdbmail.mime.listing;

import static org.jdbmail.mime.Mails.crlf;
import static org.jdbmail.mime.Mails.scan;
import static org.jdbmail.mime.Mails.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.OffsetDateTime;
import java.util.List;
import org.jdbmail.mime.bytes.MessageBytes;
import org.jdbmail.mime.field.MailAddress;
import org.jdbmail.mime.structure.HeaderField;
import org.junit.jupiter.api.Test;

final class ImapStructureTest {
    private static String envelope(String header) {
        return text(ImapEnvelope.of(scan(crlf(header + "\n\nbody\n")).header()));
    }

    private static String from(String value) {
        String envelope = envelope("From: " + value);
        // (NIL NIL from sender reply-to NIL NIL NIL NIL NIL), the middle ones being equal
        String three = envelope.substring("(NIL NIL ".length(), envelope.length() - " NIL NIL NIL NIL NIL)".length());
        String one = three.substring(0, (three.length() - 2) / 3);
        assertEquals(one + ' ' + one + ' ' + one, three);
        return one;
    }

    private static String structure(String mail) {
        return text(BodyStructure.extended(scan(crlf(mail))));
    }

    private static String basic(String mail) {
        return text(BodyStructure.basic(scan(crlf(mail))));
    }

    @Test
    void anEnvelopeHasItsTenItemsInOrder() {
        assertEquals(
                "(\"Thu, 15 Feb 2007 01:02:03 +0200\" \"subject header\""
                        + " ((\"From Real\" NIL \"fromuser\" \"fromdomain.org\"))"
                        + " ((\"Sender Real\" NIL \"senderuser\" \"senderdomain.org\"))"
                        + " ((\"ReplyTo Real\" NIL \"replytouser\" \"replytodomain.org\"))"
                        + " ((\"To Real\" NIL \"touser\" \"todomain.org\"))"
                        + " ((\"Cc Real\" NIL \"ccuser\" \"ccdomain.org\"))"
                        + " ((\"Bcc Real\" NIL \"bccuser\" \"bccdomain.org\"))"
                        + " \"<reply@to.id>\" \"<msg@id>\")",
                envelope("""
                        Message-ID: <msg@id>
                        In-Reply-To: <reply@to.id>
                        Date: Thu, 15 Feb 2007 01:02:03 +0200
                        Subject: subject header
                        From: From Real <fromuser@fromdomain.org>
                        To: To Real <touser@todomain.org>
                        Cc: Cc Real <ccuser@ccdomain.org>
                        Bcc: Bcc Real <bccuser@bccdomain.org>
                        Sender: Sender Real <senderuser@senderdomain.org>
                        Reply-To: ReplyTo Real <replytouser@replytodomain.org>"""));
    }

    @Test
    void senderAndReplyToThatAreEmptyAreFrom() {
        assertEquals(
                "(NIL NIL ((\"Real Name\" NIL \"user\" \"domain\")) ((\"Real Name\" NIL \"user\" \"domain\"))"
                        + " ((\"Real Name\" NIL \"user\" \"domain\")) NIL NIL NIL NIL NIL)",
                envelope("From: user@domain (Real Name)\nSender: \nReply-To: "));
        assertEquals("(NIL NIL NIL NIL NIL NIL NIL NIL NIL NIL)", envelope("X-Nothing: here"));
    }

    @Test
    void groupsHaveAStartAndAnEnd() {
        assertEquals(
                "((NIL NIL \"group\" NIL)(NIL NIL \"g1\" \"d1.org\")(NIL NIL \"g2\" \"d2.org\")(NIL NIL NIL NIL)"
                        + "(NIL NIL \"group2\" NIL)(NIL NIL \"g3\" \"d3.org\")(NIL NIL NIL NIL))",
                from("group: g1@d1.org, g2@d2.org;, group2: g3@d3.org;"));
        assertEquals(
                "((NIL NIL \"group\" NIL)(NIL NIL NIL NIL)(NIL NIL \"group two\" NIL)(NIL NIL NIL NIL))",
                from("group:;, \"group two\": (foo) ;"));
        assertEquals("((NIL NIL \"Undisclosed recipients\" NIL)(NIL NIL NIL NIL))", from("Undisclosed recipients:"));
    }

    @Test
    void addressesComeInManyForms() {
        assertEquals("((NIL NIL \"user\" \"domain\"))", from("user@domain"));
        assertEquals("((NIL NIL \"user-from\" \"domain.org\"))", from("<user-from (comment)@ (comment) domain.org>"));
        assertEquals("((NIL \"@route\" \"user\" \"domain\"))", from("<@route:user@domain>"));
        assertEquals("((NIL \"@r1,@r2\" \"user\" \"domain\"))", from("<@r1, @r2 :user@domain>"));
        assertEquals("((\"A. B. Name\" NIL \"a.b\" \"c.d\"))", from("A. B. Name <a . b@c . d>"));
        assertEquals("((\"Doe, \\\"J\\\"\" NIL \"a\" \"b\"))", from("\"Doe, \\\"J\\\"\" <a@b>"));
        assertEquals("((\"=?UTF-8?Q?J=C3=BCrgen?= X\" NIL \"a\" \"b\"))", from("=?UTF-8?Q?J=C3=BCrgen?= X\n <a@b>"));
        assertEquals("((NIL NIL \"john doe\" \"b\"))", from("\"john doe\"@b"));
        assertEquals("((NIL NIL \"a\" \"[192.0.2.1]\"))", from("a@[192.0.2.1]"));
        assertEquals("((NIL NIL \".a..b.\" \"c\"))", from(".a..b.@c"));
    }

    @Test
    void brokenAddressesAreNamedAndNotLost() {
        assertEquals("((NIL NIL \"root\" \"MISSING_DOMAIN\"))", from("root"));
        assertEquals("((\"Some Body\" NIL \"MISSING_MAILBOX\" \"MISSING_DOMAIN\"))", from("Some Body"));
        assertEquals("((\"x\" NIL \"MISSING_MAILBOX\" \"MISSING_DOMAIN\"))", from("\"x\""));
        assertEquals("((\"Name\" NIL \"MISSING_MAILBOX\" \"MISSING_DOMAIN\"))", from("Name <>"));
        assertEquals("((\"Name\" NIL \"user\" \"MISSING_DOMAIN\"))", from("Name <user>"));
        assertEquals("((\"Name\" NIL \"a\" \"SYNTAX_ERROR\"))", from("Name <a@b"));
        assertEquals("((NIL NIL \"a\" \"b\")(NIL NIL \"c\" \"d\"))", from("a@b junk [, c@d"));
        assertEquals("((NIL NIL \"a\" \"b\")(NIL NIL \"c\" \"d\"))", from("a@b; ,, c@d"));
    }

    @Test
    void textsThatCannotBeQuotedAreLiterals() {
        assertEquals(
                "(NIL {4}\r\nn\u00c3\u00a9e NIL NIL NIL NIL NIL NIL NIL NIL)", envelope("Subject: n\u00c3\u00a9e"));
        assertEquals("(NIL \"a \\\"b\\\" \\\\c\" NIL NIL NIL NIL NIL NIL NIL NIL)", envelope("Subject: a \"b\" \\c"));
        assertEquals("(NIL \"\" NIL NIL NIL NIL NIL NIL NIL NIL)", envelope("Subject:"));
        assertEquals("(NIL \"two \tlines\" NIL NIL NIL NIL NIL NIL NIL NIL)", envelope("Subject: two\n \tlines \n "));
        String big = "x".repeat(2000);
        assertEquals("(NIL {2000}\r\n" + big + " NIL NIL NIL NIL NIL NIL NIL NIL)", envelope("Subject: " + big));
    }

    @Test
    void repeatedAddressFieldsAreOneList() {
        assertEquals(
                "(NIL \"two\" NIL NIL NIL ((NIL NIL \"a\" \"b\")(NIL NIL \"c\" \"d\")) NIL NIL NIL NIL)",
                envelope("To: a@b\nSubject: one\nSubject: two\nTo: c@d"));
    }

    @Test
    void aMultipartListsItsParts() {
        String mail = """
                Mime-Version: 1.0
                Content-Type: multipart/mixed; boundary="foo
                 bar"

                --foo bar
                Content-Type: text/x-myown; charset=us-ascii

                hello

                --foo bar--
                """;
        assertEquals("((\"text\" \"x-myown\" (\"charset\" \"us-ascii\") NIL NIL \"7bit\" 7 1) \"mixed\")", basic(mail));
        assertEquals(
                "((\"text\" \"x-myown\" (\"charset\" \"us-ascii\") NIL NIL \"7bit\" 7 1 NIL NIL NIL NIL)"
                        + " \"mixed\" (\"boundary\" \"foo bar\") NIL NIL NIL)",
                structure(mail));
    }

    @Test
    void aPartTellsAllItsFields() {
        assertEquals(
                "(\"image\" \"png\" (\"name*\" \"utf-8''%e2b.png\") \"<id@x>\" \"a picture\""
                        + " \"base64\" 6 \"Q2hlY2s=\" (\"attachment\" (\"filename\" \"a b.png\" \"size\" \"3\"))"
                        + " (\"en\" \"de-CH\") \"http://x.example/\")",
                structure("""
                        Content-Type: image/png; name*0*=utf-8''%e2; name*1="b.png"
                        Content-ID: <id@x>
                        Content-Description: a
                         picture
                        Content-Transfer-Encoding: base64
                        Content-MD5: Q2hlY2s=
                        Content-Disposition: attachment; filename="a b.png"; size=3
                        Content-Language: en, de-CH
                        Content-Location: http://x.example/

                        AAAA
                        """));
    }

    /** RFC 2231 §6. */
    @Test
    void valuesInSectionsAreJoined() {
        assertEquals("(\"name\" \"one two\")", parameters("name*0=\"one \"; name*1=two"));
        assertEquals("(\"a\" \"1\" \"b\" \"2\" \"name\" \"xy\")", parameters("a=1; NAME*1=y; b=2; name*0=x"));
        assertEquals("(\"name*\" \"''a%20%25%F6b%20\")", parameters("name*0=\"a %\u00f6\"; name*1*=b%20"));
        assertEquals("(\"n*\" \"utf-8'en'%20a%27%28b\")", parameters("n*0*=utf-8'en'%20; n*1=\"a'(b\""));
        // what is no row of sections, or lies behind a gap
        assertEquals("(\"n\" \"x\" \"n*2\" \"z\")", parameters("n*0=x; n*2=z"));
        assertEquals("(\"n*1\" \"y\")", parameters("n*1=y"));
        assertEquals("(\"n*01\" \"y\" \"*0\" \"z\" \"n*\" \"''q\")", parameters("n*01=y; *0=z; n*=''q"));
        assertEquals("(\"n\" \"x\" \"n*0\" \"other\")", parameters("n*0=x; n*0=other"));
    }

    private static String parameters(String written) {
        String structure = structure("Content-Type: image/png; " + written + "\n\nx\n");
        String before = "(\"image\" \"png\" ";
        String after = " NIL NIL \"7bit\" 3 NIL NIL NIL NIL)";
        assertEquals(
                before + after,
                structure.substring(0, before.length()) + structure.substring(structure.length() - after.length()));
        return structure.substring(before.length(), structure.length() - after.length());
    }

    @Test
    void aTextWithoutTypeIsPlainUsAscii() {
        assertEquals(
                "(\"text\" \"plain\" (\"charset\" \"us-ascii\") NIL NIL \"7bit\" 3 1 NIL NIL NIL NIL)",
                structure("Subject: x\n\na\n"));
        assertEquals(
                "(\"Text\" \"HTML\" (\"format\" \"flowed\" \"charset\" \"us-ascii\") NIL NIL \"8BIT\" 0 0)",
                basic("Content-Type: Text/HTML; format=flowed\nContent-Transfer-Encoding: 8BIT\n\n"));
    }

    @Test
    void aMessageInsideHasItsEnvelopeAndStructure() {
        assertEquals(
                "(\"message\" \"rfc822\" NIL NIL NIL \"7bit\" 20 (NIL \"in\" NIL NIL NIL NIL NIL NIL NIL NIL)"
                        + " (\"text\" \"plain\" (\"charset\" \"us-ascii\") NIL NIL \"7bit\" 5 1) 3)",
                basic("Content-Type: message/rfc822\n\nSubject: in\n\nabc\n"));
    }

    @Test
    void whatTheGrammarCannotSayIsSaidAsDovecotDoes() {
        assertEquals(
                "((\"text\" \"plain\" (\"charset\" \"us-ascii\") NIL NIL \"7bit\" 0 0) \"mixed\")",
                basic("Content-Type: multipart/mixed\n\ntext\n"));
        assertEquals(
                "(\"message\" \"rfc822\" NIL NIL NIL \"base64\" 6 (NIL NIL NIL NIL NIL NIL NIL NIL NIL NIL)"
                        + " (\"text\" \"plain\" (\"charset\" \"us-ascii\") NIL NIL \"7bit\" 0 0) 1)",
                basic("Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\nAAAA\n"));
    }

    @Test
    void aStructureThatIsTooLargeIsWrittenWithoutWhatMayBeMissing() {
        String part = "--b\nContent-Type: text/html; name=" + "n".repeat(500) + "\nContent-ID: x\n\nx\n"
                + "--b\nContent-Type: " + "t".repeat(50) + "/" + "s".repeat(50) + "\n\n"
                + "--b\nContent-Type: message/rfc822\n\nSubject: y\n\n\n";
        String structure = structure("Content-Type: multipart/mixed; boundary=b\n\n" + part.repeat(4_000) + "--b--\n");
        String html = "(\"text\" \"html\" (\"charset\" \"us-ascii\") NIL NIL \"7bit\" 1 0 NIL NIL NIL NIL)";
        String other = "(\"application\" \"octet-stream\" NIL NIL NIL \"7bit\" 0 NIL NIL NIL NIL)";
        String message = "(\"message\" \"rfc822\" NIL NIL NIL \"7bit\" 14 (NIL NIL NIL NIL NIL NIL NIL NIL NIL NIL)"
                + " (\"text\" \"plain\" (\"charset\" \"us-ascii\") NIL NIL \"7bit\" 0 0 NIL NIL NIL NIL) 2 NIL NIL NIL NIL)";
        assertEquals("(" + (html + other + message).repeat(4_000) + " \"mixed\" NIL NIL NIL NIL)", structure);
    }

    @Test
    void addressesAreReadForPeopleToo() {
        byte[] mail = crlf("From: =?utf-8?q?=C3=BC?= <a@b>\nDate: 1 Jan 2026 10:00 +0100\n\nX: body\n");
        List<HeaderField> fields = HeaderField.list(MessageBytes.of(mail));
        assertEquals(2, fields.size());
        MailAddress address = fields.getFirst().addresses().getFirst();
        assertEquals("\u00fc", address.displayName());
        assertEquals("a@b", address.address());
        assertEquals(
                OffsetDateTime.parse("2026-01-01T10:00:00+01:00"),
                fields.getLast().date());
    }

    /** RFC 3501 §9, media-message; RFC 9051 §7.5.2. */
    @Test
    void onlyRev2KnowsTheStructureOfMessageGlobal() {
        String inner = "Content-Type: MESSAGE/Global\n\nSubject: i\n\nbody\n";
        byte[] whole = BodyStructure.extended(scan(crlf("Content-Type: multipart/mixed; boundary=b\n\n--b\n" + inner
                + "--b\nContent-Type: message/rfc822\n\n" + inner + "--b--\n")));
        assertSame(whole, BodyStructure.form(whole, true, true));
        String global = "(\"MESSAGE\" \"Global\" NIL NIL NIL \"7bit\" ";
        String rev1 = text(BodyStructure.form(whole, true, false));
        assertEquals(
                "(" + global + "18 NIL NIL NIL NIL)"
                        + "(\"message\" \"rfc822\" NIL NIL NIL \"7bit\" 50 (NIL NIL NIL NIL NIL NIL NIL NIL NIL NIL) "
                        + global + "18 NIL NIL NIL NIL) 4 NIL NIL NIL NIL)"
                        + " \"mixed\" (\"boundary\" \"b\") NIL NIL NIL)",
                rev1);
        assertEquals(
                "(" + global + "18)"
                        + "(\"message\" \"rfc822\" NIL NIL NIL \"7bit\" 50 (NIL NIL NIL NIL NIL NIL NIL NIL NIL NIL) "
                        + global + "18) 4) \"mixed\")",
                text(BodyStructure.form(whole, false, false)));
    }

    @Test
    void namesOfFilesNeedNoQuotes() {
        String mail = "Content-Type: application/pdf; name=A  b\n c.pdf ; x=y z\n"
                + "Content-Disposition: attachment; FileName=Partnership Agreement Form.pdf; size=3\n\n";
        String structure = structure(mail);
        assertTrue(structure.contains("(\"name\" \"A  b c.pdf\" \"x\" \"y\")"), structure);
        assertTrue(structure.contains("(\"FileName\" \"Partnership Agreement Form.pdf\" \"size\" \"3\")"), structure);
    }
}
