package org.jdbmail.core.filter;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jdbmail.authenticity.field.HeaderBlock;
import org.jdbmail.authenticity.field.RawField;
import org.jdbmail.core.reception.Arriving;
import org.jdbmail.core.reception.Judgement;
import org.jdbmail.core.smtp.EnvelopeAddress;
import org.jdbmail.core.smtp.MailParameters;
import org.jdbmail.core.smtp.RecipientParameters;
import org.jdbmail.core.smtp.SmtpReply;
import org.jdbmail.core.smtp.client.MailContent;
import org.jdbmail.core.smtp.client.NotReached;
import org.jdbmail.core.smtp.client.Patience;
import org.jdbmail.core.smtp.client.SendResult;
import org.jdbmail.core.smtp.client.SmtpClient;
import org.jdbmail.core.smtp.client.SmtpMail;
import org.jdbmail.core.smtp.client.SmtpPeer;
import org.jdbmail.core.store.Store;
import org.jdbmail.mime.bytes.MessageBytes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives a message by SMTP to a filter, such as clamsmtp, that sends it back to us. The client hears what the filter says, which says yes only when what
 * came back is committed. A field that we sign tells what comes back from all else; so no port is needed that trusts whoever finds it.
 */
public final class HandOver implements ContentFilter, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HandOver.class);
    private static final SmtpReply LATER = SmtpReply.of(451, "4.7.1", "mail can't be looked at now, come again later");

    /** Messages that may be at the filter at a time: each holds a connection of a client, and needs another to come back by. */
    private static final int AT_A_TIME = 10;

    private final SmtpClient client;
    private final boolean isNeeded;
    private final FilterMark marks;
    private final Duration patience;
    private final Semaphore places = new Semaphore(AT_A_TIME, true);

    /**
     * One for a server.
     *
     * @param isNeeded whether mail is to come again where the filter is away; otherwise it is taken as it is
     * @param patience how long the filter may take with one message
     */
    public HandOver(
            SmtpPeer filter, String hostname, boolean isNeeded, Duration patience, Store store, InstantSource clock) {
        Patience each = new Patience(Duration.ofSeconds(30), patience, patience, patience, patience);
        this.client = new SmtpClient(filter, hostname, each, clock);
        this.isNeeded = isNeeded;
        this.patience = patience;
        this.marks = new FilterMark(store, clock, patience);
    }

    @Override
    public Judgement handOver(Arriving arriving, Judgement.Passed passed, boolean isOurs) {
        if (passed.place() == Judgement.Place.HELD) {
            return passed;
        }
        try {
            if (!places.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                return away(arriving, passed, "too many messages wait for the filter");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Judgement.Refused(LATER);
        }
        try {
            return sent(arriving, passed, isOurs);
        } finally {
            places.release();
        }
    }

    private Judgement away(Arriving arriving, Judgement.Passed passed, String why) {
        LOG.warn("{}: the content filter: {}", arriving.id(), why);
        return isNeeded ? new Judgement.Refused(LATER) : passed;
    }

    private Judgement sent(Arriving arriving, Judgement.Passed passed, boolean isOurs) {
        List<EnvelopeAddress> recipients = new ArrayList<>(arriving.recipients());
        recipients.removeIf(each -> passed.envelope().removed().stream()
                .anyMatch(gone -> gone.plain().equalsIgnoreCase(each.plain())));
        recipients.addAll(passed.envelope().added());
        if (recipients.isEmpty()) {
            return passed;
        }
        boolean isJunk = passed.place() == Judgement.Place.JUNK;
        HeaderBlock block = HeaderBlock.of(passed.message());
        String mark =
                FilterMark.FIELD + ": " + marks.of(new FilterMark.Known(isOurs, isJunk), arriving.id(), block) + "\r\n";
        MailContent content = new MailContent(mark + passed.above() + arriving.received(), passed.message(), 0);
        MailParameters said = arriving.parameters();
        MailParameters parameters =
                new MailParameters(-1, said.body(), said.utf8(), MailParameters.Returned.UNSPECIFIED, "", null, "");
        SmtpMail mail = new SmtpMail(
                passed.envelope().sender().orElse(arriving.sender()),
                parameters,
                null,
                recipients.stream()
                        .map(each -> new SmtpMail.Recipient(each, RecipientParameters.NONE))
                        .toList(),
                content);
        List<SendResult> results;
        try {
            results = client.sendIfReached(mail);
        } catch (NotReached e) {
            return away(arriving, passed, e.result().reply());
        }
        List<EnvelopeAddress> taken = new ArrayList<>();
        SendResult.Failed failed = null;
        for (int i = 0; i < results.size(); i++) {
            switch (results.get(i)) {
                case SendResult.Sent ignored -> taken.add(recipients.get(i));
                case SendResult.Failed why -> failed = why;
            }
        }
        if (failed == null) {
            return new Judgement.Discarded("the content filter has it");
        }
        if (!taken.isEmpty()) {
            // What became of the others nobody can say in one reply: they wait for an administrator.
            LOG.error("{}: the content filter took the message for some only: {}", arriving.id(), failed.reply());
            return rest(passed, taken);
        }
        if (!failed.isAnswer()) {
            return away(arriving, passed, failed.reply());
        }
        String text = failed.reply().replaceAll("[^ -~]", "?").replaceFirst("^[45][0-9]{2}[ -]([0-9.]{5,} )?", "");
        return new Judgement.Refused(
                failed.isFinal()
                        ? SmtpReply.of(554, failed.status().startsWith("5") ? failed.status() : "5.7.1", text)
                        : SmtpReply.of(451, failed.status().startsWith("4") ? failed.status() : "4.7.1", text));
    }

    private static Judgement rest(Judgement.Passed passed, List<EnvelopeAddress> taken) {
        return new Judgement.Passed(
                passed.above(),
                passed.message(),
                InspectorChain.joined(passed.envelope(), new Judgement.Changes(Optional.empty(), List.of(), taken)),
                Judgement.Place.HELD);
    }

    @Override
    public Optional<Back> back(MessageBytes message, HeaderBlock block) {
        for (RawField field : block.named(FilterMark.FIELD)) {
            Optional<FilterMark.Known> known = marks.read(field.value(), block);
            if (known.isPresent()) {
                return Optional.of(new Back(
                        without(message, block),
                        known.get().isOurs(),
                        known.get().isJunk()));
            }
        }
        return Optional.empty();
    }

    private static MessageBytes without(MessageBytes message, HeaderBlock block) {
        List<RawField> kept = block.fields().stream()
                .filter(each -> !each.is(FilterMark.FIELD))
                .toList();
        return MessageBytes.joined(block.with(kept), message.after(block.body()));
    }

    @Override
    public void close() {
        client.close();
    }
}
