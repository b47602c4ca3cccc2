package org.jdbmail.core.queue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jdbmail.core.domain.MailDomains;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.smtp.EnvelopeAddress;
import org.jdbmail.core.smtp.client.MailContent;
import org.jdbmail.core.smtp.client.SendResult;
import org.jdbmail.core.store.QueuedMail;
import org.jdbmail.core.store.QueuedRecipient;

/**
 * Parts the recipients of a message: mail for our own domains is delivered here, all other leaves.
 *
 * @param domains knows which are ours
 * @param hasOwnWay which addresses leave though their domain is ours
 * @param local delivers here
 * @param away sends to others
 */
public record LocalFirst(MailDomains domains, Predicate<EnvelopeAddress> hasOwnWay, Transport local, Transport away)
        implements PassingTransport {
    @Override
    public List<SendResult> send(QueuedMail mail, MailContent content) {
        List<QueuedRecipient> here = new ArrayList<>();
        List<QueuedRecipient> elsewhere = new ArrayList<>();
        for (QueuedRecipient each : mail.recipients()) {
            (isLocal(each) ? here : elsewhere).add(each);
        }
        Map<Long, SendResult> results = new HashMap<>();
        send(local, mail, here, content, results);
        send(away, mail, elsewhere, content, results);
        return mail.recipients().stream()
                .map(each -> results.getOrDefault(each.id(), SendResult.later("4.3.0", "not tried")))
                .toList();
    }

    private boolean isLocal(QueuedRecipient recipient) {
        return domains.isLocal(recipient.address().domain()) && !hasOwnWay.test(recipient.address());
    }

    /** What fails on one way is no word on those who go another. */
    private static void send(
            Transport way,
            QueuedMail mail,
            List<QueuedRecipient> some,
            MailContent content,
            Map<Long, SendResult> results) {
        if (some.isEmpty()) {
            return;
        }
        List<SendResult> came;
        try {
            came = way.send(mail.with(some), content);
        } catch (Refusal refusal) {
            came = some.stream()
                    .<SendResult>map(each -> SendResult.later("4.3.0", refusal.text()))
                    .toList();
        }
        for (int i = 0; i < some.size(); i++) {
            results.put(some.get(i).id(), came.get(i));
        }
    }

    /** What is for somebody here too begins at once. */
    @Override
    public Set<String> lanes(QueuedMail mail) {
        return mail.recipients().stream().anyMatch(this::isLocal) ? Set.of() : away.lanes(mail);
    }

    @Override
    public void close() {
        local.close();
        away.close();
    }
}
