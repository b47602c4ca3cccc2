package org.jdbmail.core.delivery;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jdbmail.core.compose.LetterWriter;
import org.jdbmail.core.digest.TextDigest;
import org.jdbmail.core.smtp.EnvelopeAddress;
import org.jdbmail.core.store.ReplyMemory;
import org.jdbmail.core.store.Rules;
import org.jdbmail.mime.bytes.MessageBytes;
import org.jdbmail.mime.structure.HeaderField;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers mail as {@code dbmail_auto_replies} says, each sender once in seven days, and tells of it as {@code dbmail_auto_notifications}
 * says.
 */
public final class TableAnswers implements Decider {
    private static final Logger LOG = LoggerFactory.getLogger(TableAnswers.class);

    /** For how long one reply to the same sender is enough. */
    private static final Duration WINDOW = Duration.ofDays(7);

    /**
     * What is on, and in whose name.
     *
     * @param hostname our own name
     * @param notifies whether notices are sent
     * @param notifySubject what stands above them
     * @param notifySender in whose name
     * @param replies whether replies are sent
     */
    public record Options(
            String hostname, boolean notifies, String notifySubject, EnvelopeAddress notifySender, boolean replies) {}

    private final RecentRules rules;
    private final Options options;

    public TableAnswers(RecentRules rules, Options options) {
        this.rules = rules;
        this.options = options;
    }

    @Override
    public List<Action> decide(Arrival arrival, List<Action> soFar) {
        if (!options.notifies && !options.replies) {
            return soFar;
        }
        Rules.Found found = rules.of(arrival.target().user().id());
        List<Action> actions = new ArrayList<>(soFar);
        if (options.notifies) {
            found.notice().flatMap(Forward::parse).ifPresent(whom -> notice(arrival, whom, actions));
        }
        if (options.replies) {
            found.reply().ifPresent(text -> reply(arrival, text, actions));
        }
        return actions;
    }

    private void notice(Arrival arrival, Forward whom, List<Action> actions) {
        // RFC 5436 §2.7.1 says it for Sieve: who is told of what programs write is told for ever.
        boolean isAutomatic = HeaderField.named(arrival.message().bytes(), "Auto-Submitted").stream()
                .anyMatch(
                        field -> !field.text().strip().toLowerCase(Locale.ROOT).startsWith("no"));
        if (isAutomatic || !(whom instanceof Forward.ToAddress(EnvelopeAddress address))) {
            return;
        }
        byte[] letter = new LetterWriter()
                .address("From", options.notifySender)
                .address("To", address)
                .field("Subject", options.notifySubject)
                .identity(arrival.received(), options.hostname)
                .known("Auto-Submitted", "auto-generated")
                .text("There is new mail for " + arrival.recipient().address() + ".\n");
        actions.add(new Action.Notice(new Letter(EnvelopeAddress.NULL, address, letter)));
    }

    private void reply(Arrival arrival, String text, List<Action> actions) {
        EnvelopeAddress sender = arrival.envelope().sender();
        EnvelopeAddress own = own(arrival);
        MessageBytes message = arrival.message().bytes();
        // A mail system before us may have turned one address of the account into another.
        List<EnvelopeAddress> all =
                new ArrayList<>(rules.addresses(arrival.target().user().id()));
        all.add(own);
        all.add(EnvelopeAddress.ofPlain(arrival.target().user().login()));
        all.add(EnvelopeAddress.ofPlain(arrival.recipient().parameters().original()));
        Optional<String> whyNot = ReplyRules.whyNot(sender, message, all);
        if (whyNot.isPresent()) {
            LOG.debug("{}: not answered for <{}>: {}", arrival.envelope().id(), own, whyNot.get());
            return;
        }
        ReplyMemory once = new ReplyMemory(
                sender.plain(),
                own.plain(),
                TextDigest.MD5.of(text),
                arrival.received().minus(WINDOW),
                arrival.received());
        actions.add(new Action.Reply(new Letter(EnvelopeAddress.NULL, sender, letter(arrival, own, text)), once));
    }

    /** The address that was written to, without its detail; an account without a domain answers in our own. */
    private EnvelopeAddress own(Arrival arrival) {
        EnvelopeAddress address = arrival.recipient().address();
        String detail = arrival.target().detail();
        String local = detail.isEmpty() || !address.localPart().endsWith("+" + detail)
                ? address.localPart()
                : address.localPart().substring(0, address.localPart().length() - detail.length() - 1);
        return new EnvelopeAddress(local, address.domain());
    }

    private byte[] letter(Arrival arrival, EnvelopeAddress own, String text) {
        String subject = "";
        String id = "";
        String references = "";
        for (HeaderField field : HeaderField.list(arrival.message().bytes())) {
            if (field.is("Subject") && subject.isEmpty()) {
                subject = field.text();
            } else if (field.is("Message-ID") && id.isEmpty()) {
                id = field.text().strip();
            } else if (field.is("References") && references.isEmpty()) {
                references = field.text().strip();
            }
        }
        EnvelopeAddress from = own.domain().isEmpty() ? new EnvelopeAddress(own.localPart(), options.hostname) : own;
        LetterWriter letter = new LetterWriter()
                .address("From", from)
                .address("To", arrival.envelope().sender())
                .field("Subject", "Re: " + subject)
                .identity(arrival.received(), options.hostname)
                // RFC 3834 §3.1.7, §3.1.8
                .known("Auto-Submitted", "auto-replied")
                .known("Precedence", "bulk")
                .known("X-Auto-Response-Suppress", "All")
                .field("X-DBMail-Reply", own.toString());
        if (!id.isEmpty()) {
            letter.field("In-Reply-To", id).field("References", (references + " " + id).strip());
        }
        return letter.text(text);
    }
}
