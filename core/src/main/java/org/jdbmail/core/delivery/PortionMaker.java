package org.jdbmail.core.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbmail.core.mail.FlagSet;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.smtp.EnvelopeAddress;
import org.jdbmail.core.smtp.MailParameters;
import org.jdbmail.core.smtp.RecipientParameters;
import org.jdbmail.core.smtp.RecipientParameters.Notify;
import org.jdbmail.core.store.Destination;
import org.jdbmail.core.store.MailTarget;
import org.jdbmail.core.store.Memory;
import org.jdbmail.core.store.Outgoing;
import org.jdbmail.core.store.OutgoingRecipient;
import org.jdbmail.core.store.Placement;
import org.jdbmail.core.store.Portion;
import org.jdbmail.core.store.ReplyMemory;
import org.jdbmail.mime.bytes.MessageBytes;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns the actions for one recipient into what they leave in the store. */
final class PortionMaker {
    private static final Logger LOG = LoggerFactory.getLogger(PortionMaker.class);

    /** RFC 3834 §3.3: nobody wants to hear what became of an answer. */
    private static final RecipientParameters NEVER = new RecipientParameters(Set.of(), true, "", "");

    /** A place that a content goes to: there it is only once. */
    private record Spot(long mailboxId, int content) {}

    private final Surroundings around;
    private final ContentList contents;
    private final Envelope envelope;
    private final Recipient recipient;
    private final Instant received;
    private final Map<Spot, Placement> places = new LinkedHashMap<>();
    private final List<Outgoing> outgoing = new ArrayList<>();
    private final List<Memory> memories = new ArrayList<>();
    private boolean isStopped;

    /** What is the same for all recipients of all messages. */
    record Surroundings(PlaceFinder places, DeliveryOptions options, Reports reports, SrsSecrets secrets) {}

    PortionMaker(Surroundings around, ContentList contents, Envelope envelope, Recipient recipient, Instant received) {
        this.around = around;
        this.contents = contents;
        this.envelope = envelope;
        this.recipient = recipient;
        this.received = received;
    }

    /**
     * Adds what is to happen for one account.
     *
     * @throws Refusal if the actions refuse the message, and it is for nobody else
     */
    void add(Target target, List<Action> actions) {
        for (Action action : actions) {
            switch (action) {
                case Action.Keep(FlagSet flags, Version version) ->
                    place(target, version, around.places.usual(target, flags));
                case Action.FileInto into -> place(target, into.version(), around.places.named(target, into));
                case Action.Redirect redirect -> redirect(redirect);
                case Action.Pipe(String command) -> hand(new MailTarget.Command(command));
                case Action.Reply(Letter letter, ReplyMemory once) -> send(letter, once);
                case Action.Notice(Letter letter) -> send(letter, null);
                case Action.Reject(String text) -> reject(text);
                case Action.Discard() -> {}
                case Action.Remember(String kind, String what, Duration kept) ->
                    memories.add(Memory.of(target.user().id(), kind, what, received.plus(kept)));
            }
        }
        // What would go round in a circle stays with the account that would have sent it on.
        if (isStopped && places.isEmpty()) {
            place(target, Version.ORIGINAL, around.places.usual(target, FlagSet.NONE));
        }
    }

    /** Adds what an alias leads to beside accounts. */
    void add(Forward forward) {
        switch (forward) {
            case Forward.ToAddress(EnvelopeAddress address) ->
                redirect(new Action.Redirect(address, RedirectOptions.USUAL, Version.ORIGINAL));
            case Forward.Onward(EnvelopeAddress address) -> onward(address);
            case Forward.ToCommand(String command) -> hand(new MailTarget.Command(command));
            case Forward.ToFile(String path) -> hand(new MailTarget.File(path));
        }
    }

    /**
     * What is due for the recipient.
     *
     * @throws Refusal if nothing is, because the message goes round in a circle
     */
    Portion portion() {
        if (isStopped && places.isEmpty() && outgoing.isEmpty()) {
            throw new Refusal(Reason.NO_PERMISSION, "mail for this address goes round in a circle");
        }
        if (!places.isEmpty() && recipient.parameters().reports().contains(Notify.SUCCESS)) {
            delivered();
        }
        return new Portion(List.copyOf(places.values()), outgoing, memories);
    }

    /** Of several actions that put the same into the same mailbox, the last says with which flags. */
    private void place(Target target, Version version, Destination destination) {
        int content = contents.of(version);
        Memory memory = around.options.suppressDuplicates()
                ? Duplicates.memory(
                        contents.message(content).bytes(), target.user().id(), destination.mailboxId(), received)
                : null;
        places.put(new Spot(destination.mailboxId(), content), new Placement(content, destination, memory));
    }

