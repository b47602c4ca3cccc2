package org.jdbmail.core.admin;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.store.MailQueue;
import org.jdbmail.core.store.QueuedMail;
import org.jdbmail.core.store.Store;

/** What administrators do with mail that waits to be sent. */
public final class QueueAdmin {
    private final Store store;
    private final InstantSource clock;

    public QueueAdmin(Store store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /** What can be done with a message. */
    public enum Deed {
        RETRY("retry"),
        HOLD("hold"),
        RELEASE("release"),
        BOUNCE("bounce"),
        DELETE("delete");

        private final String word;

        Deed(String word) {
            this.word = word;
        }

        /** As addresses and the log of changes have it. */
        public String word() {
            return word;
        }

        /** @throws Refusal NOT_FOUND */
        public static Deed ofWord(String word) {
            for (Deed deed : values()) {
                if (deed.word.equals(word)) {
                    return deed;
                }
            }
            throw new Refusal(Reason.NOT_FOUND, "there is no such page");
        }
    }

    /** Messages in the order in which they came. @throws Refusal NO_PERMISSION */
    public List<QueuedMail> list(Actor actor, long afterId, int most) {
        actor.requireEverything();
        return store.look(tx -> tx.queue().list(afterId, most));
    }

    /** A page of messages. @throws Refusal NO_PERMISSION */
    public MailQueue.Page page(Actor actor, MailQueue.Search search) {
        actor.requireEverything();
        return store.look(tx -> tx.queue().page(search));
    }

    /** Does something with a message; returns how many recipients that was true of. @throws Refusal NO_PERMISSION */
    public int act(Actor actor, long id, Deed deed) {
        actor.requireEverything();
        Instant now = clock.instant();
        List<Long> ids = List.of(id);
        return store.write(tx -> {
            MailQueue queue = tx.queue();
            int count = switch (deed) {
                case RETRY -> queue.retry(ids, now);
                case HOLD -> queue.hold(ids, true);
                case RELEASE -> queue.hold(ids, false);
                case BOUNCE -> queue.bounce(ids, now);
                case DELETE -> queue.delete(ids, now);
            };
            actor.note(tx, now, "queue." + deed.word(), Long.toString(id), "");
            return count;
        });
    }
}
