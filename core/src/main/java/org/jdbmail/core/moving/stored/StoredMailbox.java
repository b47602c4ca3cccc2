package org.jdbmail.core.moving.stored;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbmail.core.mail.FlagSet;
import org.jdbmail.core.store.MessageSink;
import org.jdbmail.core.store.Messages;
import org.jdbmail.core.store.Tx;

/**
 * The messages of a mailbox at one moment.
 *
 * @param state where it stood
 * @param messages in ascending order of UID
 */
public record StoredMailbox(Messages.State state, List<StoredMessage> messages) {
    /** Reads a mailbox; empty if it is not there. Of memory it takes about a hundred octets for each message. */
    public static Optional<StoredMailbox> read(Tx tx, long mailboxId) {
        List<StoredMessage> read = new ArrayList<>();
        Map<Long, List<String>> keywords = new HashMap<>();
        Optional<Messages.State> state = tx.messages().changesSince(mailboxId, 0, new MessageSink() {
            @Override
            public void message(
                    long uid,
                    long physId,
                    int flags,
                    boolean recent,
                    long modseq,
                    long size,
                    long internalDate,
                    boolean expunged) {
                if (!expunged) {
                    read.add(new StoredMessage(uid, physId, FlagSet.of(flags, List.of()), recent, internalDate));
                }
            }

            @Override
            public void keyword(long uid, String keyword) {
                keywords.computeIfAbsent(uid, none -> new ArrayList<>()).add(keyword);
            }
        });
        return state.map(there -> new StoredMailbox(
                there,
                read.stream()
                        .map(message -> with(message, keywords.getOrDefault(message.uid(), List.of())))
                        .toList()));
    }

    private static StoredMessage with(StoredMessage message, List<String> keywords) {
        return keywords.isEmpty()
                ? message
                : new StoredMessage(
                        message.uid(),
                        message.physId(),
                        FlagSet.of(message.flags().system(), keywords),
                        message.recent(),
                        message.internalDate());
    }
}
