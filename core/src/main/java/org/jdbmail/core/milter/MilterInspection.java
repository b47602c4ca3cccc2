package org.jdbmail.core.milter;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbmail.core.delivery.Spool;
import org.jdbmail.core.delivery.Spools;
import org.jdbmail.core.reception.Arriving;
import org.jdbmail.core.reception.Caller;
import org.jdbmail.core.reception.Inspection;
import org.jdbmail.core.reception.Inspector;
import org.jdbmail.core.reception.Judgement;
import org.jdbmail.core.reception.Ruling;
import org.jdbmail.core.smtp.EnvelopeAddress;
import org.jdbmail.core.smtp.MailParameters;
import org.jdbmail.core.smtp.RecipientParameters;
import org.jdbmail.core.smtp.SmtpReply;
import org.jdbmail.mime.bytes.MessageBytes;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks milters, one after the other; each sees the content as those before it have left it. A milter with trouble is taken for not there, or lets all
 * mail of the connection come again, as the settings say.
 */
final class MilterInspection implements Inspection {
    private static final Logger LOG = LoggerFactory.getLogger(MilterInspection.class);

    /** Octets that a body may become larger by. */
    private static final long MORE = 10L << 20;

    private static final SmtpReply LATER = SmtpReply.of(451, "4.7.1", "mail can't be looked at now, come again later");

    private final MilterOptions options;
    private final List<MilterDialogue> dialogues;
    private final List<Spool> bodies = new ArrayList<>();
    private @Nullable Caller client;
    private @Nullable SmtpReply forAll;
    private boolean isThrownAway;

    private MilterInspection(MilterOptions options, Spools spools) {
        this.options = options;
        this.dialogues = new ArrayList<>(options.places().stream()
                .map(place -> new MilterDialogue(place, options, spools))
                .toList());
    }

    /** One for each connection. */
    static Inspector inspector(MilterOptions options, Spools spools) {
        return caller -> new MilterInspection(options, spools);
    }

    /** A step that a milter takes. */
    @FunctionalInterface
    private interface Step {
        MilterAnswer take(MilterDialogue dialogue) throws IOException;
    }

    /** Lets all take a step; the first that refuses decides. */
    private @Nullable SmtpReply each(Step step) {
        for (MilterDialogue dialogue : List.copyOf(dialogues)) {
            try {
                switch (step.take(dialogue)) {
                    case MilterAnswer.Refuse(SmtpReply reply) -> {
                        return reply;
                    }
                    case MilterAnswer.Discard() -> isThrownAway = true;
                    case MilterAnswer.GoOn(), MilterAnswer.Accept(), MilterAnswer.Skip() -> {}
                }
            } catch (IOException e) {
                SmtpReply reply = trouble(dialogue, e);
                if (reply != null) {
                    return reply;
                }
            }
        }
        return null;
    }

    private @Nullable SmtpReply trouble(MilterDialogue dialogue, IOException e) {
        LOG.warn("milter {}: {}", dialogue.place(), e.getMessage());
        dialogue.close();
        dialogues.remove(dialogue);
        if (options.isNeeded()) {
            forAll = LATER;
            return LATER;
        }
        return null;
    }

    private static Ruling ruling(@Nullable SmtpReply reply) {
        return reply == null ? Ruling.GO_ON : new Ruling.Refuse(reply);
    }

    @Override
    public Ruling connected(Caller caller) {
        client = caller;
        SmtpReply reply = each(dialogue -> dialogue.connected(caller));
        if (reply == null) {
            return Ruling.GO_ON;
        }
        // Who can't be looked at now is told so when he brings mail: 220 and then 451, as other servers do.
        if (reply.equals(LATER)) {
            return Ruling.GO_ON;
        }
        return new Ruling.Refuse(reply);
    }

    @Override
    public Ruling greeted(Caller caller) {
        if (client == null) {
            connected(caller);
        }
        SmtpReply reply = each(dialogue -> dialogue.greeted(caller));
        return reply == null || reply.equals(LATER) ? Ruling.GO_ON : new Ruling.Refuse(reply);
    }

    @Override
    public Ruling sender(Caller caller, String id, EnvelopeAddress sender, MailParameters parameters) {
        free();
        isThrownAway = false;
        return ruling(forAll != null ? forAll : each(dialogue -> dialogue.sender(caller, id, sender)));
    }

    @Override
    public Ruling recipient(Caller caller, EnvelopeAddress recipient, RecipientParameters parameters) {
        return ruling(forAll != null ? forAll : each(dialogue -> dialogue.recipient(caller, recipient)));
    }

    @Override
    public Judgement message(Arriving arriving) {
        SmtpReply before = forAll;
        if (before != null) {
            return new Judgement.Refused(before);
        }
        MessageBytes message = arriving.message();
        long mostBody = message.size() + MORE;
        String above = "";
        Judgement.Changes changes = Judgement.Changes.NONE;
        boolean isHeld = false;
        for (MilterDialogue dialogue : List.copyOf(dialogues)) {
            if (isThrownAway) {
                break;
            }
            try {
                MilterDialogue.Heard heard = dialogue.message(arriving, message, mostBody);
                switch (heard.answer()) {
                    case MilterAnswer.Refuse(SmtpReply reply) -> {
                        reset();
                        return new Judgement.Refused(reply);
                    }
                    case MilterAnswer.Discard() -> isThrownAway = true;
                    case MilterAnswer.GoOn(), MilterAnswer.Accept(), MilterAnswer.Skip() -> {}
                }
                MilterEdits edits = heard.edits();
                if (edits != null) {
                    Spool body = edits.body();
                    if (body != null) {
                        bodies.add(body);
                    }
                    message = edits.message(message);
                    above = edits.above() + above;
                    changes = joined(changes, edits.changes());
                    isHeld |= edits.isHeld();
                }
            } catch (IOException e) {
                SmtpReply reply = trouble(dialogue, e);
                if (reply != null) {
                    reset();
                    return new Judgement.Refused(reply);
                }
            }
        }
        if (isThrownAway) {
            reset();
            return new Judgement.Discarded("as a milter said");
        }
        return new Judgement.Passed(above, message, changes, isHeld ? Judgement.Place.HELD : Judgement.Place.USUAL);
    }

    private static Judgement.Changes joined(Judgement.Changes one, Judgement.Changes other) {
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
        for (MilterDialogue dialogue : List.copyOf(dialogues)) {
            try {
                dialogue.reset();
            } catch (IOException e) {
                trouble(dialogue, e);
            }
        }
    }

    /** Bodies that milters have written live until the next message, since what was passed on is still being delivered. */
    private void free() {
        bodies.forEach(Spool::close);
        bodies.clear();
    }

    @Override
    public void close() {
        free();
        dialogues.forEach(MilterDialogue::close);
        dialogues.clear();
    }
}
