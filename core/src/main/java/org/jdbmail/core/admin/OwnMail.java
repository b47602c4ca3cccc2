package org.jdbmail.core.admin;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbmail.core.mail.NumberSet;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.mail.Right;
import org.jdbmail.core.mailbox.MailboxName;
import org.jdbmail.core.mailbox.UserMailboxes;
import org.jdbmail.core.moving.export.MailArchive;
import org.jdbmail.core.store.Messages.Expunged;
import org.jdbmail.core.store.Store;
import org.jdbmail.core.undelete.Undelete;

/** What everybody does with his own mail beside reading it: has back what was expunged, and takes a copy of all of it along. */
public final class OwnMail {
    /** Archives that are written at a time. Each reads all mail of an account. */
    private static final int MOST_ARCHIVES = 4;
    /** An archive goes on for so long, and for longer if it is taken at this rate at least. */
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private static final long LEAST_PER_SECOND = 32 * 1024;

    private final Store store;
    private final Duration recoverable;
    private final InstantSource clock;
    private final Set<Long> taking = ConcurrentHashMap.newKeySet();

    /** @param recoverable how long ago what can be had back was expunged: {@code DatabaseSettings.recoverable} */
    public OwnMail(Store store, Duration recoverable, InstantSource clock) {
        this.store = store;
        this.recoverable = recoverable;
        this.clock = clock;
    }

    /** How long ago what can be had back was expunged at most. */
    public Duration recoverable() {
        return recoverable;
    }

    /** The names of the mailboxes into which something can be brought back. */
    public List<String> mailboxes(Actor actor) {
        return store.read(tx -> {
            List<String> names = new ArrayList<>();
            new UserMailboxes(actor.user()).visible(tx).forEach((name, access) -> {
                if (!access.mailbox().noSelect()
                        && access.rights().has(Right.READ)
                        && access.rights().has(Right.INSERT)) {
                    names.add(name);
                }
            });
            return names;
        });
    }

    /** What was expunged from a mailbox, the last first. @throws Refusal NOT_FOUND */
    public List<Expunged> lost(Actor actor, String mailbox) {
        return store.read(tx -> undelete(actor).list(tx, new MailboxName(mailbox)))
                .reversed();
    }

    private Undelete undelete(Actor actor) {
        return new Undelete(actor.user(), recoverable, clock);
    }

    /**
     * Brings messages back.
     *
     * @param uids the UIDs that they had
     * @return how many came back
     * @throws Refusal NOT_FOUND, NO_PERMISSION, OVER_QUOTA; INVALID for none
     */
    public int bringBack(Actor actor, String mailbox, List<Long> uids) {
        if (uids.isEmpty()) {
            throw new Refusal(Reason.INVALID, "no message is chosen");
        }
        NumberSet set = NumberSet.of(
                uids.stream().mapToLong(Long::longValue).sorted().distinct().toArray());
        return store.write(tx -> {
            int back =
                    undelete(actor).bringBack(tx, new MailboxName(mailbox), set).size();
            actor.note(tx, clock.instant(), "own.mail.restore", actor.user().login(), back + " into " + mailbox);
            return back;
        });
    }

    /** @throws Refusal LIMIT while the account's mail is being taken along, or that of too many others */
    public void requireRoomForArchive(Actor actor) {
        if (taking.contains(actor.user().id()) || taking.size() >= MOST_ARCHIVES) {
            throw new Refusal(Reason.LIMIT, "mail is being taken along already; try again when that is done");
        }
    }

    /**
     * Writes all of one's mail as an archive.
     *
     * @throws IOException also where there is no room, or whoever takes it is too slow
     */
    public void archive(Actor actor, OutputStream out) throws IOException {
        long id = actor.user().id();
        if (taking.size() >= MOST_ARCHIVES || !taking.add(id)) {
            throw new IOException("too many archives are written at the moment");
        }
        try {
            store.write(tx -> {
                actor.note(tx, clock.instant(), "own.mail.export", actor.user().login(), "");
                return true;
            });
            MailArchive.write(store, actor.user(), new PacedOutput(out, PATIENCE, LEAST_PER_SECOND, clock), one -> {});
        } finally {
            taking.remove(id);
        }
    }
}
