package org.jdbmail.pop3d;

import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.jdbmail.core.mail.NumberSet;
import org.jdbmail.core.reading.ContentSlices;
import org.jdbmail.core.reading.Summaries;
import org.jdbmail.core.store.Inboxes;
import org.jdbmail.core.store.Messages.PopMessage;
import org.jdbmail.core.store.Store;

/**
 * The messages of an INBOX as they were at the login, numbered from 1. What other sessions add or remove meanwhile changes
 * nothing here; marks of deletion are only kept here until {@link #removeDeleted}.
 */
final class Maildrop {
    private final Store store;
    private final long mailboxId;
    private final List<PopMessage> messages;
    private final long[] sizes;
    private final BitSet deleted = new BitSet();

    private Maildrop(Store store, long mailboxId, List<PopMessage> messages) {
        this.store = store;
        this.mailboxId = mailboxId;
        this.messages = messages;
        this.sizes = messages.stream().mapToLong(PopMessage::size).toArray();
    }

    private record Found(long mailboxId, List<PopMessage> messages) {}

    /** The INBOX of an account; an account without one has an empty maildrop. */
    static Maildrop open(Store store, Summaries summaries, long userId) {
        Found found = store.read(tx -> Inboxes.find(tx, userId)
                .map(id -> new Found(id, tx.messages().popMessages(id)))
                .orElseGet(() -> new Found(0, List.of())));
        Maildrop maildrop = new Maildrop(store, found.mailboxId, found.messages);
        maildrop.learnSizes(summaries);
        return maildrop;
    }

    /** Of messages that DBMail wrote, nobody may have known them so far. */
    private void learnSizes(Summaries summaries) {
        List<Long> unknown = messages.stream()
                .filter(message -> message.size() < 0)
                .map(PopMessage::physId)
                .distinct()
                .toList();
        if (unknown.isEmpty()) {
            return;
        }
        Map<Long, Long> learned = summaries.sizes(unknown);
        for (int i = 0; i < sizes.length; i++) {
            if (sizes[i] < 0) {
                sizes[i] = learned.getOrDefault(messages.get(i).physId(), 0L);
            }
        }
    }

    /** The highest number, of a deleted message too. */
    int count() {
        return messages.size();
    }

    /** Whether there is a message of that number that is not marked as deleted. */
    boolean has(int number) {
        return number <= messages.size() && !deleted.get(number);
    }

    PopMessage message(int number) {
        return messages.get(number - 1);
    }

    /** Octets as RETR sends them, without stuffing. */
    long size(int number) {
        return sizes[number - 1];
    }

    /** The messages as they are read, by their numbers less 1. */
    ContentSlices.Messages contents() {
        return new ContentSlices.Messages() {
            @Override
            public int count() {
                return messages.size();
            }

            @Override
            public long physId(int index) {
                return messages.get(index).physId();
            }

            @Override
            public long octets(int index) {
                return sizes[index];
            }
        };
    }

    int countLeft() {
        return messages.size() - deleted.cardinality();
    }

    long sizeLeft() {
        long sum = 0;
        for (int number = 1; number <= messages.size(); number++) {
            sum += deleted.get(number) ? 0 : size(number);
        }
        return sum;
    }

    void delete(int number) {
        deleted.set(number);
    }

    void undeleteAll() {
        deleted.clear();
    }

    /** Removes what is marked as deleted, in one transaction. */
    void removeDeleted() {
        if (!deleted.isEmpty()) {
            long[] uids =
                    deleted.stream().mapToLong(number -> message(number).uid()).toArray();
            store.write(tx -> tx.messages().expunge(mailboxId, NumberSet.of(uids), false));
            deleted.clear();
        }
    }
}
