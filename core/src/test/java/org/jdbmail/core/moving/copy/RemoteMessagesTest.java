package org.jdbmail.core.moving.copy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jdbmail.core.imapclient.ImapConnection;
import org.jdbmail.core.imapclient.ImapRefusal;
import org.junit.jupiter.api.Test;

/** What a server says that means no good to the other one. */
class RemoteMessagesTest {
    private static RemoteMessages permanent(String... flags) {
        Set<String> permanent = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        permanent.addAll(List.of(flags));
        return new RemoteMessages(List.of(), permanent);
    }

    @Test
    void aFlagIsNoCommand() {
        Set<String> flags = Set.of("$Forwarded", "\\seen", "\\Odd", "", "x)\r\nj9 DELETE INBOX", "x) (y", "x\"");
        assertEquals(Set.of("$Forwarded", "\\seen"), permanent("\\Seen", "\\*").possible(flags));
        assertEquals(Set.of("\\seen"), permanent("\\Seen").possible(flags));
    }

    @Test
    void aNameIsNoCommandEither() throws ImapRefusal {
        assertEquals("\"a \\\"b\\\"\"", ImapConnection.quoted("a \"b\""));
        assertThrows(ImapRefusal.class, () -> ImapConnection.quoted("x\r\nj9 DELETE INBOX"));
    }
}
