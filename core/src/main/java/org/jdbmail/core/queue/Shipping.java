package org.jdbmail.core.queue;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jdbmail.core.compose.Report;
import org.jdbmail.core.content.PreparedMessage;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.smtp.EnvelopeAddress;
import org.jdbmail.core.smtp.MailParameters;
import org.jdbmail.core.smtp.RecipientParameters;
import org.jdbmail.core.smtp.client.MailContent;
import org.jdbmail.core.smtp.client.SendResult;
import org.jdbmail.core.store.Delivery;
import org.jdbmail.core.store.MailTarget;
import org.jdbmail.core.store.Outgoing;
import org.jdbmail.core.store.OutgoingRecipient;
import org.jdbmail.core.store.Portion;
import org.jdbmail.core.store.PortionOutcome;
import org.jdbmail.core.store.QueuedMail;
import org.jdbmail.core.store.QueuedRecipient;
import org.jdbmail.core.store.Store;
import org.jdbmail.mime.bytes.MessageBytes;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends one message of the queue, and commits what came of it together with the reports that follow from it. */
final class Shipping {
    private static final Logger LOG = LoggerFactory.getLogger(Shipping.class);

    /** Octets of a message that go back with a report, whatever its sender asked for. */
    private static final int MOST_RETURNED = 1 << 20;

    private static final RecipientParameters NEVER = new RecipientParameters(java.util.Set.of(), true, "", "");

    /** What was sent has to be committed, or it goes out again: trouble with the database is waited for so often. */
    private static final int ATTEMPTS_TO_COMMIT = 8;

    private final Store store;
    private final Transport mail;
    private final Transport pipe;
    private final QueueOptions options;
    private final InstantSource clock;
    private final RandomGenerator random;

    Shipping(
            Store store,
            Transport mail,
            Transport pipe,
            QueueOptions options,
            InstantSource clock,
            RandomGenerator random) {
        this.store = store;
        this.mail = mail;
        this.pipe = pipe;
        this.options = options;
        this.clock = clock;
        this.random = random;
    }

    /** Sends a message whose recipients are leased to that owner. */
    void ship(QueuedMail queued, String owner) throws InterruptedException {
        Optional<MailContent> found = content(queued);
        MailContent content = found.orElseGet(() -> new MailContent(queued.prefix(), MessageBytes.of(new byte[0]), 0));
        List<QueuedRecipient> commands = new ArrayList<>();
        List<QueuedRecipient> addresses = new ArrayList<>();
        for (QueuedRecipient each : queued.recipients()) {
            (each.target() instanceof MailTarget.Address ? addresses : commands).add(each);
        }
        Instant began = clock.instant();
        List<SendResult> results = new ArrayList<>();
        // RFC 2852 §4.1: what is to go back is not sent when its time is over.
        boolean isOver = queued.due() != null
                && queued.due().isReturned()
                && began.isAfter(queued.due().by());
        if (isOver || found.isEmpty()) {
            addresses.addAll(commands);
            commands.clear();
            results.addAll(Collections.nCopies(
                    addresses.size(),
                    isOver
                            ? SendResult.never("5.4.7", "its time is over")
                            : SendResult.later("4.3.0", "its content can't be read")));
        } else {
            if (!addresses.isEmpty()) {
                results.addAll(send(mail, queued.with(addresses), content));
            }
            if (!commands.isEmpty()) {
                results.addAll(send(pipe, queued.with(commands), content));
            }
        }
        Attempt attempt = new Attempt(queued, owner, clock.instant(), options.schedule(), random);
        List<QueuedRecipient> order = new ArrayList<>(addresses);
        order.addAll(commands);
        for (int i = 0; i < order.size(); i++) {
            attempt.add(order.get(i), results.get(i));
        }
        LOG.debug("{}: took from {} to {}", queued.origin(), began, clock.instant());
        commit(queued, attempt, content);
    }

    /**
     * Notes of messages to destinations that are left alone at the moment that they come later, of all of them in one transaction.
     *
     * @return those of which somebody is to be told something, which takes their content: they go the long way
     */
    List<QueuedMail> putOff(Map<QueuedMail, SendResult.Failed> resting, String owner) throws InterruptedException {
        List<QueuedMail> left = new ArrayList<>();
        List<Portion> portions = new ArrayList<>();
        resting.forEach((queued, why) -> {
            Attempt attempt = new Attempt(queued, owner, clock.instant(), options.schedule(), random);
            queued.recipients().forEach(each -> attempt.add(each, why));
            if (attempt.reports().isEmpty()) {
                portions.add(new Portion(List.of(), List.of(), List.of(), attempt.settlements()));
            } else {
                left.add(queued);
            }
        });
        if (!portions.isEmpty()) {
            commit(owner, new Delivery(List.of(), portions));
        }
        return left;
    }

