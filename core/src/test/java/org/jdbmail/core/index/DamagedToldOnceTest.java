package org.jdbmail.core.index;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.jdbmail.core.mail.FlagSet;
import org.jdbmail.core.mail.NumberSet;
import org.jdbmail.core.reading.Damaged;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** The log names a message whose content is gone once, however often and by whomever it is read; whoever was expunged is not named at all. */
class DamagedToldOnceTest {
    @Test
    void eachIsNamedOnce() {
        FakeMailbox mailbox = new FakeMailbox();
        long one = mailbox.add(FlagSet.NONE);
        long other = mailbox.add(FlagSet.NONE);
        long expunged = mailbox.add(FlagSet.NONE);
        mailbox.remove(expunged);
        MailboxSnapshot now =
                new MailboxIndexes(mailbox, 1 << 20).open(FakeMailbox.ID).refresh();
        Logger log = (Logger) LoggerFactory.getLogger(Damaged.class);
        ListAppender<ILoggingEvent> written = new ListAppender<>();
        written.start();
        log.addAppender(written);
        try {
            Damaged damaged = new Damaged();
            for (int session = 0; session < 3; session++) {
                assertEquals(NumberSet.of(one), damaged.among(NumberSet.of(one), FakeMailbox.ID, now));
            }
            assertEquals(NumberSet.of(other), damaged.among(NumberSet.of(other), FakeMailbox.ID, now));
            assertEquals(NumberSet.EMPTY, damaged.among(NumberSet.of(expunged), FakeMailbox.ID, now));
            assertEquals(2, written.list.size(), written.list.toString());
        } finally {
            log.detachAppender(written);
        }
    }
}
