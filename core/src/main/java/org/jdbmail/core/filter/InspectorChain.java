package org.jdbmail.core.filter;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jdbmail.core.reception.Arriving;
import org.jdbmail.core.reception.Caller;
import org.jdbmail.core.reception.Inspection;
import org.jdbmail.core.reception.Inspector;
import org.jdbmail.core.reception.Judgement;
import org.jdbmail.core.reception.Ruling;
import org.jdbmail.core.smtp.EnvelopeAddress;
import org.jdbmail.core.smtp.MailParameters;
import org.jdbmail.core.smtp.RecipientParameters;

/** Asks two inspectors, one after the other: the second sees the message as the first has left it. */
public final class InspectorChain implements Inspection {
    private final Inspection first;
    private final Inspection second;

    private InspectorChain(Inspection first, Inspection second) {
        this.first = first;
        this.second = second;
    }

    /** Both. */
    public static Inspector of(Inspector first, Inspector second) {
        return caller -> new InspectorChain(first.open(caller), second.open(caller));
    }

    private static Ruling either(Ruling one, Supplier<Ruling> other) {
        return switch (one) {
            case Ruling.GoOn() -> other.get();
            case Ruling.Refuse refused -> refused;
        };
    }

    @Override
    public Ruling connected(Caller caller) {
        return either(first.connected(caller), () -> second.connected(caller));
    }

    @Override
    public Ruling greeted(Caller caller) {
        return either(first.greeted(caller), () -> second.greeted(caller));
    }

    @Override
    public Ruling sender(Caller caller, String id, EnvelopeAddress sender, MailParameters parameters) {
        return either(
                first.sender(caller, id, sender, parameters), () -> second.sender(caller, id, sender, parameters));
    }

    @Override
    public Ruling recipient(Caller caller, EnvelopeAddress recipient, RecipientParameters parameters) {
        return either(
                first.recipient(caller, recipient, parameters), () -> second.recipient(caller, recipient, parameters));
    }

    @Override
    public Judgement message(Arriving arriving) {
        Judgement one = first.message(arriving);
        if (!(one instanceof Judgement.Passed passed)) {
            second.reset();
            return one;
        }
        Judgement other = second.message(arriving.with(passed.message()));
        return other instanceof Judgement.Passed also
                ? new Judgement.Passed(
                        also.above() + passed.above(),
                        also.message(),
                        joined(passed.envelope(), also.envelope()),
                        also.place() == Judgement.Place.USUAL ? passed.place() : also.place())
                : other;
    }

    /** Changes of one after those of another. */
    public static Judgement.Changes joined(Judgement.Changes one, Judgement.Changes other) {
        if (other.equals(Judgement.Changes.NONE)) {
            return one;
        }
        List<EnvelopeAddress> added = new ArrayList<>(one.added());
        added.removeAll(other.removed());
        added.addAll(other.added());
        List<EnvelopeAddress> removed = new ArrayList<>(one.removed());
        removed.addAll(other.removed());
        Optional<EnvelopeAddress> sender = other.sender().or(one::sender);
        return new Judgement.Changes(sender, added, removed);
    }

    @Override
    public void reset() {
        first.reset();
        second.reset();
    }

    @Override
    public void close() {
        first.close();
        second.close();
    }
}
