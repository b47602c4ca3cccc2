package org.jdbmail.core.sieve;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jdbmail.core.delivery.Action;
import org.jdbmail.core.delivery.Arrival;
import org.jdbmail.core.delivery.Letter;
import org.jdbmail.core.delivery.OwnFields;
import org.jdbmail.core.delivery.RedirectOptions;
import org.jdbmail.core.delivery.Version;
import org.jdbmail.core.mail.Flag;
import org.jdbmail.core.mail.FlagSet;
import org.jdbmail.core.smtp.EnvelopeAddress;
import org.jdbmail.core.smtp.MailParameters.Returned;
import org.jdbmail.core.smtp.RecipientParameters;
import org.jdbmail.core.smtp.RecipientParameters.Notify;
import org.jdbmail.core.store.Mailbox;
import org.jdbmail.core.store.Outgoing.Due;
import org.jdbmail.core.store.ReplyMemory;
import org.jdbmail.mime.bytes.MessageBytes;
import org.jdbmail.sieve.effect.Edition;
import org.jdbmail.sieve.effect.Effect;
import org.jdbmail.sieve.effect.FilingTarget;
import org.jdbmail.sieve.message.Address;
import org.jspecify.annotations.Nullable;

/** Says in a delivery's words what scripts want done. */
final class EffectActions {
    /** The longest keyword. */
    private static final int LONGEST_KEYWORD = 200;

    private final Arrival arrival;
    private final List<Action> kept;
    private final Boxes boxes;
    private final List<Action> actions = new ArrayList<>();

    /** @param kept what is done with a message that is kept: as the address and the tables' filters say */
    EffectActions(Arrival arrival, List<Action> kept, Boxes boxes) {
        this.arrival = arrival;
        this.kept = kept;
        this.boxes = boxes;
    }

    List<Action> of(List<Effect> effects) {
        for (int i = 0; i < effects.size(); i++) {
            if (!isSaidAgain(effects, i)) {
                add(effects.get(i));
            }
        }
        return actions;
    }

    /** RFC 5228 §2.10.3: what is kept in the INBOX and filed there too is one message, as the last of both says. */
    private boolean isSaidAgain(List<Effect> effects, int index) {
        return arrival.target().detail().isEmpty()
                && kept.equals(List.of(Action.Keep.PLAIN))
                && isInbox(effects.get(index))
                && effects.subList(index + 1, effects.size()).stream().anyMatch(EffectActions::isInbox);
    }

    private static boolean isInbox(Effect effect) {
        return effect instanceof Effect.File file
                && (file.target().isKeep() || file.target().isInbox());
    }

    private void add(Effect effect) {
        switch (effect) {
            case Effect.File(FilingTarget target, List<String> flags, Edition message) ->
                file(target, flags(flags), version(message));
            case Effect.Redirect redirect -> redirect(redirect);
            // RFC 5429 §2.1.1, §2.2: where the protocol can say it, that is better than a letter for both kinds.
            case Effect.Reject reject -> actions.add(new Action.Reject(reject.reason()));
            case Effect.Discard() -> {}
            case Effect.Vacation(Effect.Letter letter, Effect.Memory memory, Effect.Copy copy) -> {
                letter(letter, memory);
                remember(memory);
                copy(letter, copy);
            }
            case Effect.Notify(Effect.Letter letter, Effect.Copy copy) -> {
                letter(letter, null);
                copy(letter, copy);
            }
            case Effect.Remember(Effect.Memory memory) -> remember(memory);
        }
    }

    private static Version version(Edition message) {
        return message.edited() ? new Version.Edited(message.bytes()) : Version.ORIGINAL;
    }

    private void file(FilingTarget target, FlagSet flags, Version version) {
        if (!target.isKeep()) {
            actions.add(new Action.FileInto(
                    target.isInbox() ? Mailbox.INBOX : boxes.nameOf(target),
                    target.create() ? Action.Insistence.MADE : Action.Insistence.IF_THERE,
                    flags,
                    version,
                    Boxes.useOf(target)));
            return;
        }
        for (Action action : kept) {
            if (action instanceof Action.FileInto into) {
                actions.add(new Action.FileInto(
                        into.mailbox(), into.insistence(), into.flags().plus(flags), version, into.use()));
            } else if (action instanceof Action.Keep keep) {
                actions.add(new Action.Keep(keep.flags().plus(flags), version));
            }
        }
    }

