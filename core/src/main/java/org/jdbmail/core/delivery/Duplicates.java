package org.jdbmail.core.delivery;

import java.time.Duration;
import java.time.Instant;
import org.jdbmail.core.store.Memory;
import org.jdbmail.mime.bytes.MessageBytes;
import org.jdbmail.mime.structure.HeaderField;
import org.jspecify.annotations.Nullable;

/** What is remembered of a message so that it is not put into the same mailbox again ({@code suppress_duplicates}). */
final class Duplicates {
    /** As long as DBMail looks back. */
    private static final Duration KEPT = Duration.ofDays(3);

    private Duplicates() {}

    /** The memory of a message in a mailbox; null for one without an id, of which nobody knows whether it came before. */
    static @Nullable Memory memory(MessageBytes message, long userId, long mailboxId, Instant received) {
        String id = "";
        String resent = "";
        for (HeaderField field : HeaderField.list(message)) {
            if (field.is("Message-ID") && id.isEmpty()) {
                id = field.text().strip();
            } else if (field.is("Resent-Message-ID") && resent.isEmpty()) {
                resent = field.text().strip();
            }
        }
        return id.isEmpty()
                ? null
                : Memory.of(userId, "in mailbox " + mailboxId, id + "\n" + resent, received.plus(KEPT));
    }
}
