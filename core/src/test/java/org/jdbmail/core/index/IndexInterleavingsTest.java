package org.jdbmail.core.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;
import org.jdbmail.core.mail.Flag;
import org.jdbmail.core.mail.FlagSet;
import org.jdbmail.core.mail.NumberSet;
import org.jdbmail.core.store.Messages.FlagMode;
import org.jdbmail.core.store.Messages.Stored;
import org.jdbmail.testkit.interleave.Interleavings;
import org.jdbmail.testkit.interleave.Scenario;
import org.junit.jupiter.api.Test;

/** Sessions on one mailbox, whose threads are held at any of their steps. */
class IndexInterleavingsTest {
    private static final FlagSet SEEN = FlagSet.of(Flag.SEEN);

    @Test
    void whatSessionsDoToAMailboxIsSeenByAllOfThem() throws Exception {
        Interleavings.run(Changes.class);
    }

    /** Some add, flag and remove, each by the index as sessions do; one looks on as a client. */
    static final class Changes implements Scenario {
        private final FakeMailbox mailbox = new FakeMailbox();
        private final MailboxIndex index = new MailboxIndexes(mailbox, 1 << 20, () -> 0).open(FakeMailbox.ID);
        private final long first = mailbox.add(FlagSet.NONE);
        private final long second = mailbox.add(FlagSet.NONE);
        private final SessionView view = new SessionView(index, true, mailbox.seq());
        private final ClientModel client = new ClientModel();

        Changes() {
            client.exists(view.told().size());
        }

        @Override
        public List<Part> parts() {
            return List.of(this::add, () -> flag(first), () -> flag(second), this::lookOn, this::add);
        }

        private void add() {
            long uid = mailbox.add(FlagSet.NONE);
            assertTrue(uids(index.latest()).contains(uid), "one's own message is not in sight");
            mailbox.remove(uid);
            assertTrue(!uids(index.refresh()).contains(uid), "a message that is gone is in sight");
        }

        private void flag(long uid) {
            long mark = index.mark();
            Stored stored;
            synchronized (mailbox) {
                mailbox.flag(uid, SEEN);
                stored = new Stored(mailbox.seq(), NumberSet.of(uid), NumberSet.EMPTY);
            }
            index.stored(stored, FlagMode.ADD, SEEN, mark);
            MailboxSnapshot now = index.latest();
            assertEquals(SEEN, now.flags(uids(now).indexOf(uid)), "one's own flag is not in sight");
        }

        private void lookOn() {
            for (int i = 0; i < 4; i++) {
                client.begin(i % 2 == 0);
                view.update(i % 2 == 0, client);
            }
        }

        private static List<Long> uids(MailboxSnapshot snapshot) {
            return IntStream.range(0, snapshot.size()).mapToObj(snapshot::uid).toList();
        }

        @Override
        public void check() {
            MailboxSnapshot now = index.latest();
            assertEquals(mailbox.uids(), uids(now));
            assertEquals(SEEN, now.flags(0));
            assertEquals(SEEN, now.flags(1));
            client.begin(true);
            view.update(true, client);
            assertEquals(2, client.messages.size());
            assertEquals(SEEN, client.messages.get(0).flags);
            assertEquals(SEEN, client.messages.get(1).flags);
        }
    }

    @Test
    void eachRecentMessageIsClaimedOnce() throws Exception {
        Interleavings.run(Claims.class);
    }

    /** Several sessions claim, while mail comes. */
    static final class Claims implements Scenario {
        private final FakeMailbox mailbox = new FakeMailbox();
        private final MailboxIndex index = new MailboxIndexes(mailbox, 1 << 20, () -> 0).open(FakeMailbox.ID);
        private final ReentrantLock lock = new ReentrantLock();
        private long claimed;

        @Override
        public List<Part> parts() {
            return List.of(
                    this::claim,
                    this::claim,
                    this::claim,
                    () -> mailbox.add(FlagSet.NONE),
                    () -> mailbox.add(FlagSet.NONE));
        }

        private void claim() {
            index.latest();
            long count = index.claimRecent().size();
            lock.lock();
            try {
                claimed += count;
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void check() {
            claim();
            assertEquals(2, claimed);
        }
    }
}
