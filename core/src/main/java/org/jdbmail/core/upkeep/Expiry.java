package org.jdbmail.core.upkeep;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jdbmail.core.mail.NumberSet;
import org.jdbmail.core.mailbox.SpecialUse;
import org.jdbmail.core.store.Mailbox;
import org.jdbmail.core.store.Retentions;
import org.jdbmail.core.store.Store;
import org.jdbmail.core.store.Tx;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Expunges what has been in Trash and Junk for so many days, and in other mailboxes of which an administrator said it. The time is that
 * since a message came into the mailbox, not its own date (RFC 8514).
 */
public final class Expiry {
    private static final Logger LOG = LoggerFactory.getLogger(Expiry.class);

    /** Messages in one transaction. */
    private static final int PIECE = 500;

    /**
     * Days for all mailboxes of a use; 0 for ever.
     *
     * @param trash for the mailbox of each account that is its trash
     * @param junk for the one that is for junk
     */
    public record Days(int trash, int junk) {}

    /** How long messages stay in a mailbox, and whether that was said of this very mailbox. */
    public record Rule(Mailbox mailbox, int days, boolean isOwn) {}

    private final Store store;
    private final Days days;

    public Expiry(Store store, Days days) {
        this.store = store;
        this.days = days;
    }

    /** Every mailbox that has a rule, by its id. */
    public List<Rule> rules() {
        return List.copyOf(store.read(this::rules).values());
    }

    private Map<Long, Rule> rules(Tx tx) {
        Map<Long, Rule> rules = new LinkedHashMap<>();
        add(tx, rules, "\\Trash", days.trash());
        add(tx, rules, "\\Junk", days.junk());
        for (Retentions.Retention own : tx.retentions().all()) {
            rules.put(own.mailbox().id(), new Rule(own.mailbox(), own.days(), true));
        }
        return rules;
    }

    private static void add(Tx tx, Map<Long, Rule> rules, String use, int days) {
        if (days > 0) {
            tx.retentions()
                    .usedFor(use, SpecialUse.commonNames(use))
                    .forEach(mailbox -> rules.put(mailbox.id(), new Rule(mailbox, days, false)));
        }
    }

    /** Expunges what is due; returns how many messages that were. */
    public long run(Instant now) {
        long all = 0;
        for (Rule rule : rules()) {
            long went = apply(rule, now, false);
            if (went > 0) {
                LOG.info(
                        "{} messages of {} left {}: they were there for {} days",
                        went,
                        rule.mailbox().ownerLogin(),
                        rule.mailbox().name(),
                        rule.days());
            }
            all += went;
        }
        return all;
    }

    /**
     * Applies one rule.
     *
     * @param isTrial whether it is only counted
     * @return how many messages it was about
     */
    public long apply(Rule rule, Instant now, boolean isTrial) {
        if (rule.days() == 0) {
            return 0;
        }
        Instant before = now.minus(Duration.ofDays(rule.days()));
        long id = rule.mailbox().id();
        Map<Long, Long> saved = store.read(tx -> tx.messages().saveTimes(id));
        long all = 0;
        long last = 0;
        while (true) {
            List<Long> old = store.maintenance().older(id, before, last, PIECE);
            if (old.isEmpty()) {
                return all;
            }
            last = old.getLast();
            List<Long> due = new ArrayList<>(old);
            due.removeIf(uid -> saved.containsKey(uid) && saved.get(uid) >= before.getEpochSecond());
            if (!due.isEmpty() && !isTrial) {
                NumberSet uids =
                        NumberSet.of(due.stream().mapToLong(Long::longValue).toArray());
                store.write(tx -> tx.messages().expunge(id, uids, false));
            }
            all += due.size();
        }
    }
}