    private void redirect(Action.Redirect redirect) {
        if (Loops.isIn(contents.message(0).bytes(), recipient.address())) {
            LOG.warn(
                    "{}: for <{}>, not sent on to <{}>: it goes round in a circle",
                    envelope.id(),
                    recipient.address(),
                    redirect.target());
            isStopped = true;
            return;
        }
        RedirectOptions options = redirect.options();
        MailParameters said = envelope.parameters();
        int content = contents.of(redirect.version());
        outgoing.add(new Outgoing(
                envelope.id(),
                content,
                OwnFields.length(contents.message(content).bytes()),
                Loops.mark(recipient.address()),
                sender(redirect),
                said.with(options.returned() == null ? said.returned() : options.returned()),
                options.due() == null ? envelope.due() : options.due(),
                List.of(OutgoingRecipient.of(
                        redirect.target(), options.parameters() == null ? onward() : options.parameters())),
                null));
    }

    private EnvelopeAddress sender(Action.Redirect redirect) {
        EnvelopeAddress own = envelope.sender();
        EnvelopeAddress given = redirect.options().sender();
        // RFC 5321 §4.5.5: what has no sender gets none on the way.
        if (own.isNull()) {
            return own;
        }
        if (given != null) {
            return given;
        }
        String domain = recipient.address().domain();
        DeliveryOptions options = around.options;
        boolean isRewritten = switch (options.rewriting()) {
            case NEVER -> false;
            case FOREIGN -> !redirect.target().domain().equalsIgnoreCase(domain);
            case ALWAYS -> true;
        };
        return isRewritten
                        && !domain.isEmpty()
                        && !own.domain().isEmpty()
                        && !own.domain().equalsIgnoreCase(domain)
                ? new Srs(around.secrets.signing()).rewrite(own, domain, received)
                : own;
    }

    // RFC 5321 §3.6.2: a relay changes neither envelope nor content, but for the trace.
    private void onward(EnvelopeAddress address) {
        outgoing.add(new Outgoing(
                envelope.id(),
                0,
                OwnFields.length(contents.message(0).bytes()),
                "",
                envelope.sender(),
                envelope.parameters(),
                envelope.due(),
                List.of(OutgoingRecipient.of(address, recipient.parameters())),
                null));
    }

    private void hand(MailTarget target) {
        if (Loops.isRound(contents.message(0).bytes(), recipient.address())) {
            LOG.warn(
                    "{}: for <{}>, not given to {}: it goes round in a circle",
                    envelope.id(),
                    recipient.address(),
                    target);
            isStopped = true;
            return;
        }
        outgoing.add(new Outgoing(
                envelope.id(),
                0,
                0,
                "",
                envelope.sender(),
                envelope.parameters(),
                null,
                List.of(new OutgoingRecipient(target, onward())),
                null));
    }

    // RFC 3461 §5.2.1: who sends a message on tells whom it was for, where its sender did not.
    private RecipientParameters onward() {
        RecipientParameters said = recipient.parameters();
        return said.originalType().isEmpty()
                ? new RecipientParameters(
                        said.reports(),
                        said.notifyGiven(),
                        recipient.address().isAscii() ? "rfc822" : "utf-8",
                        recipient.address().toString())
                : said;
    }

    private void send(Letter letter, @Nullable ReplyMemory once) {
        if (letter.recipient().isNull()) {
            return;
        }
        int content = contents.of(MessageBytes.of(letter.bytes()));
        RecipientParameters parameters = letter.sender().isNull() ? NEVER : RecipientParameters.NONE;
        outgoing.add(new Outgoing(
                envelope.id(),
                content,
                0,
                "",
                letter.sender(),
                MailParameters.NONE,
                null,
                List.of(OutgoingRecipient.of(letter.recipient(), parameters)),
                once));
    }

    // RFC 5429 §2.1: where the message is for nobody else, and the words are plain, who hands it in is told.
    private void reject(String text) {
        boolean isAlone = recipient.meaning().targets().size() == 1
                && recipient.meaning().forwards().isEmpty()
                && places.isEmpty()
                && outgoing.isEmpty();
        if (isAlone && text.chars().allMatch(c -> c < 0x7f)) {
            throw new Refusal(Reason.NO_PERMISSION, text.strip().replaceAll("\\s+", " "));
        }
        if (!envelope.sender().isNull()) {
            send(around.reports.rejected(envelope, recipient, contents.message(0), text, received), null);
        }
    }

    private void delivered() {
        if (!envelope.sender().isNull()) {
            send(around.reports.delivered(envelope, recipient, contents.message(0), received), null);
        }
    }
}
