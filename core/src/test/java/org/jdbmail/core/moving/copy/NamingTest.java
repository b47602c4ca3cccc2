package org.jdbmail.core.moving.copy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Names of mailboxes as servers have them. */
class NamingTest {
    @Test
    void levelsAreSpelledAsTheServerSpellsThem() {
        RemoteBox.Naming courier = new RemoteBox.Naming("INBOX.", ".", List.of());
        assertEquals("INBOX", courier.wire(List.of("inbox")));
        assertEquals("INBOX.Gr&APwA3w-e.v1_2", courier.wire(List.of("Grüße", "v1.2")));
        RemoteBox.Naming flat = new RemoteBox.Naming("", "", List.of());
        assertEquals("a/b_c", flat.wire(List.of("a", "b/c")));
    }
}
