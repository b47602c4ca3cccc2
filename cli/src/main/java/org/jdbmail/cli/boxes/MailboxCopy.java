package org.jdbmail.cli.boxes;

import java.util.ArrayList;
import java.util.List;
import org.jdbmail.cli.frame.ChangingCommand;
import org.jdbmail.cli.frame.Complaints;
import org.jdbmail.cli.frame.Progress;
import org.jdbmail.cli.frame.Terminal;
import org.jdbmail.cli.start.Failure;
import org.jdbmail.cli.start.Opening;
import org.jdbmail.core.mail.NumberSet;
import org.jdbmail.core.mail.Reason;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.mailbox.MailboxName;
import org.jdbmail.core.mailbox.UserMailboxes;
import org.jdbmail.core.store.Mailbox;
import org.jdbmail.core.store.Messages;
import org.jdbmail.core.store.Store;
import org.jdbmail.core.store.Tx;
import org.jdbmail.core.store.User;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jdbmail mailboxes copy}: copies messages with their flags and dates; content is stored once, as with IMAP's COPY. */
@Command(
        name = "copy",
        description = {
            "Copies all messages of a mailbox into another, which is made if it is not there, with flags, keywords and dates. It",
            "goes by some hundred messages at a time: what was copied when it is broken off stays."
        })
final class MailboxCopy extends ChangingCommand {
    /** Messages in one transaction. */
    private static final int PIECE = 500;

    @Parameters(index = "0", paramLabel = "LOGIN", description = "Whose.")
    private String login = "";

    @Parameters(index = "1", paramLabel = "FROM", description = "The mailbox.")
    private String from = "";

    @Parameters(index = "2", paramLabel = "TO", description = "Where to.")
    private String to = "";

    @Option(
            names = "--to-user",
            paramLabel = "LOGIN",
            description = "Whose mailbox that is (default: the same account's).")
    private @Nullable String receiver;

    @Option(
            names = {"-r", "--recursive"},
            description = "The mailboxes below it, too.")
    private boolean isRecursive;

    /** One mailbox and where its messages go. */
    private record Pair(Mailbox source, String target, NumberSet uids, int count) {}

    MailboxCopy(Opening opening) {
        super(opening);
    }

    @Override
    public Integer call() throws Failure {
        String other = receiver == null ? login : receiver;
        try (Store store = options.open()) {
            User owner = store.read(tx -> Named.find(tx, other));
            List<Pair> pairs = store.read(this::pairs);
            boolean isOntoItself = pairs.stream()
                    .anyMatch(pair -> pair.source().ownerId() == owner.id()
                            && (Mailbox.sameName(pair.source().name(), to)
                                    || Mailbox.isBelow(to, from) && isRecursive));
            if (isOntoItself) {
                throw new Refusal(Reason.INVALID, "a mailbox can't be copied into itself");
            }
            long all = pairs.stream().mapToLong(Pair::count).sum();
            if (dryRun.isAsked()) {
                talk.say("Would copy " + all + " messages of " + pairs.size() + " mailboxes.");
                return Complaints.DONE;
            }
            try (Progress progress =
                    new Progress(talk.err(), Terminal.ofProcess().isThere(), "copying", all)) {
                for (Pair pair : pairs) {
                    copy(store, owner, pair, progress);
                }
            }
            talk.say("Copied " + all + " messages of " + pairs.size()
                    + (pairs.size() == 1 ? " mailbox." : " mailboxes."));
        }
        return Complaints.DONE;
    }

    private List<Pair> pairs(Tx tx) {
        User owner = Named.find(tx, login);
        Mailbox first = Named.mailbox(tx, owner, from);
        List<Pair> pairs = new ArrayList<>();
        for (Mailbox mailbox : tx.mailboxes().ownedBy(owner.id())) {
            boolean isMeant = mailbox.id() == first.id() || isRecursive && mailbox.isBelow(first.name());
            if (isMeant) {
                long[] uids = mailbox.noSelect()
                        ? new long[0]
                        : tx.messages().popMessages(mailbox.id()).stream()
                                .mapToLong(Messages.PopMessage::uid)
                                .toArray();
                String target = to + mailbox.name().substring(first.name().length());
                pairs.add(new Pair(mailbox, target, NumberSet.of(uids), uids.length));
            }
        }
        return pairs;
    }

    private static void copy(Store store, User owner, Pair pair, Progress progress) {
        long target = store.write(tx -> tx.mailboxes()
                .find(owner.id(), pair.target())
                .map(Mailbox::id)
                .orElseGet(() -> new UserMailboxes(owner).create(tx, new MailboxName(pair.target()), null)));
        List<Long> piece = new ArrayList<>();
        for (long uid : pair.uids().toArray()) {
            piece.add(uid);
            if (piece.size() == PIECE) {
                copy(store, owner, pair.source(), target, piece);
                progress.add(piece.size());
                piece.clear();
            }
        }
        copy(store, owner, pair.source(), target, piece);
        progress.add(piece.size());
    }

    private static void copy(Store store, User owner, Mailbox source, long target, List<Long> uids) {
        if (uids.isEmpty()) {
            return;
        }
        NumberSet set = NumberSet.of(uids.stream().mapToLong(Long::longValue).toArray());
        store.write(tx -> {
            tx.quotas().requireRoomForMessages(owner.id(), uids.size());
            return tx.messages().copy(source.id(), set, target, owner.id());
        });
    }
}
