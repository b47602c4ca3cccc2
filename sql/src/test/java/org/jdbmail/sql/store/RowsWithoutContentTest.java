package org.jdbmail.sql.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.sql.SQLException;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbmail.core.mail.FlagSet;
import org.jdbmail.core.store.Messages.PopMessage;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rows of messages that point to no content, which DBMail's schema allows on PostgreSQL: the snapshot that IMAP and POP3 show, and the list that copies and backups go by, have the same messages. */
final class RowsWithoutContentTest extends StoreContract {
    @ParameterizedTest
    @MethodSource("allDatabases")
    void everybodySeesTheSameMessages(String name) throws Exception {
        Opened opened = opened(name);
        Account account = account(opened.store());
        long uid = deliver(opened.store(), account, FlagSet.NONE);
        deliver(opened.store(), account, FlagSet.NONE);
        try {
            opened.database().execute("UPDATE dbmail_messages SET physmessage_id = NULL WHERE message_idnr = " + uid);
        } catch (SQLException refused) {
            assertNotEquals("postgresql", name, refused.getMessage());
            return; // there can be none
        }
        Set<Long> popped = opened.store().read(tx -> tx.messages().popMessages(account.inbox())).stream()
                .map(PopMessage::uid)
                .collect(Collectors.toSet());
        assertEquals(1, popped.size());
        assertEquals(changes(opened.store(), account.inbox(), 0).keySet(), popped);
    }
}
