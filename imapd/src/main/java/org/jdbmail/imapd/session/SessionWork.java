package org.jdbmail.imapd.session;

import java.io.IOException;
import java.util.NavigableMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.mailbox.LongLists;
import org.jdbmail.core.reading.Readings;
import org.jdbmail.core.store.MailboxAccess;
import org.jdbmail.core.store.Work;
import org.jdbmail.core.work.LongTask;
import org.jdbmail.core.work.Progress;
import org.jdbmail.core.work.Requester;
import org.jdbmail.core.work.Standing;
import org.jdbmail.core.work.Worker;
import org.jdbmail.imapd.proto.ResponseCode;
import org.jdbmail.imapd.proto.Untagged;
import org.jdbmail.mime.bytes.MessageBytes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a session's commands compute for long: done in turns with that of all others, where it holds nobody up, while the session waits.
 * A client that waits for long hears how far it is (RFC 9585), unless it is in the midst of a response. Used by the session's thread.
 */
public final class SessionWork {
    private static final Logger LOG = LoggerFactory.getLogger(SessionWork.class);

    /** To take a message of this size apart, or to decode as much, takes some milliseconds. */
    private static final int LARGE = 512 * 1024;

    private final Session session;
    private final Shared shared;
    private String tag = "";

    SessionWork(Session session) {
        this.session = session;
        this.shared = session.shared();
    }

    /** A command of that tag begins; empty where none is carried out. */
    void at(String command) {
        tag = command;
    }

    private Requester requester() {
        return new Requester(
                session.isLoggedIn() ? session.user().login() : "",
                session.connection().origin(),
                session.connection()::isGone);
    }

    /**
     * Does what may hold messages in memory.
     *
     * @throws Refusal LIMIT if it takes too long, UNAVAILABLE if there is too much to do, or the client has gone
     */
    public <T> T atLength(LongTask<T> task) {
        return shared.work().call(requester(), task, telling());
    }

    /**
     * Does what holds next to no memory: it waits for its turn only.
     *
     * @throws Refusal as {@link #atLength}
     */
    public <T> T briefly(LongTask<T> task) {
        return shared.work().callBriefly(requester(), task, telling());
    }

    /**
     * The same in the midst of a response: the client hears nothing meanwhile. What the pool doesn't begin is done here: that
     * holds others up a little, but to end the connection in the midst of a literal would lose the client what it has got so far,
     * and it would come again.
     *
     * @throws Refusal LIMIT or UNAVAILABLE if it was stopped after it had begun
     */
    public <T> T withinResponse(LongTask<T> task) {
        // Done once at the most: the pool may say no to one who is interrupted while it begins.
        AtomicBoolean taken = new AtomicBoolean();
        try {
            return shared.work().callBriefly(requester(), progress -> {
                if (taken.getAndSet(true)) {
                    throw new Refusal(Reason.UNAVAILABLE, "It is done elsewhere");
                }
                return task.run(progress);
            });
        } catch (Refusal refusal) {
            if (taken.getAndSet(true)) {
                throw refusal;
            }
            return task.run(Progress.UNLIMITED);
        }
    }

    /** Whether to go through as many octets takes so long that it is work for the pool. */
    public static boolean isLarge(long octets) {
        return octets >= LARGE;
    }

    /**
     * Takes a message apart: a large one in turns, so that nobody waits for it.
     *
     * @throws Refusal as {@link #atLength}
     */
    public <T> T takeApart(MessageBytes message, Function<MessageBytes, T> parser) {
        return isLarge(message.size()) ? briefly(progress -> parser.apply(message)) : parser.apply(message);
    }

    /** What is needed to read messages, which computes for this session in its turns. */
    public Readings readings() {
        return shared.readings().by(Worker.of(shared.work(), requester()));
    }

    /** Reads from the store; as part of work on the pool others compute meanwhile, and only some read at the same time. */
    public <T> T look(Progress progress, Work<T> work) {
        return progress.equals(Progress.UNLIMITED)
                ? shared.store().look(work)
                : progress.aside(() ->
                        shared.readings().room().reading(() -> shared.store().look(work)));
    }

    /** Every mailbox that the user owns or may look up, by what the user calls it, read as part of some work. */
    public NavigableMap<String, MailboxAccess> mailboxes(Progress progress) {
        NavigableMap<String, MailboxAccess> all =
                look(progress, tx -> session.mailboxes().visible(tx));
        shared.longLists().note(session.user().id(), all.keySet());
        return all;
    }

    /**
     * Reads all mailboxes that the user may know and does something with them: at once where they are few, else in turns.
     *
     * @throws Refusal UNAVAILABLE; else as {@link #atLength}
     */
    public <T> T overMailboxes(BiFunction<NavigableMap<String, MailboxAccess>, Progress, T> use) {
        LongLists lists = shared.longLists();
        long userId = session.user().id();
        if (lists.isLong(userId)) {
            return briefly(progress -> use.apply(mailboxes(progress), progress));
        }
        NavigableMap<String, MailboxAccess> all = mailboxes(Progress.UNLIMITED);
        // Nobody knew.
        return lists.isLong(userId)
                ? briefly(progress -> use.apply(all, progress))
                : use.apply(all, Progress.UNLIMITED);
    }

    private Consumer<Standing> telling() {
        long pause = shared.options().bounds().news().toNanos();
        long[] due = {System.nanoTime() + pause};
        return standing -> {
            if (!tag.isEmpty() && System.nanoTime() - due[0] >= 0) {
                tell(standing);
                due[0] = System.nanoTime() + pause;
            }
        };
    }

    /** RFC 9585: the client learns that we are at it, and how far. */
    private void tell(Standing standing) {
        try {
            session.out()
                    .untagged(new Untagged.Message(
                            Untagged.Kind.OK,
                            new ResponseCode.InProgress(tag, standing.done(), standing.goal()),
                            "Still at it"));
            session.out().release();
            session.connection().out().flush();
        } catch (IOException e) {
            // Nobody hears it: the work itself looks whether its client has gone.
            LOG.debug("{}: how far a command is can't be told", session.connection(), e);
        }
    }
}