    private static List<SendResult> send(Transport transport, QueuedMail queued, MailContent content) {
        try {
            return transport.send(queued, content);
        } catch (Refusal refusal) {
            // Of the content, which is read while it is sent.
            return later(queued, refusal.text());
        } catch (RuntimeException e) {
            LOG.error("{}: could not be sent", queued.origin(), e);
            return later(queued, "a fault of this server");
        }
    }

    private static List<SendResult> later(QueuedMail queued, String why) {
        return queued.recipients().stream()
                .<SendResult>map(each -> SendResult.later("4.3.0", why))
                .toList();
    }

    /** Empty for one that is damaged: it may be mended, and otherwise ends as all mail does that can't be sent. */
    private Optional<MailContent> content(QueuedMail queued) {
        try {
            List<Long> id = List.of(queued.physId());
            MessageBytes bytes = looked(id);
            if (bytes == null) {
                // It may just have been moved from one layout to the other.
                bytes = store.read(tx -> tx.contents().read(id, Long.MAX_VALUE)).get(queued.physId());
            }
            if (bytes != null) {
                return Optional.of(new MailContent(queued.prefix(), bytes, Math.min(queued.skipped(), bytes.size())));
            }
            LOG.error("{}: the content of a message in the queue is missing", queued.origin());
        } catch (Refusal refusal) {
            if (refusal.reason() != Reason.CORRUPT) {
                throw refusal;
            }
            LOG.error("{}: the content of a message in the queue is damaged: {}", queued.origin(), refusal.text());
        }
        return Optional.empty();
    }

    /** Null where nothing is found that fits together, by a look that does not see one state of the database. */
    private @Nullable MessageBytes looked(List<Long> id) {
        try {
            return store.look(tx -> tx.contents().read(id, Long.MAX_VALUE)).get(id.getFirst());
        } catch (Refusal refusal) {
            if (refusal.reason() != Reason.CORRUPT) {
                throw refusal;
            }
            return null;
        }
    }

    private void commit(QueuedMail queued, Attempt attempt, MailContent content) throws InterruptedException {
        List<Delivery.Content> contents = new ArrayList<>();
        List<Outgoing> outgoing = new ArrayList<>();
        for (List<Report.Recipient> about : attempt.reports()) {
            byte[] report = report(queued, about, attempt.end(), content);
            outgoing.add(new Outgoing(
                    queued.origin(),
                    contents.size(),
                    0,
                    "",
                    EnvelopeAddress.NULL,
                    MailParameters.NONE,
                    null,
                    List.of(OutgoingRecipient.of(queued.sender(), NEVER)),
                    null));
            contents.add(new Delivery.Content(PreparedMessage.prepare(MessageBytes.of(report)), clock.instant()));
        }
        commit(
                queued.origin(),
                new Delivery(contents, List.of(new Portion(List.of(), outgoing, List.of(), attempt.settlements()))));
    }

    /** @param what is sent, for the log */
    private void commit(String what, Delivery delivery) throws InterruptedException {
        for (int i = 1; ; i++) {
            try {
                for (PortionOutcome outcome : store.deliver(delivery)) {
                    if (outcome instanceof PortionOutcome.Refused(Refusal refusal)) {
                        LOG.warn("{}: what came of sending is not noted: {}", what, refusal.text());
                    }
                }
                return;
            } catch (Refusal refusal) {
                if (i == ATTEMPTS_TO_COMMIT) {
                    LOG.error("{}: what came of sending can't be noted; it may be sent again", what, refusal);
                    return;
                }
                Thread.sleep(250L << i);
            }
        }
    }

    private byte[] report(QueuedMail queued, List<Report.Recipient> about, Instant end, MailContent content) {
        Report.Action action = about.getFirst().action();
        Report report = new Report(
                options.hostname(),
                options.postmaster(),
                queued.sender(),
                queued.parameters().envelopeId(),
                queued.created(),
                about,
                action == Report.Action.DELAYED ? end : null);
        return report.write(
                clock.instant(), Returned.of(queued, content, action == Report.Action.FAILED, MOST_RETURNED));
    }
}
