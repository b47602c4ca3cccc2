package org.jdbmail.sql.queue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jdbmail.core.smtp.MailParameters;
import org.jdbmail.core.smtp.RecipientParameters;
import org.jdbmail.core.smtp.RecipientParameters.Notify;
import org.jdbmail.core.store.Outgoing;
import org.jdbmail.core.store.OutgoingRecipient;
import org.jdbmail.sql.jdbc.Db;
import org.jspecify.annotations.Nullable;

/** Writes mail to send, and knows how what a sender asked for stands in columns. */
public final class QueueRows {
    private static final String MESSAGE = "INSERT INTO {+queue} (physmessage_id, created, origin, sender, skipped, added,"
            + " body, utf8, ret, envelope_id, due, due_returns) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

    private static final String RECIPIENT = "INSERT INTO {+queue_recipient} (queue_id, target, original, notify, held,"
            + " attempts, next_attempt, warned) VALUES (?, ?, ?, ?, 0, 0, ?, 0)";

    private static final int NOT_SAID = -1;

    private QueueRows() {}

    /** Puts mail into the queue, due at once. */
    public static void insert(Db db, Outgoing mail, long physId, Instant now) {
        MailParameters parameters = mail.parameters();
        Outgoing.Due due = mail.due();
        long id = db.insert(
                MESSAGE,
                "id",
                physId,
                now,
                mail.origin(),
                mail.sender().plain(),
                mail.skipped(),
                mail.prefix(),
                code(parameters.body()),
                parameters.utf8() ? 1 : 0,
                code(parameters.returned()),
                parameters.envelopeId(),
                due == null ? null : due.by(),
                due != null && due.isReturned() ? 1 : 0);
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (OutgoingRecipient recipient : mail.recipients()) {
            RecipientParameters said = recipient.parameters();
            rows.add(new @Nullable Object[] {
                id, recipient.target(), original(said), said.notifyGiven() ? code(said) : NOT_SAID, now
            });
        }
        db.batch(RECIPIENT, rows);
    }

    private static String original(RecipientParameters said) {
        return said.originalType().isEmpty() ? "" : said.originalType() + ";" + said.original();
    }

    private static int code(RecipientParameters said) {
        int code = 0;
        for (Notify each : said.reports()) {
            code += code(each);
        }
        return code;
    }

    private static int code(Notify notify) {
        return switch (notify) {
            case SUCCESS -> 1;
            case FAILURE -> 2;
            case DELAY -> 4;
        };
    }

    private static int code(MailParameters.Body body) {
        return switch (body) {
            case SEVEN_BIT -> 0;
            case EIGHT_BIT_MIME -> 1;
            case BINARY_MIME -> 2;
        };
    }

    private static int code(MailParameters.Returned returned) {
        return switch (returned) {
            case UNSPECIFIED -> 0;
            case FULL -> 1;
            case HEADERS -> 2;
        };
    }
}
