package org.jdbmail.sql.store;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jdbmail.core.content.Layout;
import org.jdbmail.core.mail.Flag;
import org.jdbmail.core.mail.FlagSet;
import org.jdbmail.core.mail.NumberSet;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.mail.Rights;
import org.jdbmail.core.mailbox.MailboxName;
import org.jdbmail.core.store.Alias;
import org.jdbmail.core.store.Credential;
import org.jdbmail.core.store.Delivered;
import org.jdbmail.core.store.Delivery;
import org.jdbmail.core.store.Destination;
import org.jdbmail.core.store.Memory;
import org.jdbmail.core.store.Messages.FlagMode;
import org.jdbmail.core.store.Outgoing;
import org.jdbmail.core.store.Placement;
import org.jdbmail.core.store.Portion;
import org.jdbmail.core.store.PortionOutcome;
import org.jdbmail.core.store.QueuedMail;
import org.jdbmail.core.store.ReplyMemory;
import org.jdbmail.core.store.Settlement;
import org.jdbmail.core.store.Tx;
import org.jdbmail.sql.SqlStore;
import org.jspecify.annotations.Nullable;

/**
 * Something that is done to a store, as a front, the queue, a program or upkeep does it.
 *
 * @param kind what may be left when it breaks off
 * @param prepare done before, without a fault; what it returns is given to the work
 * @param work throws a refusal if it was not done
 */
record UseCase<T>(String name, Kind kind, Function<Stage, T> prepare, Work<T> work) {
    /** What may be left when something is refused. */
    enum Kind {
        /** Nothing: who is refused has nothing done, even where the connection was lost at the commit. */
        EXACT,
        /** All or nothing; where the connection was lost at the commit, nobody knows which, and doing it again is no harm. */
        WHOLE,
        /** Any number of its steps; doing it again does the rest. */
        STEPS
    }

    interface Work<T> {
        void on(Stage stage, T prepared);
    }

    private static final Instant END = Instant.parse("2126-01-01T00:00:00Z");

    @Override
    public String toString() {
        return name;
    }

    private static UseCase<Object> of(String name, Kind kind, Consumer<Stage> work) {
        return new UseCase<>(name, kind, stage -> stage, (stage, none) -> work.accept(stage));
    }

    /** Work in a transaction of the store's. */
    private static UseCase<Object> write(String name, Kind kind, java.util.function.BiConsumer<Stage, Tx> work) {
        return of(
                name,
                kind,
                stage -> stage.store().write(tx -> {
                    work.accept(stage, tx);
                    return stage;
                }));
    }

    private static void deliver(Stage stage, Delivery delivery) {
        for (PortionOutcome outcome : stage.store().deliver(delivery)) {
            if (outcome instanceof PortionOutcome.Refused(Refusal refusal)) {
                throw refusal;
            }
        }
    }

    private static void deliver(Stage stage, String text, Destination... destinations) {
        for (Delivered delivered :
                stage.store().deliver(StoreContract.message(text), StoreContract.DATE, List.of(destinations))) {
            if (delivered instanceof Delivered.Refused(Refusal refusal)) {
                throw refusal;
            }
        }
    }

    private static String withAttachment(String subject, String what) {
        byte[] bytes = new byte[9_000];
        new Random(what.hashCode()).nextBytes(bytes);
        return "Subject: " + subject
                + "\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=xx\n\n--xx\n\nSee.\n"
                + "--xx\nContent-Type: application/pdf\nContent-Transfer-Encoding: base64\n\n"
                + new String(Base64.getMimeEncoder(76, new byte[] {'\n'}).encode(bytes), StandardCharsets.US_ASCII)
                + "\n--xx--\n";
    }

    private static Destination inbox(Stage stage) {
        return Destination.plain(stage.inbox(), stage.me());
    }

    private static Delivery.Content content(int number) {
        return new Delivery.Content(StoreContract.message(number), StoreContract.DATE);
    }

    private static NumberSet first(Stage stage) {
        return NumberSet.of(stage.uids().get(0), stage.uids().get(1));
    }

    private static MailboxName named(String name) {
        return new MailboxName(name);
    }

    /** Takes leases on the mail in the queue, and has what came of it to be noted. */
    private static List<Settlement> claim(Stage stage, boolean isOver) {
        String owner = stage.login();
        Instant now = Instant.now().plusSeconds(5);
        List<QueuedMail> claimed =
                stage.store().write(tx -> tx.queue().claim(owner, now, now.plusSeconds(600), 100_000, 100_000));
        QueuedMail mine = claimed.stream()
                .filter(mail -> mail.origin().equals(owner))
                .findFirst()
                .orElseThrow();
        return mine.recipients().stream()
                .map(each -> isOver
                        ? Settlement.over(each.id(), owner)
                        : Settlement.later(each.id(), owner, END, "come again", true))
                .toList();
    }

