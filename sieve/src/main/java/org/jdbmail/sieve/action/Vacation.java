package org.jdbmail.sieve.action;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jdbmail.mime.field.AddressParser;
import org.jdbmail.mime.field.MailAddress;
import org.jdbmail.sieve.compile.Arguments;
import org.jdbmail.sieve.compile.Extension;
import org.jdbmail.sieve.compile.InvalidScript;
import org.jdbmail.sieve.effect.Effect;
import org.jdbmail.sieve.host.DeliveryFacts;
import org.jdbmail.sieve.host.ScriptPolicy;
import org.jdbmail.sieve.letter.Draft;
import org.jdbmail.sieve.letter.Words;
import org.jdbmail.sieve.message.Address;
import org.jdbmail.sieve.message.Field;
import org.jdbmail.sieve.run.Digests;
import org.jdbmail.sieve.run.Flow;
import org.jdbmail.sieve.run.Instruction;
import org.jdbmail.sieve.run.Limits;
import org.jdbmail.sieve.run.Run;
import org.jdbmail.sieve.run.ScriptException;
import org.jdbmail.sieve.run.Text;
import org.jspecify.annotations.Nullable;

/**
 * {@code vacation} (RFC 5230, RFC 6131): answers, unless nobody should be, or who wrote was answered a short while ago.
 *
 * @param seconds the time until somebody is answered again; -1 for the usual
 */
