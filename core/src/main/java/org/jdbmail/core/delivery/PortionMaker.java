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
import org.jdbmail.core.store.Memory;
import org.jdbmail.core.store.Outgoing;
import org.jdbmail.core.store.OutgoingRecipient;
import org.jdbmail.core.store.Placement;
import org.jdbmail.core.store.Portion;
import org.jdbmail.core.store.ReplyMemory;
import org.jdbmail.mime.bytes.MessageBytes;
import org.jspecify.annotations.Nullable;

/** Turns the actions for one recipient into what they leave in the store. */
final class PortionMaker {
    /** RFC 3834 §3.3: nobody wants to hear what became of an answer. */
    private static final RecipientParameters NEVER = new RecipientParameters(Set.of(), true, "", "");

    /** A place that a content goes to: there it is only once. */
    private record Spot(long mailboxId, int content) {}

    private final Places finder;
    private final Contents contents;
    private final Envelope envelope;
    private final Recipient recipient;
    private final Instant received;
    private final Map<Spot, Placement> places = new LinkedHashMap<>();
    private final List<Outgoing> outgoing = new ArrayList<>();
    private final List<Memory> memories = new ArrayList<>();

    PortionMaker(Places finder, Contents contents, Envelope envelope, Recipient recipient, Instant received) {
        this.finder = finder;
        this.contents = contents;
        this.envelope = envelope;
        this.recipient = recipient;
        this.received = received;
    }

    /**
     * Adds what is to happen for one account.
     *
     * @throws Refusal if the actions are to refuse the message, and it is for nobody else
     */
    void add(Target target, List<Action> actions) {
        for (Action action : actions) {
            switch (action) {
                case Action.Keep(FlagSet flags, Version version) -> place(version, finder.usual(target, flags));
                case Action.FileInto into -> place(into.version(), finder.named(target, into));
                case Action.Redirect redirect -> redirect(redirect);
                case Action.Pipe(String command) -> pipe(command);
                case Action.Reply(Letter letter, ReplyMemory once) -> send(letter, once);
                case Action.Notice(Letter letter) -> send(letter, null);
                case Action.Reject(String text) -> throw new Refusal(Reason.NO_PERMISSION, text);
                case Action.Discard() -> {}
                case Action.Remember(String kind, String what, Duration kept) ->
                    memories.add(Memory.of(target.user().id(), kind, what, received.plus(kept)));
            }
        }
    }

    Portion portion() {
        return new Portion(List.copyOf(places.values()), outgoing, memories);
    }

    /** Of several actions that put the same into the same mailbox, the last says with which flags. */
    private void place(Version version, Destination destination) {
        int content = contents.of(version);
        places.put(new Spot(destination.mailboxId(), content), new Placement(content, destination, null));
    }

    private void redirect(Action.Redirect redirect) {
        RedirectOptions options = redirect.options();
        MailParameters said = envelope.parameters();
        MailParameters parameters = new MailParameters(
                -1,
                said.body(),
                said.utf8(),
                options.returned() == null ? said.returned() : options.returned(),
                said.envelopeId(),
                "");
        EnvelopeAddress sender = options.sender() == null ? envelope.sender() : options.sender();
        queue(
                redirect.version(),
                // RFC 5321 §4.5.5: what has no sender gets none on the way.
                envelope.sender().isNull() ? EnvelopeAddress.NULL : sender,
                parameters,
                options.due(),
                new OutgoingRecipient(
                        redirect.target().toString(),
                        options.parameters() == null ? onward(recipient) : options.parameters()));
    }

    private void pipe(String command) {
        queue(
                Version.ORIGINAL,
                envelope.sender(),
                envelope.parameters(),
                null,
                new OutgoingRecipient(command, onward(recipient)));
    }

    // RFC 3461 §5.2.1: who sends a message on tells whom it was for, where its sender did not.
    private static RecipientParameters onward(Recipient recipient) {
        RecipientParameters said = recipient.parameters();
        return said.originalType().isEmpty()
                ? new RecipientParameters(
                        said.reports(),
                        said.notifyGiven(),
                        recipient.address().isAscii() ? "rfc822" : "utf-8",
                        recipient.address().toString())
                : said;
    }

    private void queue(
            Version version,
            EnvelopeAddress sender,
            MailParameters parameters,
            Outgoing.@Nullable Due due,
            OutgoingRecipient target) {
        int content = contents.of(version);
        outgoing.add(new Outgoing(
                envelope.id(),
                content,
                OwnFields.length(contents.message(content).bytes()),
                "",
                sender,
                parameters,
                due,
                List.of(target),
                null));
    }

    private void send(Letter letter, @Nullable ReplyMemory once) {
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
                List.of(new OutgoingRecipient(letter.recipient().toString(), parameters)),
                once));
    }
}