    // RFC 8580
    private void copy(Effect.Letter letter, Effect.@Nullable Copy copy) {
        if (copy != null) {
            Version version = new Version.Edited(MessageBytes.of(letter.bytes()));
            file(copy.target(), flags(copy.flags()), version);
        }
    }

    private void remember(Effect.Memory memory) {
        actions.add(new Action.Remember(StoreHost.kind(memory.kind()), memory.key(), memory.period()));
    }

    private void letter(Effect.Letter letter, Effect.@Nullable Memory memory) {
        EnvelopeAddress from = letter.from().isEmpty() ? EnvelopeAddress.NULL : address(letter.from());
        Instant now = arrival.received();
        for (String recipient : letter.recipients()) {
            Letter sent = new Letter(from, address(recipient), letter.bytes());
            actions.add(
                    memory == null
                            ? new Action.Notice(sent)
                            : new Action.Reply(
                                    sent,
                                    new ReplyMemory(
                                            sent.recipient().plain(),
                                            arrival.target().user().login(),
                                            memory.key(),
                                            now.minus(memory.period()),
                                            now)));
        }
    }

    private static EnvelopeAddress address(String text) {
        Address address = Address.ofEnvelope(text);
        String local = address.local();
        String domain = address.domain();
        return local == null || domain == null ? EnvelopeAddress.ofPlain(text) : new EnvelopeAddress(local, domain);
    }

    private void redirect(Effect.Redirect redirect) {
        Effect.Forwarding how = redirect.how();
        Effect.DeliverBy by = how.deliverBy();
        Version version = redirect.message().edited()
                ? new Version.Edited(OwnFields.without(
                        arrival.message().bytes(), redirect.message().bytes()))
                : Version.ORIGINAL;
        RedirectOptions options = new RedirectOptions(
                null,
                Optional.ofNullable(how.conditions()).map(this::parameters).orElse(null),
                Optional.ofNullable(how.ret())
                        .map(ret -> ret.equalsIgnoreCase("FULL") ? Returned.FULL : Returned.HEADERS)
                        .orElse(null),
                by == null ? null : new Due(arrival.received().plus(by.within()), by.returned()));
        actions.add(new Action.Redirect(address(redirect.address()), options, version));
    }

    // RFC 6009 §6: the script's NOTIFY in place of the sender's; whom the message was for stays.
    private RecipientParameters parameters(String conditions) {
        Set<Notify> reports = EnumSet.noneOf(Notify.class);
        for (String word : conditions.toUpperCase(Locale.ROOT).split("[,\\s]+")) {
            for (Notify each : Notify.values()) {
                if (each.name().equals(word)) {
                    reports.add(each);
                }
            }
        }
        RecipientParameters said = arrival.recipient().parameters();
        EnvelopeAddress address = arrival.recipient().address();
        return said.originalType().isEmpty()
                ? new RecipientParameters(reports, true, address.isAscii() ? "rfc822" : "utf-8", address.toString())
                : new RecipientParameters(reports, true, said.originalType(), said.original());
    }

    /** RFC 5232 §2: what can't be a flag is left out. */
    private static FlagSet flags(List<String> names) {
        int system = 0;
        List<String> keywords = new ArrayList<>();
        for (String name : names) {
            if (name.startsWith("\\")) {
                for (Flag flag : Flag.values()) {
                    system |= flag.imapName().equalsIgnoreCase(name) ? flag.bit() : 0;
                }
            } else if (isKeyword(name) && keywords.stream().noneMatch(name::equalsIgnoreCase)) {
                keywords.add(name);
            }
        }
        return FlagSet.of(system, keywords);
    }

    // RFC 3501 §9, atom
    private static boolean isKeyword(String name) {
        return !name.isEmpty()
                && name.length() <= LONGEST_KEYWORD
                && name.chars().allMatch(c -> c > ' ' && c < 0x7f && "(){%*\"\\]".indexOf(c) < 0);
    }
}
