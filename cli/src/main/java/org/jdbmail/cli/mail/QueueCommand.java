package org.jdbmail.cli.mail;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jdbmail.cli.start.Failure;
import org.jdbmail.cli.start.Opening;
import org.jdbmail.core.smtp.EnvelopeAddress;
import org.jdbmail.core.store.MailQueue;
import org.jdbmail.core.store.MailTarget;
import org.jdbmail.core.store.QueuedMail;
import org.jdbmail.core.store.QueuedRecipient;
import org.jdbmail.core.store.Store;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code jdbmail queue}: looks at mail that waits to be sent, and moves it. */
@Command(
        name = "queue",
        mixinStandardHelpOptions = true,
        description = "Shows mail that waits to be sent, and lets it go, holds it or takes it away.")
public final class QueueCommand implements Callable<Integer> {
    /** Messages that are read at a time. */
    private static final int PAGE = 500;

    /** What is done. */
    enum Action {
        list,
        show,
        statistics,
        retry,
        hold,
        release,
        bounce,
        delete
    }

    private final Opening opening;

    @Mixin
    private StorePlace where = new StorePlace();

    @Spec
    private @Nullable CommandSpec spec; // filled in by picocli before call()

    @Parameters(
            index = "0",
            arity = "0..1",
            defaultValue = "list",
            paramLabel = "ACTION",
            description =
                    "list (also where nothing is said), statistics (by destination), show, retry (now), hold, release, bounce (to its sender), or delete without a"
                            + " report.")
    private Action action = Action.list;

    @Parameters(
            index = "1..*",
            paramLabel = "ID",
            description = "Messages, by the numbers that the list shows; or all.")
    private List<String> ids = List.of();

    /** @param opening opens settings and store */
    public QueueCommand(Opening opening) {
        this.opening = opening;
    }

    @Override
    public Integer call() throws Failure {
        if (action != Action.list && action != Action.statistics && ids.isEmpty()) {
            throw new Failure(Failure.USAGE, "which messages? Their numbers, or all");
        }
        try (Store store = opening.existingStore(where.settings(opening))) {
            switch (action) {
                case list -> list(store);
                case statistics -> statistics(store);
                case show -> show(store);
                case retry -> tell("due now", store.write(tx -> tx.queue().retry(chosen(tx.queue()), Instant.now())));
                case hold -> tell("held", store.write(tx -> tx.queue().hold(chosen(tx.queue()), true)));
                case release -> tell("released", store.write(tx -> tx.queue().hold(chosen(tx.queue()), false)));
                case bounce -> tell("go back", store.write(tx -> tx.queue().bounce(chosen(tx.queue()), Instant.now())));
                case delete -> tell("deleted", store.write(tx -> tx.queue().delete(chosen(tx.queue()), Instant.now())));
            }
        } catch (NumberFormatException e) {
            throw new Failure(Failure.USAGE, "messages have numbers: see jdbmail queue list", e);
        }
        return 0;
    }

    private PrintWriter out() {
        return Objects.requireNonNull(spec).commandLine().getOut();
    }

    private void tell(String what, int count) {
        out().println(count + " " + what);
    }

    private List<Long> chosen(MailQueue queue) {
        return ids.contains("all")
                ? queue.list(0, Integer.MAX_VALUE).stream().map(QueuedMail::id).toList()
                : ids.stream().map(Long::parseLong).toList();
    }

    private void list(Store store) {
        long after = 0;
        int count = 0;
        List<QueuedMail> page = page(store, after);
        while (!page.isEmpty()) {
            page.forEach(this::line);
            count += page.size();
            after = page.getLast().id();
            page = page(store, after);
        }
        out().println(count + (count == 1 ? " message" : " messages"));
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

    private void statistics(Store store) {
        Map<String, Waiting> all = new TreeMap<>();
        long after = 0;
        for (List<QueuedMail> page = page(store, after); !page.isEmpty(); page = page(store, after)) {
            for (QueuedMail mail : page) {
                for (QueuedRecipient each : mail.recipients()) {
                    String domain = destination(each.target());
                    Waiting before = all.getOrDefault(domain, new Waiting(0, 0, 0, mail.created()));
                    all.put(domain, before.and(mail, each));
                }
            }
            after = page.getLast().id();
        }
        all.forEach((domain, waiting) -> out().println(domain + "  " + waiting.recipients() + " recipients, "
                + waiting.held() + " held, " + waiting.tried() + " tried, the oldest of " + waiting.oldest()));
        out().println(all.values().stream().mapToInt(Waiting::recipients).sum() + " recipients");
    }

    private static String destination(MailTarget target) {
        return switch (target) {
            case MailTarget.Address(EnvelopeAddress address) -> address.domain();
            case MailTarget.Command ignored -> "(programs)";
            case MailTarget.File ignored -> "(files)";
        };
    }

    private static List<QueuedMail> page(Store store, long after) {
        return store.read(tx -> tx.queue().list(after, PAGE));
    }

    private void line(QueuedMail mail) {
        out().println(mail.id() + "  " + mail.created() + "  from <" + mail.sender() + ">");
        for (QueuedRecipient each : mail.recipients()) {
            String state = each.isHeld() ? "held" : "next " + each.nextAttempt();
            out().println("    to <" + each.target() + ">  " + state + ", tried " + each.attempts() + " times"
                    + (each.lastReply().isEmpty() ? "" : ": " + each.lastReply()));
        }
    }

    private void show(Store store) throws Failure {
        for (String id : ids) {
            Optional<QueuedMail> found = store.read(tx -> tx.queue().find(Long.parseLong(id)));
            QueuedMail mail = found.orElseThrow(() -> new Failure(Failure.UNAVAILABLE, "there is no message " + id));
            line(mail);
            var bytes = store.read(tx -> tx.contents().read(List.of(mail.physId()), Long.MAX_VALUE))
                    .get(mail.physId());
            if (bytes != null) {
                out().print("\n" + mail.prefix());
                out().println(new String(bytes.slice(mail.skipped(), bytes.size()), StandardCharsets.UTF_8));
            }
        }
    }
}
