package org.jdbmail.mime.listing;

import static org.jdbmail.mime.Mails.crlf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.jdbmail.mime.Mails;
import org.jdbmail.mime.bytes.MessageBytes;
import org.jdbmail.mime.field.HeaderText;
import org.jdbmail.mime.field.MailDate;
import org.jdbmail.mime.structure.MimePart;
import org.junit.jupiter.api.Test;

final class MessageSummaryTest {
    private static MessageSummary summary(String mail) {
        return MessageSummary.of(MessageBytes.of(crlf(mail)));
    }

    @Test
    void aSummaryHoldsWhatListingsShow() {
        MessageSummary summary = MessageSummary.of(MessageBytes.of(Mails.plain(2_000)));
        assertEquals("Minutes of the meeting on Tuesday", summary.subject());
        assertEquals("Alice Example <alice@sender.example>", summary.from());
        assertEquals("Bob <bob@receiver.example>, carol@receiver.example", summary.to());
        assertEquals("J\u00fcrgen <juergen@receiver.example>", summary.cc());
        assertEquals("20260414071243.4F2B81C0A7@sender.example", summary.keys().messageId());
        assertEquals(
                List.of("zero@receiver.example", "first@receiver.example"),
                summary.keys().references());
        assertEquals(Instant.parse("2026-04-14T07:12:43Z"), summary.keys().sent());
    }

    @Test
    void anEmptyMessageHasASummaryOfNothing() {
        MessageSummary summary = summary("");
        assertNull(summary.subject());
        assertNull(summary.from());
        assertNull(summary.keys().messageId());
        assertNull(summary.keys().sent());
        assertEquals(List.of(), summary.keys().references());
        assertEquals(0, summary.listing().size());
        assertEquals(
                "(NIL NIL NIL NIL NIL NIL NIL NIL NIL NIL)",
                Mails.text(summary.listing().envelope()));
    }

    @Test
    void textsAreBoundedAndHoldNoNul() {
        assertEquals(1_000, summary("Subject: " + "x".repeat(5_000)).subject().length());
        assertEquals(
                999,
                summary("Subject: x" + "=?utf-8?q?=F0=9F=98=80?=".repeat(1_000))
                        .subject()
                        .length());
        assertEquals("a\ufffdb", summary("Subject: a\0b").subject());
        assertEquals(
                1_000, summary("To: " + "someone@example.org,".repeat(300)).to().length());
    }

    @Test
    void groupsAndBrokenAddressesAreShown() {
        assertEquals(
                "team: a@b, C <c@d>;, e@f",
                summary("To: team: a@b, C <c@d>;, e@f").to());
        assertEquals(
                "undisclosed-recipients:;",
                summary("To: undisclosed-recipients:;").to());
        assertEquals("root, Some Body", summary("To: root, Some Body").to());
    }

    @Test
    void messageIdsAreReadLeniently() {
        assertEquals("a@b", summary("Message-ID: junk <a@ b> <c@d>").keys().messageId());
        assertEquals("bare@id", summary("Message-ID:  bare@id ").keys().messageId());
        assertNull(summary("Message-ID: ").keys().messageId());
        assertEquals(
                List.of("a@b", "c@d"),
                summary("References: <a@b><x <c@d>\n\t<a@b> <open").keys().references());
        StringBuilder many = new StringBuilder();
        for (int i = 0; i < 1_000; i++) {
            many.append(" <").append(i).append(">\n");
        }
        List<String> ids = summary("References:" + many).keys().references();
        assertEquals(200, ids.size());
        assertEquals("0", ids.getFirst());
        assertEquals("801", ids.get(1));
        assertEquals("999", ids.getLast());
    }

