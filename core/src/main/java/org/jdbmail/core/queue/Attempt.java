package org.jdbmail.core.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jdbmail.core.compose.Report;
import org.jdbmail.core.smtp.RecipientParameters.Notify;
import org.jdbmail.core.smtp.client.SendResult;
import org.jdbmail.core.store.MailTarget;
import org.jdbmail.core.store.QueuedMail;
import org.jdbmail.core.store.QueuedRecipient;
import org.jdbmail.core.store.Settlement;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says what follows from an attempt to send a message: which recipients are over, which are tried again and when, and what its sender is to be
 * told of whom.
 */
final class Attempt {
    private static final Logger LOG = LoggerFactory.getLogger(Attempt.class);

    private final QueuedMail mail;
    private final String owner;
    private final Instant now;
    private final RetrySchedule schedule;
    /** One for all recipients of the message: they come again together, in one transaction where they have one destination. */
    private final double chance;

    private final List<Settlement> settlements = new ArrayList<>();
    private final List<Report.Recipient> failed = new ArrayList<>();
    private final List<Report.Recipient> delayed = new ArrayList<>();
    private final List<Report.Recipient> sent = new ArrayList<>();

    Attempt(QueuedMail mail, String owner, Instant now, RetrySchedule schedule, RandomGenerator random) {
        this.mail = mail;
        this.owner = owner;
        this.now = now;
        this.schedule = schedule;
        this.chance = random.nextDouble();
    }

    /** Notes what came of it for one recipient. */
    void add(QueuedRecipient recipient, SendResult result) {
        switch (result) {
            case SendResult.Sent(String reply, boolean tellsOn) -> {
                LOG.info("{}: from <{}> to <{}>, sent ({})", mail.origin(), mail.sender(), recipient.target(), reply);
                settlements.add(Settlement.over(recipient.id(), owner));
                if (!tellsOn && wants(recipient, Notify.SUCCESS)) {
                    boolean isEnd = !(recipient.target() instanceof MailTarget.Address);
                    sent.add(entry(
                            recipient, isEnd ? Report.Action.DELIVERED : Report.Action.RELAYED, "2.0.0", "", reply));
                }
            }
            case SendResult.Failed failure -> failed(recipient, failure);
        }
    }

    private void failed(QueuedRecipient recipient, SendResult.Failed failure) {
        Instant next = now.plus(schedule.after(recipient.attempts(), chance));
        if (failure.isFinal()) {
            giveUp(recipient, failure.status(), failure);
        } else if (isLate(next)) {
            // RFC 3463 §3.5: X.4.7, delivery time expired
            giveUp(recipient, "4.4.7", failure);
        } else {
            later(recipient, failure, next);
        }
    }

    private boolean isLate(Instant next) {
        return next.isAfter(end())
                || (mail.due() != null
                        && mail.due().isReturned()
                        && next.isAfter(mail.due().by()));
    }

    /** When it is given up. */
    Instant end() {
        return mail.created().plus(schedule.lifetime(mail.sender().isNull()));
    }

    private void giveUp(QueuedRecipient recipient, String status, SendResult.Failed failure) {
        LOG.warn(
                "{}: from <{}> to <{}>, given up after {} attempts: {}",
                mail.origin(),
                mail.sender(),
                recipient.target(),
                recipient.attempts(),
                failure.reply());
        settlements.add(Settlement.over(recipient.id(), owner));
        if (mail.sender().isNull()) {
            // RFC 5321 §6.1: nobody is told that a report did not arrive.
            LOG.warn("{}: it has no sender, so nobody is told", mail.origin());
        } else if (wants(recipient, Notify.FAILURE)) {
            failed.add(entry(recipient, Report.Action.FAILED, status, failure.host(), failure.reply()));
        }
    }

    private void later(QueuedRecipient recipient, SendResult.Failed failure, Instant next) {
        LOG.info(
                "{}: from <{}> to <{}>, not yet: {}",
                mail.origin(),
                mail.sender(),
                recipient.target(),
                failure.reply());
        Duration age = Duration.between(mail.created(), now);
        boolean isOverdue = mail.due() != null && now.isAfter(mail.due().by());
        boolean isTold = !recipient.isWarned()
                && !mail.sender().isNull()
                && wants(recipient, Notify.DELAY)
                && (isOverdue || age.compareTo(schedule.warning()) >= 0);
        if (isTold) {
            delayed.add(entry(recipient, Report.Action.DELAYED, failure.status(), failure.host(), failure.reply()));
        }
        settlements.add(Settlement.later(recipient.id(), owner, next, failure.reply(), recipient.isWarned() || isTold));
    }

    private boolean wants(QueuedRecipient recipient, Notify notify) {
        return !mail.sender().isNull() && recipient.parameters().reports().contains(notify);
    }

    private static Report.Recipient entry(
            QueuedRecipient recipient, Report.Action action, String status, String host, String said) {
        return new Report.Recipient(recipient.target().toString(), recipient.parameters(), action, status, host, said);
    }

    List<Settlement> settlements() {
        return settlements;
    }

    /** The reports that are due, each of recipients of whom the same is to be said. */
    List<List<Report.Recipient>> reports() {
        List<List<Report.Recipient>> reports = new ArrayList<>(List.of(failed, delayed, sent));
        reports.removeIf(List::isEmpty);
        return Collections.unmodifiableList(reports);
    }
}
