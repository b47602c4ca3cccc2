package org.jdbmail.core.moving.export;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;
import java.util.function.LongConsumer;
import org.jdbmail.core.moving.mbox.MboxWriter;
import org.jdbmail.core.moving.stored.StoredContents;
import org.jdbmail.core.moving.stored.StoredMailbox;
import org.jdbmail.core.store.Mailbox;
import org.jdbmail.core.store.Messages;
import org.jdbmail.core.store.Store;

/** A mailbox as an mbox, in which fields tell flags and UIDs. */
final class MailboxFile {
    private MailboxFile() {}

    /**
     * Writes a mailbox as it is at one moment.
     *
     * @param out is not closed
     * @param progress told of each message
     * @return how many messages
     */
    static long write(Store store, Mailbox mailbox, OutputStream out, LongConsumer progress) throws IOException {
        StoredMailbox stored = read(store, mailbox);
        boolean[] isBegun = new boolean[1];
        MboxWriter mbox = new MboxWriter(out);
        long written = StoredContents.each(store, stored.messages(), (message, bytes) -> {
            mbox.begin(Exporter.sender(bytes), Instant.ofEpochSecond(message.internalDate()));
            mbox.note(message.flags(), message.recent(), message.uid(), isBegun[0] ? 0 : mailbox.id());
            isBegun[0] = true;
            bytes.writeTo(mbox, 0, bytes.size());
            mbox.end();
            progress.accept(1);
        });
        mbox.flush();
        return written;
    }

    /** The messages of a mailbox; none if it has gone. */
    static StoredMailbox read(Store store, Mailbox mailbox) {
        return store.read(tx -> StoredMailbox.read(tx, mailbox.id()))
                .orElseGet(() -> new StoredMailbox(new Messages.State(0, 1, 0), List.of()));
    }
}
