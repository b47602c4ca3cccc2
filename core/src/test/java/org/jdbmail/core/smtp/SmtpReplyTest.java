package org.jdbmail.core.smtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.junit.jupiter.api.Test;

class SmtpReplyTest {
    @Test
    void everyLineHasTheCodes() {
        assertEquals("214-2.0.0 a\r\n214 2.0.0 b\r\n", new SmtpReply(214, "2.0.0", List.of("a", "b")).toString());
        assertEquals("354 go\r\n", SmtpReply.of(354, "", "go").toString());
    }

    @Test
    void textThatRepeatsThePeerCannotForgeALine() {
        assertEquals(
                "500 5.5.1 a  250 ok \r\n",
                SmtpReply.of(500, "5.5.1", "a\r\n250 ok\0").toString());
    }

    @Test
    void ourOwnTroubleIsAlwaysTemporary() {
        Set<Reason> ours = EnumSet.of(Reason.UNAVAILABLE, Reason.CORRUPT, Reason.LIMIT, Reason.IN_USE, Reason.EXPUNGED);
        for (Reason reason : ours) {
            SmtpReply reply = new RefusalReplies(true).of(new Refusal(reason, "x"), "<a> ");
            assertEquals(4, reply.code() / 100, reason.toString());
        }
    }

    @Test
    void theEnhancedCodeIsOfTheSameClass() {
        for (Reason reason : Reason.values()) {
            for (boolean isFinal : new boolean[] {true, false}) {
                SmtpReply reply = new RefusalReplies(isFinal).of(new Refusal(reason, "x"), "");
                assertTrue(reply.enhanced().startsWith(reply.code() / 100 + "."), reply.toString());
            }
        }
        Refusal full = new Refusal(Reason.OVER_QUOTA, "x");
        assertEquals(552, new RefusalReplies(true).of(full, "").code());
        assertEquals(452, new RefusalReplies(false).of(full, "").code());
    }
}
