package org.jdbmail.wire.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StrangersTest {
    private final Strangers strangers = new Strangers(4, 2);
    private final List<String> dismissed = new ArrayList<>();

    private record Peer(String name, boolean isSilent, List<String> log) implements Strangers.Stranger {
        @Override
        public void dismiss() {
            log.add(name);
        }
    }

    private Peer silent(String name) {
        return new Peer(name, true, dismissed);
    }

    private Peer busy(String name) {
        return new Peer(name, false, dismissed);
    }

    @Test
    void who_came_first_and_keeps_silent_leaves_for_the_next_of_his_address() {
        assertTrue(strangers.enter(busy("a"), "1"));
        assertTrue(strangers.enter(silent("b"), "1"));
        assertTrue(strangers.enter(silent("other"), "2"));
        assertTrue(strangers.enter(silent("c"), "1"));
        assertEquals(List.of("b"), dismissed);
        assertEquals(3, strangers.count());
    }

    @Test
    void where_nobody_keeps_silent_the_next_is_turned_away() {
        assertTrue(strangers.enter(busy("a"), "1"));
        assertTrue(strangers.enter(busy("b"), "1"));
        assertFalse(strangers.enter(silent("c"), "1"));
        assertEquals(List.of(), dismissed);
        assertEquals(2, strangers.count());
    }

    @Test
    void the_first_of_all_leaves_when_there_are_too_many_in_all() {
        for (String address : List.of("1", "2", "3", "4", "5")) {
            assertTrue(strangers.enter(silent(address), address));
        }
        assertEquals(List.of("1"), dismissed);
        assertEquals(4, strangers.count());
        assertEquals(1, strangers.dismissed());
    }

    @Test
    void who_has_left_leaves_his_place() {
        Peer one = busy("one");
        assertTrue(strangers.enter(one, "1"));
        assertTrue(strangers.enter(busy("two"), "1"));
        strangers.leave(one);
        strangers.leave(one);
        assertTrue(strangers.enter(busy("three"), "1"));
        assertEquals(2, strangers.count());
    }

    @Test
    void who_has_no_address_is_counted_among_all_only() {
        for (int i = 0; i < 4; i++) {
            assertTrue(strangers.enter(busy("" + i), PeerOrigin.NONE));
        }
        assertFalse(strangers.enter(busy("5"), PeerOrigin.NONE));
    }
}
