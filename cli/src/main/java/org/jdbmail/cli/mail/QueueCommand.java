package org.jdbmail.cli.mail;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jdbmail.cli.frame.DryRun;
import org.jdbmail.cli.frame.Output;
import org.jdbmail.cli.frame.StoreOptions;
import org.jdbmail.cli.start.Failure;
import org.jdbmail.cli.start.Opening;
import org.jdbmail.core.store.MailQueue;
import org.jdbmail.core.store.QueuedMail;
import org.jdbmail.core.store.Store;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code jdbmail queue}: looks at mail that waits to be sent, and moves it. */
@Command(
        name = "queue",
        mixinStandardHelpOptions = true,
        description = "Lists mail that waits to be sent, and lets it go, holds it or takes it away.")
public final class QueueCommand implements Callable<Integer> {
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

    @Mixin
    private Output output = new Output();

    @Mixin
    private DryRun dryRun = new DryRun();

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
                case list -> new QueueListing(store, output).list();
                case statistics -> new QueueListing(store, output).statistics();
                case show -> show(store);
                case retry ->
                    tell("due now", "be due now", write(store, (queue, now) -> queue.retry(chosen(queue), now)));
                case hold -> tell("held", "be held", write(store, (queue, now) -> queue.hold(chosen(queue), true)));
                case release ->
                    tell("released", "be released", write(store, (queue, now) -> queue.hold(chosen(queue), false)));
                case bounce ->
                    tell("go back", "go back", write(store, (queue, now) -> queue.bounce(chosen(queue), now)));
                case delete ->
                    tell("deleted", "be deleted", write(store, (queue, now) -> queue.delete(chosen(queue), now)));
            }
        } catch (NumberFormatException e) {
            throw new Failure(Failure.USAGE, "messages have numbers: see jdbmail queue list", e);
        }
        return 0;
    }

    /** What changes messages, and how many it changed. */
    private interface Change {
        int in(MailQueue queue, Instant now);
    }

    private int write(Store store, Change change) {
        return StoreOptions.write(store, dryRun.isAsked(), tx -> change.in(tx.queue(), Instant.now()));
    }

    private void tell(String done, String pretended, int count) {
        output.out().println(count + " " + (dryRun.isAsked() ? "would " + pretended : done));
    }

    private List<Long> chosen(MailQueue queue) {
        return ids.contains("all")
                ? queue.list(0, Integer.MAX_VALUE).stream().map(QueuedMail::id).toList()
                : ids.stream().map(Long::parseLong).toList();
    }

    private void show(Store store) throws Failure {
        for (String id : ids) {
            Optional<QueuedMail> found = store.read(tx -> tx.queue().find(Long.parseLong(id)));
            QueuedMail mail = found.orElseThrow(() -> new Failure(Failure.UNAVAILABLE, "there is no message " + id));
            QueueListing.line(mail, output.out());
            var bytes = store.read(tx -> tx.contents().read(List.of(mail.physId()), Long.MAX_VALUE))
                    .get(mail.physId());
            if (bytes != null) {
                output.out().print("\n" + mail.prefix());
                output.out().println(new String(bytes.slice(mail.skipped(), bytes.size()), StandardCharsets.UTF_8));
            }
        }
    }
}
