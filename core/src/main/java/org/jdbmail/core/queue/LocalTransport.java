package org.jdbmail.core.queue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jdbmail.core.delivery.DeliveryService;
import org.jdbmail.core.delivery.Envelope;
import org.jdbmail.core.delivery.Outcome;
import org.jdbmail.core.delivery.Recipient;
import org.jdbmail.core.delivery.Spool;
import org.jdbmail.core.delivery.Spools;
import org.jdbmail.core.delivery.Trace;
import org.jdbmail.core.domain.MailDomains;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.smtp.EnvelopeAddress;
import org.jdbmail.core.smtp.MailParameters;
import org.jdbmail.core.smtp.RefusalReplies;
import org.jdbmail.core.smtp.SmtpReply;
import org.jdbmail.core.smtp.client.MailContent;
import org.jdbmail.core.smtp.client.SendResult;
import org.jdbmail.core.store.QueuedMail;
import org.jdbmail.core.store.QueuedRecipient;
import org.jspecify.annotations.Nullable;

/**
 * Delivers mail of the queue to addresses that are here: reports to senders of ours, and what could not be delivered at once. All recipients of
 * a message share one delivery.
 *
 * @param delivery puts it into mailboxes
 * @param domains knows what domains stand for
 * @param spools holds it meanwhile
 * @param refusals says how final a refusal is
 */
public record LocalTransport(
        DeliveryService delivery, MailDomains domains, Spools spools, RefusalReplies refusals, InstantSource clock)
        implements Transport {
    private static final SendResult TAKEN = new SendResult.Sent("250 2.0.0 delivered", true);

    @Override
    public List<SendResult> send(QueuedMail mail, MailContent content) {
        List<@Nullable SendResult> results = new ArrayList<>();
        List<Recipient> accepted = new ArrayList<>();
        for (QueuedRecipient each : mail.recipients()) {
            EnvelopeAddress address = domains.canonical(each.address());
            try {
                accepted.add(delivery.accept(address, each.parameters(), parameters(mail)));
                results.add(null);
            } catch (Refusal refusal) {
                results.add(failed(address, refusal));
            }
        }
        List<Outcome> outcomes = accepted.isEmpty() ? List.of() : deliver(mail, accepted, content);
        List<SendResult> all = new ArrayList<>();
        int next = 0;
        for (SendResult known : results) {
            if (known == null) {
                EnvelopeAddress address = accepted.get(next).address();
                all.add(
                        switch (outcomes.get(next++)) {
                            case Outcome.Delivered() -> TAKEN;
                            case Outcome.Refused(Refusal refusal) -> failed(address, refusal);
                        });
            } else {
                all.add(known);
            }
        }
        return all;
    }

    private static MailParameters parameters(QueuedMail mail) {
        return mail.parameters();
    }

    private List<Outcome> deliver(QueuedMail mail, List<Recipient> accepted, MailContent content) {
        byte[] top = Trace.top(
                mail.sender(), accepted.stream().map(Recipient::address).toList());
        long size = top.length + content.size();
        try (Spool spool = spools.open(size, Integer.MAX_VALUE)) {
            spool.write(top);
            content.write(into(spool), false);
            return delivery.deliver(
                    new Envelope(mail.origin(), mail.sender(), parameters(mail), mail.due(), accepted),
                    spool,
                    clock.instant());
        } catch (IOException | UncheckedIOException e) {
            Refusal refusal = new Refusal(Reason.UNAVAILABLE, "cannot be delivered to now", e);
            return accepted.stream()
                    .<Outcome>map(each -> new Outcome.Refused(refusal))
                    .toList();
        }
    }

    private static OutputStream into(Spool spool) {
        return new OutputStream() {
            @Override
            public void write(int octet) {
                spool.write(new byte[] {(byte) octet});
            }

            @Override
            public void write(byte[] octets, int from, int count) {
                spool.write(octets, from, count);
            }
        };
    }

    private SendResult failed(EnvelopeAddress address, Refusal refusal) {
        SmtpReply reply = refusals.of(refusal, "<" + address + "> ");
        return new SendResult.Failed(
                reply.code() >= 500, reply.enhanced(), "", reply.toString().strip());
    }
}
