package org.jdbmail.cli.mail;

import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jdbmail.cli.frame.Cell;
import org.jdbmail.cli.frame.Output;
import org.jdbmail.cli.frame.Table;
import org.jdbmail.core.smtp.EnvelopeAddress;
import org.jdbmail.core.store.MailTarget;
import org.jdbmail.core.store.QueuedMail;
import org.jdbmail.core.store.QueuedRecipient;
import org.jdbmail.core.store.Store;

/** What waits to be sent, message by message or added up by destination: for a person in lines, for a program as JSON. */
final class QueueListing {
    /** Messages that are read at a time. */
    private static final int PAGE = 500;

    private final Store store;
    private final Output output;

    QueueListing(Store store, Output output) {
        this.store = store;
        this.output = output;
    }

    private void each(Consumer<QueuedMail> action) {
        List<QueuedMail> page = page(0);
        while (!page.isEmpty()) {
            page.forEach(action);
            page = page(page.getLast().id());
        }
    }

    private List<QueuedMail> page(long after) {
        return store.read(tx -> tx.queue().list(after, PAGE));
    }

    /** Message by message, with what became of each recipient so far; a program gets an object for each recipient. */
    void list() {
        if (output.isJson()) {
            Table table =
                    new Table("id", "created", "sender", "recipient", "held", "next_attempt", "attempts", "last_reply");
            each(mail -> mail.recipients()
                    .forEach(one -> table.row(
                            Cell.count(mail.id()),
                            Cell.time(mail.created()),
                            Cell.text(mail.sender().toString()),
                            Cell.text(one.target().toString()),
                            Cell.flag(one.isHeld()),
                            Cell.time(one.isHeld() ? null : one.nextAttempt()),
                            Cell.count(one.attempts()),
                            Cell.text(one.lastReply()))));
            output.print(table, "");
            return;
        }
        int[] count = {0};
        each(mail -> {
            line(mail, output.out());
            count[0]++;
        });
        output.out().println(count[0] + (count[0] == 1 ? " message" : " messages"));
    }

    /** A message for a person. */
    static void line(QueuedMail mail, PrintWriter out) {
        out.println(mail.id() + "  " + mail.created() + "  from <" + mail.sender() + ">");
        for (QueuedRecipient each : mail.recipients()) {
            String state = each.isHeld() ? "held" : "next " + each.nextAttempt();
            out.println("    to <" + each.target() + ">  " + state + ", tried " + each.attempts() + " times"
                    + (each.lastReply().isEmpty() ? "" : ": " + each.lastReply()));
        }
    }

    /** What waits for one domain. */
    private record Waiting(int recipients, int held, int tried, Instant oldest) {
        Waiting and(QueuedMail mail, QueuedRecipient recipient) {
            return new Waiting(
                    recipients + 1,
                    held + (recipient.isHeld() ? 1 : 0),
                    tried + (recipient.attempts() > 0 ? 1 : 0),
                    mail.created().isBefore(oldest) ? mail.created() : oldest);
        }
    }

    /** Added up by destination. */
    void statistics() {
        Map<String, Waiting> all = new TreeMap<>();
        each(mail -> mail.recipients().forEach(one -> {
            String domain = destination(one.target());
            Waiting before = all.getOrDefault(domain, new Waiting(0, 0, 0, mail.created()));
            all.put(domain, before.and(mail, one));
        }));
        if (output.isJson()) {
            Table table = new Table("destination", "recipients", "held", "tried", "oldest");
            all.forEach((domain, waiting) -> table.row(
                    Cell.text(domain),
                    Cell.count(waiting.recipients()),
                    Cell.count(waiting.held()),
                    Cell.count(waiting.tried()),
                    Cell.time(waiting.oldest())));
            output.print(table, "");
            return;
        }
        PrintWriter out = output.out();
        all.forEach((domain, waiting) -> out.println(domain + "  " + waiting.recipients() + " recipients, "
                + waiting.held() + " held, " + waiting.tried() + " tried, the oldest of " + waiting.oldest()));
        out.println(all.values().stream().mapToInt(Waiting::recipients).sum() + " recipients");
    }

    private static String destination(MailTarget target) {
        return switch (target) {
            case MailTarget.Address(EnvelopeAddress address) -> address.domain();
            case MailTarget.Command ignored -> "(programs)";
            case MailTarget.File ignored -> "(files)";
        };
    }
}
