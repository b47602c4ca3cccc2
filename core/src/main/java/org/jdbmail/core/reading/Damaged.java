package org.jdbmail.core.reading;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import org.jdbmail.core.index.MailboxSnapshot;
import org.jdbmail.core.mail.NumberSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Messages that are in a mailbox while their content is not to be had: rows of theirs were deleted by hand, or never came along.
 * Nobody expunged them, so nobody is to be told that; the log names each once. Safe for any number of threads.
 */
public final class Damaged {
    private static final Logger LOG = LoggerFactory.getLogger(Damaged.class);

    /** So many are remembered as told; more than that, and a log that names some twice is the least trouble. */
    private static final int REMEMBERED = 10_000;

    private final Cache<Long, Boolean> told =
            Caffeine.newBuilder().maximumSize(REMEMBERED).build();

    /**
     * Those of some messages without content that are damaged: they are still there. The others were expunged meanwhile.
     *
     * @param now the mailbox as it is, or was at any time after the contents were looked for
     */
    public NumberSet among(NumberSet uids, long mailboxId, MailboxSnapshot now) {
        NumberSet.Builder damaged = new NumberSet.Builder();
        uids.forEach(uid -> {
            int place = now.placeOf(uid);
            if (place >= 0) {
                damaged.add(uid);
                tell(mailboxId, uid, now.physId(place));
            }
        });
        return damaged.build();
    }

    private void tell(long mailboxId, long uid, long physId) {
        if (told.asMap().putIfAbsent(physId, true) == null) {
            LOG.error(
                    "the content of message {} in mailbox {} is damaged or missing (physical message {});"
                            + " jdbmail store verify looks for more",
                    uid,
                    mailboxId,
                    physId);
        }
    }
}
