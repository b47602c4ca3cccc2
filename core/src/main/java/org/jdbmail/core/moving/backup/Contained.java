package org.jdbmail.core.moving.backup;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.store.Mailbox;
import org.jdbmail.mime.bytes.MessageBytes;
import org.jdbmail.mime.listing.MessageSummary;
import org.jdbmail.mime.structure.MimeScanner;
import org.jspecify.annotations.Nullable;

/**
 * A message that a snapshot has, for who looks for one.
 *
 * @param received its internal date, in seconds since 1970
 */
public record Contained(long uid, long received, long size, String from, String subject) {
    /**
     * Those of a mailbox. What is damaged has no sender and no subject.
     *
     * @throws Refusal NOT_FOUND
     */
    public static List<Contained> list(Backup backup, Snapshot snapshot, String login, String mailbox)
            throws IOException {
        SnapshotBoxes boxes = new SnapshotBoxes(snapshot, backup.rows(snapshot));
        Snapshot.Box box = boxes.of(boxes.account(login)).entrySet().stream()
                .filter(entry -> Mailbox.sameName(entry.getKey(), mailbox))
                .findFirst()
                .orElseThrow(() ->
                        new Refusal(Reason.NOT_FOUND, "the snapshot has no mailbox \"" + mailbox + "\" of " + login))
                .getValue();
        List<Contained> messages = new ArrayList<>();
        for (BoxListing.Entry entry : backup.listing(box).messages()) {
            messages.add(contained(backup, entry));
        }
        return messages;
    }

    private static Contained contained(Backup backup, BoxListing.Entry entry) {
        try {
            MessageBytes bytes = MessageBytes.of(backup.get(entry.digest()));
            MessageSummary summary = MessageSummary.of(bytes, MimeScanner.scan(bytes));
            return new Contained(
                    entry.uid(), entry.received(), entry.size(), text(summary.from()), text(summary.subject()));
        } catch (IOException e) {
            return new Contained(entry.uid(), entry.received(), entry.size(), "", "");
        }
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }
}
