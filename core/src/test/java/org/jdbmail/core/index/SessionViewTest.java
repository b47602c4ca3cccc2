package org.jdbmail.core.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jdbmail.core.mail.Flag;
import org.jdbmail.core.mail.FlagSet;
import org.jdbmail.core.mail.NumberSet;
import org.jdbmail.core.store.Delivered;
import org.jdbmail.core.store.Destination;
import org.jdbmail.core.store.Messages.FlagMode;
import org.jdbmail.core.store.Messages.Stored;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionViewTest {
    private final FakeMailbox mailbox = new FakeMailbox();
    private final MailboxIndexes indexes = new MailboxIndexes(mailbox, 1 << 20);

    /** A session and what its client believes. */
    private final class Pair {
        final SessionView view = new SessionView(indexes.open(FakeMailbox.ID), false, mailbox.seq());
        final ClientModel client = new ClientModel();

        Pair() {
            client.keywords(view.told().keywordsInUse());
            client.exists(view.told().size());
            for (int i = 0; i < view.told().size(); i++) {
                client.flags(i + 1, view.told(), i);
            }
        }

        void update(boolean mayExpunge) {
            client.begin(mayExpunge);
            view.update(mayExpunge, client);
            check();
        }

        /** The client fetches what it was not told, and agrees with the rest. */
        void check() {
            assertEquals(view.told().size(), client.messages.size());
            for (int i = 0; i < view.told().size(); i++) {
                ClientModel.Known known = client.messages.get(i);
                if (known.flags == null) {
                    known.flags = view.told().flags(i);
                    known.modseq = view.told().modseq(i);
                }
                assertEquals(known.flags, view.told().flags(i), "flags of " + (i + 1));
                assertEquals(known.modseq, view.told().modseq(i), "MODSEQ of " + (i + 1));
            }
        }

        List<Long> uids() {
            List<Long> uids = new ArrayList<>();
            for (int i = 0; i < view.told().size(); i++) {
                uids.add(view.told().uid(i));
            }
            return uids;
        }
    }

    @Test
    void expunged_messages_stay_until_they_may_be_told() {
        long one = mailbox.add(FlagSet.NONE);
        long two = mailbox.add(FlagSet.of(Flag.SEEN));
        Pair pair = new Pair();
        mailbox.remove(one);
        long three = mailbox.add(FlagSet.NONE);
        mailbox.flag(two, FlagSet.of(Flag.DRAFT));
        pair.update(false);
        assertEquals(List.of(one, two, three), pair.uids());
        pair.update(false);
        mailbox.remove(three);
        pair.update(true);
        assertEquals(List.of(two), pair.uids());
    }

    @Test
    void a_message_that_appears_before_others_makes_those_come_anew() {
        mailbox.addAt(10, FlagSet.NONE);
        mailbox.addAt(30, FlagSet.NONE);
        Pair pair = new Pair();
        mailbox.addAt(20, FlagSet.NONE);
        pair.update(false);
        assertEquals(List.of(10L, 30L), pair.uids());
        pair.update(true);
        assertEquals(List.of(10L, 20L, 30L), pair.uids());
    }

    @Test
    void of_two_sessions_one_gets_each_recent_message() {
        mailbox.add(FlagSet.NONE);
        Pair first = new Pair();
        Pair second = new Pair();
        assertEquals(1, first.view.recentCount());
        assertEquals(0, second.view.recentCount());
        mailbox.add(FlagSet.NONE);
        second.update(true);
        first.update(true);
        assertEquals(1, first.view.recentCount());
        assertEquals(1, second.view.recentCount());
        assertTrue(second.view.isRecent(1));
        assertFalse(first.view.isRecent(1));
        assertEquals(0, new SessionView(indexes.open(FakeMailbox.ID), true, mailbox.seq()).recentCount());
    }

    @Test
    void keywords_that_no_message_has_any_more_are_not_in_use() {
        long one = mailbox.add(FlagSet.of(0, Set.of("a", "b")));
        mailbox.add(FlagSet.of(0, Set.of("b", "c")));
        Pair pair = new Pair();
        assertEquals(Set.of("a", "b", "c"), Set.copyOf(pair.view.told().keywordsInUse()));
        mailbox.flag(one, FlagSet.NONE);
        pair.update(true);
        assertEquals(Set.of("b", "c"), Set.copyOf(pair.view.told().keywordsInUse()));
    }

    @Test
    void flags_that_were_changed_and_changed_back_are_told_to_whoever_hears_modseqs() {
        long one = mailbox.add(FlagSet.NONE);
        long two = mailbox.add(FlagSet.NONE);
        Pair pair = new Pair();
        mailbox.flag(one, FlagSet.of(Flag.SEEN));
        mailbox.flag(one, FlagSet.NONE);
        long modseq = mailbox.seq();
        pair.update(false);
        assertEquals(modseq, pair.client.messages.getFirst().modseq);
        mailbox.flag(two, FlagSet.of(Flag.SEEN));
        mailbox.flag(two, FlagSet.NONE);
        List<Integer> told = new ArrayList<>();
        pair.view.update(true, new ClientModel() {
            @Override
            public boolean hearsModseqs() {
                return false;
            }

            @Override
            public void flags(int sequence, MailboxSnapshot snapshot, int place) {
                told.add(sequence);
            }
        });
        assertEquals(List.of(), told);
    }

    @Test
    void what_a_client_has_changed_itself_is_told_once() {
        long one = mailbox.add(FlagSet.NONE);
        Pair pair = new Pair();
        mailbox.flag(one, FlagSet.of(Flag.SEEN));
        pair.view.assume(NumberSet.of(one), FlagMode.ADD, FlagSet.of(Flag.SEEN));
        pair.view.caused(new Stored(mailbox.seq(), NumberSet.of(one), NumberSet.EMPTY));
        List<Integer> told = new ArrayList<>();
        pair.view.update(true, new ClientModel() {
            @Override
            public void flags(int sequence, MailboxSnapshot snapshot, int place) {
                told.add(sequence);
            }
        });
        assertEquals(List.of(), told);
        assertEquals(mailbox.seq(), pair.view.told().modseq(0));
    }

    @Test
    void a_keyword_that_the_client_is_let_assume_is_told_even_where_nothing_else_is_new() {
        long one = mailbox.add(FlagSet.NONE);
        mailbox.add(FlagSet.NONE);
        Pair pair = new Pair();
        mailbox.remove(one);
        pair.update(false);
        // It is gone, which the client can't be told yet: what it stores there goes nowhere but into its own view.
        pair.view.assume(NumberSet.range(one, one), FlagMode.ADD, FlagSet.of(0, Set.of("a")));
        List<String> told = new ArrayList<>();
        pair.view.update(false, new ClientModel() {
            @Override
            public void keywords(List<String> all) {
                told.addAll(all);
            }
        });
        assertEquals(List.of("a"), told);
    }

    @Test
    void who_comes_back_is_told_of_keywords_that_went_out_of_use() {
        long one = mailbox.add(FlagSet.of(0, Set.of("a")));
        Pair pair = new Pair();
        mailbox.flag(one, FlagSet.NONE);
        pair.update(true);
        SessionView other = new SessionView(indexes.open(FakeMailbox.ID), false, mailbox.seq());
        assertEquals(List.of(), other.keywordsTold());
        other.rememberKeywords();
        assertEquals(List.of("a"), other.keywordsTold());
    }

    @Test
    void a_mailbox_can_be_read_though_nothing_can_be_claimed() {
        mailbox.add(FlagSet.NONE);
        mailbox.fill();
        Pair pair = new Pair();
        mailbox.add(FlagSet.of(Flag.SEEN));
        pair.update(true);
        assertEquals(2, pair.view.told().size());
        assertEquals(0, pair.view.recentCount());
    }

    @Test
    void a_mailbox_that_is_deleted_looks_empty() {
        mailbox.add(FlagSet.NONE);
        Pair pair = new Pair();
        mailbox.drop();
        pair.update(true);
        assertEquals(0, pair.view.told().size());
        assertTrue(pair.view.index().isGone());
    }

    @Test
    void where_tombstones_were_purged_the_mailbox_is_read_anew() {
        long one = mailbox.add(FlagSet.of(0, Set.of("x")));
        long two = mailbox.add(FlagSet.NONE);
        Pair pair = new Pair();
        mailbox.remove(one);
        mailbox.purge();
        pair.update(true);
        assertEquals(List.of(two), pair.uids());
    }

    @Test
    void who_knows_where_the_mailbox_stands_opens_it_without_a_look() {
        mailbox.add(FlagSet.NONE);
        indexes.close(new Pair().view.index());
        int before = mailbox.reads.get();
        Pair warm = new Pair();
        assertEquals(1, warm.view.told().size());
        assertEquals(
                1, indexes.status(FakeMailbox.ID, mailbox.seq()).orElseThrow().unseen());
        assertEquals(before, mailbox.reads.get());
        long two = mailbox.add(FlagSet.of(Flag.SEEN));
        Pair newer = new Pair();
        assertEquals(two, newer.view.told().lastUid());
        assertEquals(
                1, indexes.status(FakeMailbox.ID, mailbox.seq()).orElseThrow().unseen());
        assertEquals(
                2, indexes.status(FakeMailbox.ID, mailbox.seq()).orElseThrow().messages());
    }

    @Test
    void what_came_between_the_question_and_the_opening_is_told_with_the_next_command() {
        mailbox.add(FlagSet.NONE);
        indexes.close(new Pair().view.index());
        long seq = mailbox.seq();
        // Nobody has it open, so that nobody hears of this one.
        mailbox.add(FlagSet.NONE);
        SessionView view = new SessionView(indexes.open(FakeMailbox.ID), true, seq);
        assertEquals(1, view.told().size());
        view.update(false, new ClientModel());
        assertEquals(2, view.told().size());
    }

    @Test
    void a_database_that_was_restored_from_an_older_copy_is_read_anew() {
        long one = mailbox.add(FlagSet.NONE);
        long two = mailbox.add(FlagSet.NONE);
        Pair pair = new Pair();
        mailbox.restore(one);
        pair.update(true);
        assertEquals(List.of(one), pair.uids());
        assertEquals(two, pair.view.told().state().uidNext());
    }

    @Test
    void what_a_store_of_this_process_did_is_known_without_reading_it() {
        long one = mailbox.add(FlagSet.of(0, Set.of("Red", "Blue")));
        long two = mailbox.add(FlagSet.NONE);
        Pair pair = new Pair();
        FlagSet given = FlagSet.of(1, Set.of("red", "green"));
        MailboxIndex index = pair.view.index();
        long mark = index.mark();
        mailbox.flag(one, FlagSet.of(1, Set.of("Red", "green")));
        int looks = mailbox.reads.get();
        index.stored(new Stored(mailbox.seq(), NumberSet.of(one), NumberSet.EMPTY), FlagMode.REPLACE, given, mark);
        pair.update(false);
        assertEquals(List.of("green", "Red"), pair.view.told().keywords(0));
        assertEquals(1, pair.view.told().systemFlags(0));
        assertEquals(mailbox.seq(), pair.view.told().modseq(0));
        assertEquals(looks, mailbox.reads.get());
        // Where something else has happened as well, the rows are read.
        mark = index.mark();
        mailbox.flag(two, FlagSet.of(Flag.DRAFT));
        mailbox.flag(one, FlagSet.NONE);
        index.stored(
                new Stored(mailbox.seq(), NumberSet.of(one), NumberSet.EMPTY), FlagMode.REPLACE, FlagSet.NONE, mark);
        pair.update(false);
        assertEquals(FlagSet.of(Flag.DRAFT), pair.view.told().flags(1));
        assertEquals(FlagSet.NONE, pair.view.told().flags(0));
    }

    @Test
    void what_an_append_of_this_process_put_there_is_known_without_a_look() {
        mailbox.add(FlagSet.NONE);
        Pair pair = new Pair();
        pair.update(false);
        int looks = mailbox.reads.get();
        append(pair, FlagSet.of(2, Set.of("Green")), 0);
        pair.update(false);
        assertEquals(looks, mailbox.reads.get());
        assertEquals(mailbox.uids(), pair.uids());
        MailboxSnapshot told = pair.view.told();
        assertEquals(FlagSet.of(2, Set.of("Green")), told.flags(1));
        assertEquals(told.uid(1) + 1000, told.physId(1));
        assertEquals(10 * told.uid(1), told.octets(1));
        assertEquals(told.uid(1), told.internalDate(1));
        assertEquals(mailbox.seq(), told.modseq(1));
        assertEquals(told.uid(1) + 1, told.state().uidNext());
        // Where something else has happened as well, it is heard of.
        append(pair, FlagSet.NONE, told.uid(0));
        pair.update(false);
        assertEquals(mailbox.uids(), pair.uids());
        assertEquals(FlagSet.of(Flag.DRAFT), pair.view.told().flags(0));
    }

    /** APPEND by a session of this process, before which somebody else flags a message if one is named. */
    private void append(Pair pair, FlagSet flags, long flagged) {
        MailboxIndex index = pair.view.index();
        long mark = index.mark();
        if (flagged > 0) {
            mailbox.flag(flagged, FlagSet.of(Flag.DRAFT));
        }
        long uid = mailbox.add(flags);
        index.appended(
                new Delivered.Stored(uid, mailbox.seq(), uid + 1000),
                10 * uid,
                Instant.ofEpochSecond(uid),
                new Destination(FakeMailbox.ID, 1, flags, true),
                mark);
    }

    @Test
    void those_who_ask_at_the_same_time_share_one_look() throws Exception {
        MailboxIndex index = indexes.open(FakeMailbox.ID);
        index.refresh();
        int before = mailbox.reads.get();
        int sessions = 200;
        CountDownLatch waiting = new CountDownLatch(sessions);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> sizes = new ArrayList<>();
            synchronized (mailbox) {
                // While somebody is in the store, all others gather at its door.
                for (int i = 0; i < sessions; i++) {
                    sizes.add(threads.submit(() -> {
                        waiting.countDown();
                        return index.refresh().size();
                    }));
                }
                waiting.await();
                mailbox.add(FlagSet.NONE);
            }
            for (Future<Integer> size : sizes) {
                assertEquals(1, size.get());
            }
        }
        assertTrue(mailbox.reads.get() - before < sessions / 2, "looks: " + (mailbox.reads.get() - before));
    }

    @Test
    void an_idle_index_asks_nothing() {
        Pair pair = new Pair();
        int before = mailbox.reads.get();
        for (int i = 0; i < 100; i++) {
            pair.update(true);
        }
        assertTrue(mailbox.reads.get() - before <= 1);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void clients_that_hear_all_news_know_the_mailbox(long seed) {
        Random random = new Random(seed);
        List<Pair> pairs = new ArrayList<>(List.of(new Pair(), new Pair()));
        for (int step = 0; step < 3_000; step++) {
            List<Long> uids = mailbox.uids();
            long some = uids.isEmpty() ? 0 : uids.get(random.nextInt(uids.size()));
            switch (random.nextInt(13)) {
                case 0, 1, 2 -> mailbox.add(flags(random));
                case 3, 4 -> mailbox.flag(some, flags(random));
                case 5, 6 -> mailbox.remove(some);
                case 7 -> {
                    if (random.nextInt(20) == 0) {
                        mailbox.purge();
                    }
                }
                case 8 -> silentStore(pairs.get(random.nextInt(pairs.size())), some, random);
                case 9 -> {
                    if (random.nextInt(30) == 0) {
                        Pair old = pairs.remove(0);
                        indexes.close(old.view.index());
                        pairs.add(new Pair());
                    }
                }
                case 10 ->
                    append(pairs.get(random.nextInt(pairs.size())), flags(random), random.nextBoolean() ? some : 0);
                default -> pairs.get(random.nextInt(pairs.size())).update(random.nextBoolean());
            }
        }
        for (Pair pair : pairs) {
            pair.update(true);
            assertEquals(mailbox.uids(), pair.uids());
            for (int i = 0; i < pair.uids().size(); i++) {
                FakeMailbox.Row row = mailbox.rows.get(pair.uids().get(i));
                assertEquals(row.flags(), pair.client.messages.get(i).flags);
                assertEquals(row.modseq(), pair.client.messages.get(i).modseq);
            }
        }
    }

    /** STORE with .SILENT: the client changes its mind without being told. */
    private void silentStore(Pair pair, long uid, Random random) {
        int place = pair.view.told().placeOf(uid);
        if (place < 0) {
            return;
        }
        FlagSet flags = flags(random);
        FlagMode mode = FlagMode.values()[random.nextInt(3)];
        FlagSet stored = apply(mailbox.rows.get(uid).flags(), mode, flags);
        // What somebody else did just before may be known or not.
        if (random.nextBoolean()) {
            pair.view.index().refresh();
        }
        long mark = pair.view.index().mark();
        mailbox.flag(uid, stored);
        Stored done = new Stored(mailbox.seq(), NumberSet.of(uid), NumberSet.EMPTY);
        pair.view.index().stored(done, mode, flags, mark);
        pair.view.assume(NumberSet.of(uid), mode, flags);
        pair.view.caused(done);
        pair.client.messages.get(place).flags = apply(pair.client.messages.get(place).flags, mode, flags);
        pair.client.messages.get(place).modseq = done.seq();
        pair.check();
    }

    private static FlagSet apply(FlagSet old, FlagMode mode, FlagSet flags) {
        return switch (mode) {
            case REPLACE -> flags;
            case ADD -> old.plus(flags);
            case REMOVE -> old.minus(flags);
        };
    }

    private static FlagSet flags(Random random) {
        Set<String> keywords = switch (random.nextInt(5)) {
            case 0 -> Set.of("red");
            case 1 -> Set.of("red", "k" + random.nextInt(30));
            default -> Set.of();
        };
        return FlagSet.of(random.nextInt(32), keywords);
    }
}