public record Vacation(
        long seconds,
        @Nullable Text subject,
        @Nullable Text from,
        List<Text> addresses,
        boolean mime,
        @Nullable Text handle,
        FccArguments fcc,
        Text reason)
        implements Instruction {
    private static final int LONGEST_SUBJECT = 256;
    private static final long DAY = 86_400;

    /** Understands it. */
    public static Instruction of(Arguments arguments) throws InvalidScript {
        long days = arguments.number("days", null);
        long seconds = arguments.number("seconds", Extension.VACATION_SECONDS);
        if (days >= 0 && seconds >= 0) {
            arguments.error(arguments.at(), "':days' can't stand beside ':seconds'");
        }
        if (days >= 0) {
            seconds = Math.min(days, 100_000) * DAY;
        }
        Duration least = arguments.compilation().limits().vacationLeast();
        if (seconds >= 0 && seconds < least.toSeconds()) {
            arguments.warning(arguments.at(), "nobody is answered twice within " + least.toSeconds() + " seconds here");
        }
        Text subject = arguments.string("subject", null);
        Text from = arguments.string("from", null);
        String fixed = from == null ? null : from.constant();
        if (fixed != null && Address.parse(fixed, true) == null) {
            arguments.error(arguments.at(), "'" + fixed + "' is no address");
        }
        List<Text> addresses = arguments.taggedStrings("addresses", null);
        boolean mime = arguments.flag("mime");
        Text handle = arguments.string("handle", null);
        FccArguments fcc = FccArguments.of(arguments);
        Text reason = arguments.string("the text of the answer");
        return new Vacation(
                seconds, subject, from, addresses == null ? List.of() : addresses, mime, handle, fcc, reason);
    }

    @Override
    public Flow execute(Run run) throws ScriptException {
        if (!run.answerOnce()) {
            run.note("no answer: a script before this one has answered");
            return Flow.NEXT;
        }
        List<String> own = Text.values(addresses, run);
        String not = AutomaticMail.reason(run, own);
        not = not == null ? run.host().whyNotAnswered(own) : not;
        Address named = not == null ? AutomaticMail.named(run, own) : null;
        if (not == null && named == null && run.delivery().policy().answersToOwnOnly()) {
            not = "the message names none of your addresses as its recipient";
        }
        if (not != null) {
            run.note("no answer: " + not);
            return Flow.NEXT;
        }
        Effect.Memory memory = memory(run);
        if (run.host().remembers(memory)) {
            run.note("no answer: <" + run.delivery().sender() + "> was answered a short while ago");
            return Flow.NEXT;
        }
        run.vacation(new Effect.Vacation(letter(run, named), memory, fcc.now(run)));
        return Flow.NEXT;
    }

    /**
     * RFC 5230 §4.2: without a handle, another text is another answer. It is what stands in the script that counts: with
     * "Away: ${subject}" in it, as SOGo proposes, everybody would be answered as often as they write.
     */
    private Effect.Memory memory(Run run) throws ScriptException {
        String sender = run.delivery().sender().toLowerCase(Locale.ROOT);
        String key = handle != null
                ? Digests.of(sender, "handle", handle.value(run))
                : Digests.of(
                        sender,
                        "text",
                        reason.written(),
                        subject == null ? "" : subject.written(),
                        from == null ? "" : from.written(),
                        Boolean.toString(mime));
        Limits limits = run.limits();
        Duration wanted = seconds < 0 ? limits.vacationUsual() : Duration.ofSeconds(seconds);
        Duration atLeast = wanted.compareTo(limits.vacationLeast()) < 0 ? limits.vacationLeast() : wanted;
        Duration period = atLeast.compareTo(limits.vacationMost()) > 0 ? limits.vacationMost() : atLeast;
        return new Effect.Memory(Effect.Memory.Kind.VACATION, key, period);
    }

    private Effect.Letter letter(Run run, @Nullable Address named) throws ScriptException {
        DeliveryFacts delivery = run.delivery();
        Address sender = Address.ofEnvelope(delivery.sender());
        Draft draft = new Draft(run.nextMessageId(), delivery.received(), delivery.zone());
        addFrom(run, draft, named);
        draft.address("To", senderName(run, delivery.sender()), sender);
        draft.text("Subject", subject(run));
        addReferences(run, draft);
        // RFC 3834 §5, RFC 5230 §5.4.
        draft.plain("Auto-Submitted", "auto-replied (vacation)");
        draft.plain("Precedence", "bulk");
        draft.plain("X-Auto-Response-Suppress", "All");
        String text = reason.value(run);
        byte[] bytes = mime ? draft.entity(withBlankLine(text)) : draft.plainBody(text);
        String path = delivery.policy().answerFromRecipient() ? delivery.recipient() : "";
        return new Effect.Letter(path, List.of(sender.written()), bytes);
    }

    /** RFC 5230 §4.7: fields, a blank line, a body; what has no blank line has no fields. */
    private static String withBlankLine(String entity) {
        String lines = Draft.lines(entity);
        return lines.startsWith("\r\n") || lines.contains("\r\n\r\n") ? lines : lines + "\r\n";
    }

    private void addFrom(Run run, Draft draft, @Nullable Address named) throws ScriptException {
        DeliveryFacts delivery = run.delivery();
        Address usual = named == null ? Address.ofEnvelope(delivery.recipient()) : named;
        if (from == null) {
            draft.address("From", "", usual);
            return;
        }
        String text = from.value(run);
        Address address = Address.parse(text, true);
        if (address == null) {
            throw new ScriptException("'" + text + "' is no address");
        }
        boolean allowed = delivery.policy().answerAnyFrom() || delivery.isOwn(address.all());
        if (!allowed) {
            run.warn("an answer can't be from <" + address.all() + ">, which is not one of your addresses");
        }
        draft.address("From", Draft.displayName(text), allowed ? address : usual);
    }

    /** The name that a field of the message gives the sender; empty if none does. */
    private static String senderName(Run run, String sender) {
        for (String name : List.of("sender", "resent-from", "from", "reply-to")) {
            for (Field field : run.mail().named(name)) {
                for (MailAddress address : AddressParser.parse(field.values())) {
                    if (sender.equalsIgnoreCase(address.address()) && address.displayName() != null) {
                        return String.valueOf(address.displayName());
                    }
                }
            }
        }
        return "";
    }

    /** RFC 5230 §5.2. */
    private String subject(Run run) throws ScriptException {
        if (subject != null) {
            return Words.cut(Words.decoded(subject.value(run)), LONGEST_SUBJECT);
        }
        ScriptPolicy policy = run.delivery().policy();
        List<Field> fields = run.mail().named("subject");
        String text = fields.isEmpty() ? "" : fields.getFirst().text();
        return text.isEmpty() ? policy.answerSubject() : Words.cut(policy.answerPrefix() + text, LONGEST_SUBJECT);
    }

    /** RFC 5230 §5.8: as in a reply. */
    private static void addReferences(Run run, Draft draft) {
        List<String> ids = new ArrayList<>();
        for (Field field : run.mail().named("references")) {
            ids.add(field.raw());
        }
        List<Field> own = run.mail().named("message-id");
        if (own.isEmpty()) {
            return;
        }
        String id = own.getFirst().raw();
        draft.plain("In-Reply-To", id);
        ids.add(id);
        draft.plain("References", String.join(" ", ids));
    }
}