    @Test
    void headersAreDecodedHoweverTheyAreWritten() {
        assertEquals("J\u00fcrgen", HeaderText.decode("=?iso-8859-1?Q?J=FCrgen?="));
        assertEquals(
                "J\u00fcrgen M\u00fcller!", HeaderText.decode("=?UTF-8?q?J=C3=BCrgen_M?=  =?utf-8*de?B?w7xsbGVy?=!"));
        assertEquals("a \u20ac", HeaderText.decode("a =?windows-1252?b?gA==?="));
        assertEquals("\u00fc split", HeaderText.decode("=?utf-8?q?=C3?= =?utf-8?q?=BC_split?="));
        assertEquals("\u65e5\u672c", HeaderText.decode("=?ISO-2022-JP?B?GyRCRnxLXBsoQg==?="));
        assertEquals("raw \u00fc", HeaderText.decode("raw \u00c3\u00bc"));
        assertEquals("raw \u00fc", HeaderText.decode("raw \u00fc"));
        assertEquals("\u00fc", HeaderText.decode("=?no-such-charset?q?=C3=BC?="));
    }

    @Test
    void whatIsNoEncodedWordStaysAsItIs() {
        for (String text : new String[] {
            "=?", "=?=", "=??=", "=?utf-8?", "=?utf-8?x?abc?=", "=?utf-8?q?open", "a =?utf-8?q", "=?utf-8?b", "1=?2?=3"
        }) {
            assertEquals(text, HeaderText.decode(text));
        }
        assertEquals("", HeaderText.decode("=?utf-8?q??="));
    }

    @Test
    void datesAreReadHoweverTheyAreWritten() {
        String[][] dates = {
            {"Tue, 14 Apr 2026 09:12:43 +0200", "2026-04-14T09:12:43+02:00"},
            {"14 Apr 2026 09:12 +0200", "2026-04-14T09:12:00+02:00"},
            {"Tue,14 Apr 26 9:12:43 -0730 (CET (x))", "2026-04-14T09:12:43-07:30"},
            {"Tue Apr 14 09:12:43 2026", "2026-04-14T09:12:43Z"},
            {"Tue Apr 14 09:12:43 EST 2026", "2026-04-14T09:12:43-05:00"},
            {"Tue, 14-Apr-2026 09:12:43 GMT", "2026-04-14T09:12:43Z"},
            {"Tuesday, 14 April 2026 09:12:43 PM", "2026-04-14T21:12:43Z"},
            {"14 Apr 98 00:00:60 GMT+01:00", "1998-04-14T00:00:59+01:00"},
            {"Tue, 14 Apr 2026 09:12:43+0200", "2026-04-14T09:12:43+02:00"},
            {"Tue, 14 Apr 2026", "2026-04-14T00:00:00Z"},
            {"Tue, 14 Apr 2026 09:12:43 +9999", "2026-04-14T09:12:43Z"},
            {"Sat, 24 (comment) Mar 107 23:00:00 Z", "2007-03-24T23:00:00Z"}
        };
        for (String[] date : dates) {
            assertEquals(OffsetDateTime.parse(date[1]), MailDate.parse(date[0]), date[0]);
        }
        for (String none : new String[] {
            "",
            "yesterday",
            "31 Feb 2026 00:00:00 +0000",
            "14 Apr",
            "1 Jan 2026 99:99:99",
            "31 Dec 1899 23:59:59 +0000",
            "1 Jan 0900 00:00:00 +0000"
        }) {
            assertNull(MailDate.parse(none), none);
        }
        assertNotNull(MailDate.parse("1 Jan 1970 00:00 ((((((((" + "(".repeat(100_000)));
    }

    @Test
    void bodyIsMadeOfBodystructure() {
        String mail = "Content-Type: multipart/mixed; boundary=b\nContent-Language: de\n\n"
                + "--b\nContent-Type: text/plain; charset=\"a\\\"b)\"\nContent-MD5: x\nContent-Location: n\u00c3\u00bc(\n\nx\n"
                + "--b\nContent-Type: message/rfc822\nContent-Disposition: inline; a=b\n\n"
                + "Subject: (\u00c3\u00bc\nTo: g: a@b;\nContent-Type: multipart/x\n\nx\n"
                + "--b\nContent-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\nx\n"
                + "--b\nContent-Type: image/png; name=" + "\u00fc".repeat(3)
                + "\nContent-Disposition: attachment\n\nx\n"
                + "--b--\n";
        MimePart root = Mails.scan(crlf(mail));
        byte[] extended = BodyStructure.extended(root);
        assertEquals(Mails.text(BodyStructure.basic(root)), Mails.text(BodyStructure.form(extended, false, true)));
    }
}
