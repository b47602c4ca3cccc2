package org.jdbmail.lmtpd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.jdbmail.core.delivery.RecentRules;
import org.jdbmail.core.delivery.TableAnswers;
import org.jdbmail.core.delivery.TableFilters;
import org.jdbmail.core.smtp.EnvelopeAddress;
import org.jdbmail.core.smtp.RecipientParameters;
import org.jdbmail.testkit.net.SmtpSink;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The tables that administrators fill by hand, by the statements of their manuals. */
class TablesTest extends SendingFixture {
    private long modo;

    @BeforeEach
    void tables() {
        RecentRules rules = new RecentRules(store, Duration.ZERO);
        deciders.add(new TableFilters(rules));
        deciders.add(new TableAnswers(
                rules,
                new TableAnswers.Options(
                        "mail.test",
                        true,
                        "NEW MAIL NOTIFICATION",
                        new EnvelopeAddress("webmaster", "domain.test"),
                        true)));
        modo = user("modo@domain.test");
        runner.start();
    }

    private void sql(String statement) throws SQLException {
        try (Connection connection = DriverManager.getConnection(database.url());
                Statement one = connection.createStatement()) {
            one.execute("PRAGMA busy_timeout = 10000");
            one.execute(statement);
        }
    }

    private static String mail(String fields) {
        return "From: Someone <s@remote.test>\r\nTo: modo@domain.test\r\nMessage-ID: <1@remote.test>\r\n" + fields
                + "\r\nbody\r\n";
    }

    @Test
    void filtersFileMail() throws Exception {
        store.write(tx -> tx.mailboxes().create(modo, "Compta", null));
        store.write(tx -> tx.mailboxes().create(modo, "Lists", null));
        sql("insert into dbmail_filters ( user_id, headername, headervalue, mailbox) values ( '" + modo
                + "', 'From', 'bank@bnp.fr', 'Compta' )");
        sql("insert into dbmail_filters ( user_id, headername, headervalue, mailbox) values ( '" + modo
                + "', 'x-list', '%JDB_ail%', 'lists' )");
        sql("insert into dbmail_filters ( user_id, headername, headervalue, mailbox) values ( '" + modo
                + "', 'cc', 'compte@domain.test', 'inbox/sent' )");
        deliver("modo@domain.test", "From: The Bank <Bank@BNP.fr>\r\n\r\n");
        assertEquals(1, count("modo@domain.test", "Compta"));
        deliver("modo@domain.test", "From: a@b.test\r\nX-List: <the jdbMail list>\r\n\r\n");
        assertEquals(1, count("modo@domain.test", "Lists"));
        deliver("modo@domain.test", "From: a@b.test\r\nCc: compte@domain.test\r\n\r\n");
        assertEquals(1, count("modo@domain.test", "INBOX"), "a mailbox that is missing");
        deliver("modo@domain.test", "From: a@b.test\r\n\r\n");
        assertEquals(2, count("modo@domain.test", "INBOX"));
    }

    @Test
    void noticesAreSent() throws Exception {
        sql("INSERT INTO dbmail_auto_notifications ( user_idnr, notify_address ) VALUES ( '" + modo
                + "', 'admin.perso@fai.test' )");
        deliver("modo@domain.test", mail("Subject: secret\r\n"));
        SmtpSink.Received notice = received(1);
        assertEquals(List.of("RCPT TO:<admin.perso@fai.test>"), notice.recipients());
        assertTrue(notice.mail().startsWith("MAIL FROM:<>"), "an error has nowhere to go");
        assertTrue(
                notice.content()
                        .startsWith("From: <webmaster@domain.test>\r\nTo: <admin.perso@fai.test>\r\n"
                                + "Subject: NEW MAIL NOTIFICATION\r\nDate: "),
                notice.content());
        assertTrue(notice.content().contains("\r\nAuto-Submitted: auto-generated\r\n"));
        assertEquals(1, count("modo@domain.test", "INBOX"));
        deliver("modo@domain.test", mail("Auto-Submitted: auto-generated\r\n"));
        idle();
        assertEquals(1, sink.received().size(), "two accounts that tell each other would never end");
        sql(
                "UPDATE dbmail_auto_notifications SET notify_address = 'x@y.test' || char(13) || char(10) || 'RCPT TO:<z@y.test>'");
        deliver("modo@domain.test", mail(""));
        idle();
        assertEquals(1, sink.received().size(), "what is no address gets nothing");
        assertEquals(3, count("modo@domain.test", "INBOX"));
    }

