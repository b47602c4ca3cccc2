package org.jdbmail.core.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jdbmail.core.mail.Flag;
import org.jdbmail.core.mail.FlagSet;
import org.jdbmail.core.mail.NumberSet;
import org.jdbmail.core.store.Messages.FlagMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Snapshots of a mailbox that is large enough to be cut into many chunks. */
class ChunksTest {
    private static final int MESSAGES = 20_000;

    private final FakeMailbox mailbox = new FakeMailbox();
    private final MailboxIndexes indexes = new MailboxIndexes(mailbox, 100_000_000);

    private static int shared(MailboxSnapshot one, MailboxSnapshot other) {
        Map<Chunk, Boolean> known = new IdentityHashMap<>();
        Arrays.stream(one.chunks).forEach(chunk -> known.put(chunk, true));
        return (int) Arrays.stream(other.chunks).filter(known::containsKey).count();
    }

    private void fill(int messages) {
        for (int i = 0; i < messages; i++) {
            mailbox.add(i % 3 == 0 ? FlagSet.of(Flag.SEEN) : FlagSet.NONE);
        }
    }

    private void check(MailboxSnapshot snapshot) {
        List<Long> uids = mailbox.uids();
        assertEquals(uids.size(), snapshot.size());
        int deleted = 0;
        int firstUnseen = -1;
        for (int place = 0; place < uids.size(); place++) {
            FlagSet flags = mailbox.rows.get(uids.get(place)).flags();
            assertEquals(uids.get(place), snapshot.uid(place));
            assertEquals(place, snapshot.placeOf(uids.get(place)));
            assertEquals(flags, snapshot.flags(place));
            assertEquals(uids.get(place) + 1000, snapshot.physId(place));
            assertEquals(10 * uids.get(place), snapshot.octets(place));
            assertEquals(mailbox.rows.get(uids.get(place)).modseq(), snapshot.modseq(place));
            deleted += flags.has(Flag.DELETED) ? 1 : 0;
            firstUnseen = firstUnseen < 0 && !flags.has(Flag.SEEN) ? place : firstUnseen;
        }
        assertEquals(deleted, snapshot.deleted());
        assertEquals(
                deleted,
                snapshot.deletedAmong(NumberSet.range(1, Long.MAX_VALUE)).size());
        assertEquals(firstUnseen, snapshot.firstUnseen());
        for (Chunk chunk : snapshot.chunks) {
            assertTrue(chunk.size > 0 && chunk.size <= Chunk.MOST);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {MESSAGES, 5 * MESSAGES})
    void what_changes_one_message_copies_one_chunk_however_many_there_are(int messages) {
        fill(messages);
        MailboxIndex index = indexes.open(FakeMailbox.ID);
        MailboxSnapshot first = index.latest();
        int chunks = first.chunks.length;
        assertTrue(chunks > 15 * messages / MESSAGES);
        mailbox.flag(7_000, FlagSet.of(Flag.DELETED.bit(), Set.of("Work")));
        MailboxSnapshot flagged = index.latest();
        assertEquals(chunks - 1, shared(first, flagged));
        mailbox.remove(7_001);
        MailboxSnapshot removed = index.latest();
        assertEquals(chunks - 1, shared(flagged, removed));
        mailbox.add(FlagSet.NONE);
        MailboxSnapshot added = index.latest();
        assertEquals(chunks - 1, shared(removed, added));
        MailboxSnapshot assumed = Merge.assume(added, NumberSet.of(3, 4), FlagMode.ADD, FlagSet.of(Flag.FLAGGED));
        assertEquals(added.chunks.length - 1, shared(added, assumed));
        check(added);
        assertEquals(Flag.FLAGGED.bit() | Flag.SEEN.bit(), assumed.systemFlags(3));
    }

    @Test
    void a_view_goes_through_any_changes() {
        fill(MESSAGES);
        Random random = new Random(20261128);
        MailboxIndex index = indexes.open(FakeMailbox.ID);
        SessionView view = new SessionView(index, true, mailbox.seq());
        List<Long> told = new ArrayList<>(mailbox.uids());
        assertEquals(told.size(), view.told().size());
        for (int each = 0; each < 60; each++) {
            int round = each;
            List<Long> uids = mailbox.uids();
            int from = random.nextInt(uids.size());
            int count = switch (round % 4) {
                case 0 -> 1;
                case 1 -> 10;
                case 2 -> 700;
                default -> 2_500;
            };
            for (int i = from; i < Math.min(uids.size(), from + count); i++) {
                switch (random.nextInt(4)) {
                    case 0 -> mailbox.remove(uids.get(i));
                    case 1 -> mailbox.flag(uids.get(i), FlagSet.of(Flag.DELETED));
                    default -> {}
                }
            }
            for (int i = 0; i < count / 4; i++) {
                mailbox.add(FlagSet.of(Flag.SEEN));
            }
            check(index.latest());
            boolean mayExpunge = round % 3 != 0;
            view.update(mayExpunge, new Announcer<RuntimeException>() {
                @Override
                public void keywords(List<String> all) {}

                @Override
                public void expunged(int[] sequences, long[] uids) {
                    for (int i = 0; i < uids.length; i++) {
                        assertEquals(uids[i], told.remove(sequences[i] - 1));
                    }
                }

                @Override
                public void exists(int messages) {
                    for (int place = told.size(); place < messages; place++) {
                        told.add(view.told().uid(place));
                    }
                }

                @Override
                public void recent(int messages) {}

                @Override
                public boolean hearsModseqs() {
                    return round % 2 == 0;
                }

                @Override
                public void flags(int sequence, MailboxSnapshot snapshot, int place) {
                    assertEquals(told.get(sequence - 1), snapshot.uid(place));
                }
            });
            assertEquals(told.size(), view.told().size());
            for (int place = 0; place < told.size(); place++) {
                assertEquals(told.get(place), view.told().uid(place));
            }
            if (mayExpunge) {
                assertEquals(mailbox.uids(), told);
            }
        }
        assertSame(index, view.index());
    }
}