    static List<UseCase<?>> all() {
        return List.of(
                of("a plain delivery", Kind.EXACT, stage -> deliver(stage, "Subject: x\n\ny\n", inbox(stage))),
                of(
                        "a delivery to two",
                        Kind.EXACT,
                        stage -> deliver(
                                stage,
                                "Subject: x\n\ny\n",
                                inbox(stage),
                                Destination.plain(stage.archive(), stage.me()))),
                of(
                        "an APPEND with keywords",
                        Kind.EXACT,
                        stage -> deliver(
                                stage,
                                "Subject: x\n\ny\n",
                                new Destination(
                                        stage.old(),
                                        stage.me(),
                                        FlagSet.of(Flag.SEEN.bit(), Set.of("Work", "Home")),
                                        true))),
                of(
                        "a delivery with an attachment",
                        Kind.EXACT,
                        stage -> deliver(stage, withAttachment("x", stage.login()), inbox(stage))),
                of(
                        "a delivery with an attachment that is there",
                        Kind.EXACT,
                        stage -> deliver(stage, withAttachment("x", "there"), inbox(stage))),
                of("a keep, a forward and a memory", Kind.EXACT, stage -> {
                    Memory memory = Memory.of(stage.me(), "test", "x", END);
                    deliver(
                            stage,
                            new Delivery(
                                    List.of(content(7)),
                                    List.of(new Portion(
                                            List.of(new Placement(0, inbox(stage), memory)),
                                            List.of(Stage.mail(stage.login(), "c@there.test")),
                                            List.of(Memory.of(stage.me(), "test", "y", END))))));
                }),
                of(
                        "a forward",
                        Kind.EXACT,
                        stage -> deliver(
                                stage,
                                new Delivery(
                                        List.of(content(7)),
                                        List.of(new Portion(
                                                List.of(),
                                                List.of(Stage.mail(stage.login(), "c@there.test")),
                                                List.of()))))),
                of("a keep and an answer", Kind.EXACT, stage -> {
                    ReplyMemory once = new ReplyMemory("to", stage.login(), "h", Instant.EPOCH, Instant.now());
                    var answer = Stage.mail(stage.login(), "c@there.test");
                    deliver(
                            stage,
                            new Delivery(
                                    List.of(content(7), content(8)),
                                    List.of(new Portion(
                                            List.of(Placement.plain(inbox(stage))),
                                            List.of(new Outgoing(
                                                    answer.origin(),
                                                    1,
                                                    0,
                                                    "",
                                                    answer.sender(),
                                                    answer.parameters(),
                                                    null,
                                                    answer.recipients(),
                                                    once)),
                                            List.of()))));
                }),
                new UseCase<List<Settlement>>(
                        "mail that was sent",
                        Kind.WHOLE,
                        stage -> claim(stage, true),
                        (stage, over) -> deliver(
                                stage,
                                new Delivery(List.of(), List.of(new Portion(List.of(), List.of(), List.of(), over))))),
                new UseCase<List<Settlement>>(
                        "mail that is to be tried again, with a report",
                        Kind.EXACT,
                        stage -> claim(stage, false),
                        (stage, later) -> deliver(
                                stage,
                                new Delivery(
                                        List.of(content(8)),
                                        List.of(new Portion(
                                                List.of(),
                                                List.of(Stage.mail(stage.login(), "sender@example.test")),
                                                List.of(),
                                                later))))),
                new UseCase<List<Long>>(
                        "the queue's mail is removed",
                        Kind.WHOLE,
                        stage -> stage.store().read(tx -> tx.queue().list(0, 100_000)).stream()
                                .filter(mail -> mail.origin().equals(stage.login()))
                                .map(QueuedMail::id)
                                .toList(),
                        (stage, ids) -> stage.store().write(tx -> tx.queue().delete(ids, END))),
                write(
                        "STORE of flags and keywords",
                        Kind.WHOLE,
                        (stage, tx) -> tx.messages()
                                .store(
                                        stage.inbox(),
                                        StoreContract.all(),
                                        FlagMode.ADD,
                                        FlagSet.of(Flag.FLAGGED.bit(), Set.of("New")),
                                        null)),
                write(
                        "STORE that replaces",
                        Kind.WHOLE,
                        (stage, tx) -> tx.messages()
                                .store(
                                        stage.inbox(),
                                        StoreContract.all(),
                                        FlagMode.REPLACE,
                                        FlagSet.of(Flag.SEEN.bit(), Set.of("Other")),
                                        null)),
                write(
                        "COPY",
                        Kind.EXACT,
                        (stage, tx) ->
                                tx.messages().copy(stage.inbox(), StoreContract.all(), stage.archive(), stage.me())),
                write(
                        "MOVE",
                        Kind.EXACT,
                        (stage, tx) -> tx.messages().move(stage.inbox(), first(stage), stage.old(), stage.me())),
                write(
                        "EXPUNGE",
                        Kind.WHOLE,
                        (stage, tx) -> tx.messages().expunge(stage.inbox(), StoreContract.all(), true)),
                write(
                        "UID EXPUNGE",
                        Kind.WHOLE,
                        (stage, tx) -> tx.messages().expunge(stage.inbox(), first(stage), false)),
                write(
                        "CREATE with levels above",
                        Kind.EXACT,
                        (stage, tx) -> stage.mailboxes().create(tx, named("New/Deep/Deeper"), null)),
                write(
                        "CREATE with a use",
                        Kind.EXACT,
                        (stage, tx) -> stage.mailboxes().create(tx, named("Trash"), "\\Trash")),
                write(
                        "RENAME with levels below",
                        Kind.WHOLE,
                        (stage, tx) -> stage.mailboxes().rename(tx, named("Archive"), named("Kept/Here"))),
                write(
                        "RENAME of INBOX",
                        Kind.EXACT,
                        (stage, tx) -> stage.mailboxes().rename(tx, named("INBOX"), named("Was"))),
                write("DELETE", Kind.WHOLE, (stage, tx) -> stage.mailboxes().delete(tx, named("Archive/Old"))),
                write(
                        "DELETE with levels below",
                        Kind.WHOLE,
                        (stage, tx) -> stage.mailboxes().delete(tx, named("Archive"))),
                write("SUBSCRIBE", Kind.WHOLE, (stage, tx) -> stage.mailboxes().subscribe(tx, named("Archive/Old"))),
                write(
                        "SETACL",
                        Kind.WHOLE,
                        (stage, tx) -> tx.mailboxes().grant(stage.inbox(), stage.friend(), Rights.ALL)),
                write(
                        "SETMETADATA",
                        Kind.WHOLE,
                        (stage, tx) -> tx.annotations()
                                .change(
                                        stage.inbox(),
                                        stage.me(),
                                        Map.<String, byte @Nullable []>of("/comment", new byte[] {'x'}))),
                write("PUTSCRIPT", Kind.WHOLE, (stage, tx) -> tx.sieveScripts().put(stage.me(), "third", "stop;")),
                write("SETACTIVE", Kind.WHOLE, (stage, tx) -> tx.sieveScripts().activate(stage.me(), "second")),
                write(
                        "RENAMESCRIPT",
                        Kind.WHOLE,
                        (stage, tx) -> tx.sieveScripts().rename(stage.me(), "second", "fourth")),
                write(
                        "an account is made",
                        Kind.EXACT,
                        (stage, tx) -> tx.mailboxes()
                                .create(
                                        tx.users().create(stage.login() + "-new", new Credential("", ""), 0, 0),
                                        "INBOX",
                                        null)),
                write(
                        "an account is removed",
                        Kind.WHOLE,
                        (stage, tx) -> tx.users().delete(stage.me())),
                write(
                        "an account is renamed",
                        Kind.WHOLE,
                        (stage, tx) -> tx.users().rename(stage.friend(), stage.login() + "-other")),
                write(
                        "an alias is added",
                        Kind.WHOLE,
                        (stage, tx) -> tx.aliases()
                                .add(new Alias(stage.login() + "-2@example.test", Long.toString(stage.me()), 0))),
                new UseCase<NumberSet>(
                        "expunged messages are taken away",
                        Kind.STEPS,
                        stage -> stage.store()
                                .write(tx -> tx.messages().expunge(stage.inbox(), StoreContract.all(), false)),
                        (stage, none) -> {
                            stage.store().tombstones().run();
                            stage.store().tombstones().run();
                            stage.store().collector(Duration.ZERO).run(StoreContract.DATE);
                        }),
                new UseCase<Long>(
                        "messages change their layout",
                        Kind.STEPS,
                        stage -> stage.store()
                                .look(tx -> tx.messages().whereIs(stage.uids().getFirst()))
                                .orElseThrow()
                                .physId(),
                        (stage, physId) -> {
                            convert(stage.store(), Layout.PARTS, physId - 1);
                            convert(stage.store(), Layout.COMPACT, physId - 1);
                        }));
    }

    private static void convert(SqlStore store, Layout layout, long after) {
        long last = after;
        int looked = 1;
        while (looked > 0) {
            var progress = store.maintenance().convert(layout, last);
            last = progress.last();
            looked = progress.looked();
        }
    }
}
