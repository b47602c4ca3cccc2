package org.jdbmail.sieve.action;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jdbmail.sieve.compile.Arguments;
import org.jdbmail.sieve.compile.InvalidScript;
import org.jdbmail.sieve.effect.Effect;
import org.jdbmail.sieve.host.DeliveryFacts;
import org.jdbmail.sieve.host.ScriptPolicy;
import org.jdbmail.sieve.letter.Draft;
import org.jdbmail.sieve.letter.Words;
import org.jdbmail.sieve.message.Address;
import org.jdbmail.sieve.message.Field;
import org.jdbmail.sieve.notice.Mailto;
import org.jdbmail.sieve.run.Flow;
import org.jdbmail.sieve.run.Instruction;
import org.jdbmail.sieve.run.Run;
import org.jdbmail.sieve.run.ScriptException;
import org.jdbmail.sieve.run.Text;
import org.jspecify.annotations.Nullable;

/** {@code notify} (RFC 5435) by mail (RFC 5436): tells somebody that the message came. */
public record Notify(
        @Nullable Text from, Text importance, @Nullable Text message, FccArguments fcc, Text method)
        implements Instruction {
    private static final int LONGEST_SUBJECT = 256;
    private static final String OPTION = "[A-Za-z0-9][A-Za-z0-9._-]*=[^\\r\\n\\x00]*";

    /** Understands it. */
    public static Instruction of(Arguments arguments) throws InvalidScript {
        Text from = arguments.string("from", null);
        Text importance = arguments.string("importance", null);
        List<Text> options = arguments.taggedStrings("options", null);
        Text message = arguments.string("message", null);
        FccArguments fcc = FccArguments.of(arguments);
        Text method = arguments.string("a method");
        if (arguments.compilation().limits().notifications() == 0) {
            arguments.error(arguments.at(), "notifying is not allowed here");
        }
        String fixed = from == null ? null : from.constant();
        if (fixed != null && Address.parse(fixed, true) == null) {
            arguments.error(arguments.at(), "'" + fixed + "' is no address");
        }
        String level = importance == null ? "2" : importance.constant();
        if (level != null && !level.matches("[123]")) {
            arguments.error(arguments.at(), "':importance' is \"1\", \"2\" or \"3\"");
        }
        for (Text option : options == null ? List.<Text>of() : options) {
            String constant = option.constant();
            if (constant != null && !constant.matches(OPTION)) {
                arguments.error(arguments.at(), "'" + constant + "' is no option like \"name=value\"");
            }
        }
        String uri = method.constant();
        if (uri != null) {
            try {
                Mailto.of(uri);
            } catch (Mailto.Invalid e) {
                arguments.error(arguments.at(), String.valueOf(e.getMessage()));
            }
        }
        return new Notify(from, importance == null ? new Text.Constant("2") : importance, message, fcc, method);
    }

    @Override
    public Flow execute(Run run) throws ScriptException {
        Mailto mailto;
        try {
            mailto = Mailto.of(method.value(run));
        } catch (Mailto.Invalid e) {
            throw new ScriptException(String.valueOf(e.getMessage()));
        }
        for (Field field : run.mail().named("auto-submitted")) {
            // RFC 5436 §2.7.
            if (!field.text().toLowerCase(Locale.ROOT).startsWith("no")) {
                run.note("nobody is notified of a message that a program sent");
                return Flow.NEXT;
            }
        }
        Set<String> seen = new HashSet<>();
        List<Mailto.Recipient> to = fresh(run, mailto.to(), seen);
        List<Mailto.Recipient> cc = fresh(run, mailto.cc(), seen);
        if (to.isEmpty() && cc.isEmpty()) {
            run.note("nobody is left to notify");
            return Flow.NEXT;
        }
        List<String> recipients = new ArrayList<>();
        to.forEach(each -> recipients.add(each.address().written()));
        cc.forEach(each -> recipients.add(each.address().written()));
        Address sender = sender(run);
        String path = path(run, sender);
        run.tell(new Effect.Notify(
                new Effect.Letter(path, recipients, letter(run, mailto, to, cc, sender)), fcc.now(run)));
        return Flow.NEXT;
    }

    /** Those who aren't told already. */
    private static List<Mailto.Recipient> fresh(Run run, List<Mailto.Recipient> addresses, Set<String> seen) {
        return addresses.stream()
                .filter(each -> !run.isTold(each.address().written())
                        && seen.add(each.address().written().toLowerCase(Locale.ROOT)))
                .toList();
    }

    /** The address after {@code :from}, if it may be used; else null. */
    private @Nullable Address sender(Run run) throws ScriptException {
        if (from == null) {
            return null;
        }
        String text = from.value(run);
        Address address = Address.parse(text, true);
        if (address == null) {
            throw new ScriptException("'" + text + "' is no address");
        }
        if (run.delivery().policy().answerAnyFrom() || run.delivery().isOwn(address.all())) {
            return address;
        }
        run.warn("a notification can't be from <" + address.all() + ">, which is not one of your addresses");
        return null;
    }

    /** RFC 5436 §2.7. */
    private static String path(Run run, @Nullable Address sender) {
        DeliveryFacts delivery = run.delivery();
        if (delivery.sender().isEmpty()) {
            return "";
        }
        ScriptPolicy policy = delivery.policy();
        return switch (policy.noticeSender()) {
            case OWNER -> sender == null ? delivery.recipient() : sender.written();
            case SENDER -> delivery.sender();
            case RECIPIENT -> delivery.recipient();
            case ORIGINAL -> delivery.original();
            case USER -> delivery.owner() == null ? delivery.recipient() : delivery.owner();
            case ADMINISTRATOR -> sender == null ? policy.administrator() : sender.written();
        };
    }

    private byte[] letter(
            Run run, Mailto mailto, List<Mailto.Recipient> to, List<Mailto.Recipient> cc, @Nullable Address sender)
            throws ScriptException {
        DeliveryFacts delivery = run.delivery();
        Draft draft = new Draft(run.nextMessageId(), delivery.received(), delivery.zone());
        // RFC 5436 §2.7.1.
        String owner = delivery.owner() == null ? delivery.recipient() : delivery.owner();
        draft.plain("Auto-Submitted", "auto-notified; owner-email=\"" + owner.replace("\"", "") + '"');
        draft.plain("X-Sieve", "JDBMail");
        draft.address("From", "", sender == null ? Address.ofEnvelope(delivery.recipient()) : sender);
        list(draft, "To", to);
        list(draft, "Cc", cc);
        draft.text("Subject", subject(run, mailto));
        priority(draft, importance.value(run));
        for (Map.Entry<String, String> field : mailto.fields().entrySet()) {
            draft.text(field.getKey(), field.getValue());
        }
        String body = mailto.body();
        return draft.plainBody(body == null ? "Notification of new message." : body);
    }

    private static void list(Draft draft, String name, List<Mailto.Recipient> addresses) {
        if (!addresses.isEmpty()) {
            draft.addresses(
                    name,
                    addresses.stream()
                            .map(each -> Draft.written(each.name(), each.address()))
                            .toList());
        }
    }

    private static void priority(Draft draft, String importance) throws ScriptException {
        switch (importance) {
            case "1" -> draft.plain("X-Priority", "1 (High)").plain("Importance", "high");
            case "2" -> draft.plain("X-Priority", "3 (Normal)").plain("Importance", "normal");
            case "3" -> draft.plain("X-Priority", "5 (Low)").plain("Importance", "low");
            default -> throw new ScriptException("':importance' is \"1\", \"2\" or \"3\"");
        }
    }

    /** RFC 5436 §2.7. */
    private String subject(Run run, Mailto mailto) throws ScriptException {
        if (message != null) {
            return Words.cut(Words.clean(message.value(run)), LONGEST_SUBJECT);
        }
        String wanted = mailto.subject();
        if (wanted != null) {
            return Words.cut(Words.clean(wanted), LONGEST_SUBJECT);
        }
        List<Field> fields = run.mail().named("subject");
        return fields.isEmpty() ? "New mail" : Words.cut(fields.getFirst().text(), LONGEST_SUBJECT);
    }
}
