package org.jdbmail.core.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jdbmail.core.mail.Flag;
import org.jdbmail.core.mail.NumberSet;
import org.jdbmail.core.store.MailboxStatus;
import org.jdbmail.core.store.Messages.State;
import org.junit.jupiter.api.Test;

/** What a snapshot says of its messages, place by place and in sum, against a plain list of them. */
class MailboxSnapshotTest {
    private record Message(long uid, int flags, boolean isRecent) {}

    private final List<Message> messages = new ArrayList<>();

    /** So many messages, every third UID, that a few chunks are full. */
    private MailboxSnapshot filled(int count) {
        ChangeSet changes = new ChangeSet();
        for (int i = 0; i < count; i++) {
            long uid = 10 + 3L * i;
            int flags = (i < 5 || i % 7 == 0 ? Flag.SEEN.bit() : 0) | (i % 11 == 0 ? Flag.DELETED.bit() : 0);
            messages.add(new Message(uid, flags, i % 4 == 1));
            changes.message(uid, 1_000 + uid, flags, i % 4 == 1, 5 + i, 100 + i, 1_700_000_000L + i, false);
            if (i == 2_000) {
                changes.keyword(uid, "Work");
            }
        }
        return changes.applyTo(MailboxSnapshot.empty(new State(1, 1, 0)), new State(99_999, 99_999, 0));
    }

    private long unclaimed(long claimedTo) {
        return messages.stream()
                .filter(message -> message.isRecent && message.uid > claimedTo)
                .count();
    }

    @Test
    void everyPlaceHasWhatItsMessageHas() {
        MailboxSnapshot snapshot = filled(5_000);
        assertEquals(5_000, snapshot.size());
        for (int i = 0; i < 5_000; i++) {
            Message message = messages.get(i);
            assertEquals(message.uid, snapshot.uid(i));
            assertEquals(1_700_000_000L + i, snapshot.internalDate(i));
            assertEquals(message.flags, snapshot.systemFlags(i));
            assertEquals(message.isRecent, snapshot.isUnclaimed(i));
            assertEquals(i, snapshot.placeOf(message.uid));
            assertEquals(-1 - i, snapshot.placeOf(message.uid - 1));
            assertEquals(-2 - i, snapshot.placeOf(message.uid + 1));
            assertEquals(i, snapshot.firstFrom(message.uid - 2));
        }
        assertEquals(5, snapshot.firstUnseen());
        assertEquals(10 + 3L * 4_999, snapshot.lastUid());
        assertEquals(
                new MailboxStatus(
                        5_000,
                        (int) unclaimed(0),
                        (int) messages.stream()
                                .filter(m -> (m.flags & Flag.SEEN.bit()) == 0)
                                .count(),
                        (int) messages.stream()
                                .filter(m -> (m.flags & Flag.DELETED.bit()) != 0)
                                .count(),
                        99_999,
                        99_999),
                snapshot.status());
    }

    @Test
    void whatWasClaimedIsRecentForNobodyElse() {
        MailboxSnapshot snapshot = filled(5_000);
        for (int place : IntStream.of(0, 1, 2, 1_022, 1_023, 1_024, 1_025, 2_047, 2_048, 4_998, 4_999)
                .toArray()) {
            for (long upTo : new long[] {snapshot.uid(place) - 1, snapshot.uid(place), snapshot.uid(place) + 1}) {
                MailboxSnapshot claimed = snapshot.claimed(upTo);
                assertEquals(upTo, claimed.claimedTo());
                assertEquals(unclaimed(upTo), claimed.unclaimed(), "up to " + upTo);
                boolean isLeft = messages.get(place).isRecent && messages.get(place).uid > upTo;
                assertEquals(isLeft, claimed.isUnclaimed(place));
            }
        }
        assertEquals(0, snapshot.claimed(snapshot.lastUid()).unclaimed());
    }

    @Test
    void uidsOfNeighboursAreOneRange() {
        MailboxSnapshot snapshot = filled(3_000);
        NumberSet uids = snapshot.uidsAt(new int[] {0, 1, 2, 4, 1_500, 1_501, 2_999});
        assertEquals(4, uids.ranges());
        for (int i = 0; i < 3_000; i++) {
            boolean isWanted = i <= 2 || i == 4 || i == 1_500 || i == 1_501 || i == 2_999;
            assertEquals(isWanted, uids.contains(snapshot.uid(i)), "place " + i);
        }
        assertTrue(uids.contains(11), "between two neighbours there is nobody");
        assertEquals(0, snapshot.uidsAt(new int[0]).ranges());
    }

    @Test
    void flagsOfTwoMomentsAreCompared() {
        MailboxSnapshot snapshot = filled(3_000);
        MailboxSnapshot same = filled(3_000);
        ChangeSet changes = new ChangeSet();
        Message message = messages.get(2_001);
        changes.message(message.uid, 1_000 + message.uid, message.flags, false, 100_000, 100, 1_700_000_000L, false);
        changes.keyword(message.uid, "Home");
        MailboxSnapshot later = changes.applyTo(snapshot, new State(100_000, 99_999, 0));
        assertTrue(snapshot.sameFlags(1_999, later, 1_999));
        assertTrue(snapshot.sameFlags(2_000, later, 2_000));
        assertFalse(snapshot.sameFlags(2_001, later, 2_001));
        assertFalse(snapshot.sameFlags(2_000, later, 2_001));
        // Two that know their keywords by different numbers.
        assertTrue(snapshot.sameFlags(2_000, same, 2_000));
        assertFalse(later.sameFlags(2_001, same, 2_001));
        assertEquals(List.of("Work", "Home"), later.keywordsInUse());
    }
}