    @Test
    void repliesAreSentOnceToEachSender() throws Exception {
        sql("INSERT INTO dbmail_auto_replies ( user_idnr, start_date, stop_date, reply_body ) VALUES ( '" + modo
                + "', '2012-10-22 00:00:00', '2113-01-01 00:00:00', 'Votre mail est bien arriv\u00e9' )");
        deliver("modo@domain.test", mail("Subject: =?utf-8?B?w6nDqQ==?= \u00fc\r\nReferences: <0@remote.test>\r\n"));
        SmtpSink.Received reply = received(1);
        assertEquals(List.of("RCPT TO:<s@remote.test>"), reply.recipients());
        assertTrue(reply.mail().startsWith("MAIL FROM:<>"));
        for (String wanted : List.of(
                "From: <modo@domain.test>\r\n",
                "To: <s@remote.test>\r\n",
                "Subject: =?utf-8?B?",
                "Auto-Submitted: auto-replied\r\n",
                "In-Reply-To: <1@remote.test>\r\n",
                "References: <0@remote.test> <1@remote.test>\r\n",
                "Content-Type: text/plain; charset=utf-8\r\n",
                "\r\n\r\nVotre mail est bien arriv=C3=A9\r\n")) {
            assertTrue(reply.content().contains(wanted), wanted + " in " + reply.content());
        }
        assertTrue(reply.content().chars().allMatch(c -> c < 0x80));
        deliver("modo@domain.test", mail("Subject: again\r\n"));
        idle();
        assertEquals(1, sink.received().size());
        deliver(EnvelopeAddress.ofPlain("other@remote.test"), RecipientParameters.NONE, "modo@domain.test", mail(""));
        received(2);
        sql("UPDATE dbmail_auto_replies SET reply_body = 'another text'");
        deliver("modo@domain.test", mail(""));
        received(3);
        sql("UPDATE dbmail_auto_replies SET stop_date = '2012-12-31 00:00:00', reply_body = 'too late'");
        deliver("modo@domain.test", mail(""));
        idle();
        assertEquals(3, sink.received().size());
        assertEquals(5, count("modo@domain.test", "INBOX"));
    }

    // RFC 3834 §2
    @Test
    void programsAndListsAreNotAnswered() throws Exception {
        sql("INSERT INTO dbmail_auto_replies ( user_idnr, start_date, stop_date, reply_body ) VALUES ( '" + modo
                + "', '2012-10-22 00:00:00', '2113-01-01 00:00:00', 'away' )");
        for (String fields : List.of(
                "Auto-Submitted: auto-replied; owner=x\r\n",
                "Precedence: bulk\r\n",
                "List-Id: <l.remote.test>\r\n",
                "X-Auto-Response-Suppress: DR, OOF\r\n",
                "X-DBMail-Reply: x\r\n")) {
            deliver("modo@domain.test", mail(fields));
        }
        deliver("modo@domain.test", "From: s@remote.test\r\nTo: somebody@else.test\r\n\r\n");
        for (String sender :
                List.of("MAILER-DAEMON@x.test", "owner-l@x.test", "l-request@x.test", "modo@domain.test")) {
            deliver(EnvelopeAddress.ofPlain(sender), RecipientParameters.NONE, "modo@domain.test", mail(""));
        }
        deliver(EnvelopeAddress.NULL, RecipientParameters.NONE, "modo@domain.test", mail(""));
        idle();
        assertEquals(List.of(), sink.received());
        assertEquals(11, count("modo@domain.test", "INBOX"));
        alias("other.name@domain.test", Long.toString(modo));
        deliver("modo@domain.test", "From: s@remote.test\r\nCc: Other.Name@domain.test\r\n\r\n");
        assertFalse(received(1).content().isEmpty(), "it was addressed to another name of the account");
        sql("DELETE FROM dbmail_replycache");
        deliver("modo@domain.test", mail("Auto-Submitted: no (really)\r\n"));
        assertFalse(received(2).content().isEmpty());
    }
}
