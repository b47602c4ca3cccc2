package org.jdbmail.smtpd;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbmail.core.reception.Arriving;
import org.jdbmail.core.reception.Caller;
import org.jdbmail.core.reception.Inspection;
import org.jdbmail.core.reception.Judgement;
import org.jdbmail.core.reception.Ruling;
import org.jdbmail.core.smtp.EnvelopeAddress;
import org.jdbmail.core.smtp.MailParameters;
import org.jdbmail.core.smtp.RecipientParameters;
import org.jdbmail.core.smtp.SmtpReply;
import org.jdbmail.mime.structure.HeaderField;

/** Does what names and the field {@code X-Do} tell it, and notes what it was asked, which it tells in a field. */
final class ObedientInspection implements Inspection {
    private final StringBuilder asked = new StringBuilder();
    private final List<EnvelopeAddress> heard = new ArrayList<>();

    private Ruling ruling(String what, String name) {
        asked.append(what).append(' ');
        if (name.contains("broken")) {
            throw new IllegalStateException("as told");
        }
        return name.contains("refused")
                ? new Ruling.Refuse(SmtpReply.of(550, "5.7.1", what + " not wanted"))
                : name.contains("later")
                        ? new Ruling.Refuse(SmtpReply.of(451, "4.7.1", what + " not now"))
                        : name.contains("closed")
                                ? new Ruling.Refuse(SmtpReply.of(421, "4.7.1", "goodbye"))
                                : Ruling.GO_ON;
    }

    @Override
    public Ruling connected(Caller caller) {
        return ruling("connected", caller.name());
    }

    @Override
    public Ruling greeted(Caller caller) {
        return ruling("greeted", caller.helo());
    }

    @Override
    public Ruling sender(Caller caller, String id, EnvelopeAddress sender, MailParameters parameters) {
        return ruling("sender", sender.localPart());
    }

    @Override
    public Ruling recipient(Caller caller, EnvelopeAddress recipient, RecipientParameters parameters) {
        heard.add(recipient);
        return ruling("recipient", recipient.localPart());
    }

    @Override
    public void reset() {
        asked.append("reset ");
    }

    @Override
    public Judgement message(Arriving arriving) {
        String what = HeaderField.named(arriving.message(), "X-Do").stream()
                .findFirst()
                .map(HeaderField::text)
                .map(String::strip)
                .orElse("");
        return switch (what) {
            case "reject" -> new Judgement.Refused(SmtpReply.of(554, "5.7.1", "the content is not wanted"));
            case "tempfail" -> new Judgement.Refused(SmtpReply.of(451, "4.7.1", "the content is not wanted now"));
            case "close" -> new Judgement.Refused(SmtpReply.of(421, "4.7.1", "goodbye"));
            case "break" -> throw new IllegalStateException("as told");
            case "discard" -> new Judgement.Discarded("as told");
            case "junk" -> passed(arriving, Judgement.Changes.NONE, Judgement.Place.JUNK);
            case "hold" -> passed(arriving, Judgement.Changes.NONE, Judgement.Place.HELD);
            case "readdress" ->
                passed(
                        arriving,
                        new Judgement.Changes(
                                Optional.of(new EnvelopeAddress("other", "sender.test")),
                                List.of(
                                        new EnvelopeAddress("bob", "example.test"),
                                        new EnvelopeAddress("nobody", "example.test"),
                                        new EnvelopeAddress("archive", "elsewhere.test")),
                                List.of(new EnvelopeAddress("alice", "example.test"))),
                        Judgement.Place.USUAL);
            // By the names that it heard them by.
            case "forget" ->
                passed(arriving, new Judgement.Changes(Optional.empty(), List.of(), heard), Judgement.Place.USUAL);
            case "empty" ->
                passed(
                        arriving,
                        new Judgement.Changes(Optional.empty(), List.of(), arriving.recipients()),
                        Judgement.Place.USUAL);
            default -> passed(arriving, Judgement.Changes.NONE, Judgement.Place.USUAL);
        };
    }

    private Judgement passed(Arriving arriving, Judgement.Changes changes, Judgement.Place place) {
        String above = "X-Asked: " + asked.toString().strip() + "\r\n";
        asked.setLength(0);
        return new Judgement.Passed(above, arriving.message(), changes, place);
    }
}
