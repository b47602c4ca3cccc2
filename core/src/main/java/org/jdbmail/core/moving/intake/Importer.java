package org.jdbmail.core.moving.intake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jdbmail.core.mail.NumberSet;
import org.jdbmail.core.mail.Refusal;
import org.jdbmail.core.mailbox.MailboxName;
import org.jdbmail.core.mailbox.SpecialUse;
import org.jdbmail.core.mailbox.UserMailboxes;
import org.jdbmail.core.moving.source.AboutMailbox;
import org.jdbmail.core.moving.source.SourceMailbox;
import org.jdbmail.core.moving.source.SourceMessage;
import org.jdbmail.core.store.Mailbox;
import org.jdbmail.core.store.MailboxStatus;
import org.jdbmail.core.store.Store;
import org.jdbmail.core.store.User;
import org.jdbmail.mime.charset.Texts;
import org.jspecify.annotations.Nullable;

/**
 * Brings mailboxes of an account into the store. What was brought is remembered in the same transaction, so that an import that was
 * broken off, or is run again, brings what is missing and nothing twice. UIDs and UIDVALIDITY are kept where the source tells them,
 * the mailbox is new, and the numbers are free: UIDs are of one row of numbers for all mailboxes of a store.
 */
public final class Importer {
    /**
     * What became of it.
     *
     * @param mailboxes how many there were
     * @param renumbered how many of these could not keep the UIDs that they had
     * @param brought messages that are in the store now and were not
     * @param known messages that an earlier import had brought
     * @param failed messages that could not be read
     */
    public record Outcome(int mailboxes, int renumbered, long brought, long known, long failed) {
        /** Nothing yet. */
        public static final Outcome NOTHING = new Outcome(0, 0, 0, 0, 0);

        /** Both together. */
        public Outcome plus(Outcome other) {
            return new Outcome(
                    mailboxes + other.mailboxes,
                    renumbered + other.renumbered,
                    brought + other.brought,
                    known + other.known,
                    failed + other.failed);
        }
    }

    private final Store store;
    private final Consumer<String> complaints;
    private final LongConsumer progress;

    /**
     * @param complaints told in a sentence of each thing that is wrong with the source, and that the import goes on without
     * @param progress told after each step how many messages it was about
     */
    public Importer(Store store, Consumer<String> complaints, LongConsumer progress) {
        this.store = store;
        this.complaints = complaints;
        this.progress = progress;
    }

    /**
     * Brings mailboxes.
     *
     * @throws Refusal what the store refuses; what was brought before that stays
     */
    public Outcome bring(User owner, List<? extends SourceMailbox> mailboxes) {
        Outcome all = Outcome.NOTHING;
        Set<String> names = new HashSet<>();
        for (SourceMailbox mailbox : mailboxes) {
            AboutMailbox about = named(mailbox.about(), names);
            try {
                all = all.plus(bring(owner, about, mailbox.messages()));
            } catch (IOException | UncheckedIOException e) {
                complaints.accept("mailbox " + about.name() + ": " + e.getMessage());
                all = all.plus(new Outcome(1, 0, 0, 0, 1));
            }
        }
        return all;
    }

    /** The mailbox with a name that it can have here. */
    private AboutMailbox named(AboutMailbox about, Set<String> names) {
        MailboxName name = new MailboxName(possible(about.name()));
        int number = 2;
        while (!names.add(name.name().toLowerCase(Locale.ROOT))) {
            name = new MailboxName(possible(about.name()) + " (" + number++ + ")");
        }
        if (!name.equals(new MailboxName(about.name()))) {
            complaints.accept("no mailbox can be named " + about.name() + " here: it becomes " + name.name());
        }
        return about.withName(name.name());
    }

    private static String possible(String name) {
        if (new MailboxName(name).isValid()) {
            return name;
        }
        StringBuilder text = new StringBuilder();
        name.codePoints()
                .forEach(c -> text.appendCodePoint(
                        new MailboxName("x" + Character.toString(c)).isValid() || c == Mailbox.SEPARATOR ? c : '_'));
        List<String> levels = new ArrayList<>();
        for (String level : text.toString().split("/")) {
            if (!level.isEmpty()) {
                levels.add(level);
            }
        }
        String joined = levels.isEmpty() ? "_" : String.join("/", levels);
        return new MailboxName(joined).isValid() ? joined : Texts.cut(joined, 60) + "_";
    }

    private Outcome bring(User owner, AboutMailbox about, List<SourceMessage> messages) {
        long id = target(owner, about);
        if (!about.holdsMessages()) {
            return new Outcome(1, 0, 0, 0, 0);
        }
        Map<String, Long> known = store.read(tx -> tx.messages().origins(id));
        List<SourceMessage> missing = messages.stream()
                .filter(message -> !known.containsKey(message.about().origin()))
                .toList();
        progress.accept(messages.size() - missing.size());
        List<SourceMessage> numbered =
                missing.stream().filter(message -> message.about().uid() > 0).toList();
        boolean isKept = about.uidValidity() > 0 && keepsUids(id, about, numbered);
        boolean isAsked = about.uidValidity() > 0
                && messages.stream().anyMatch(message -> message.about().uid() > 0);
        long before = (long) messages.size() - missing.size();
        Batches batches = new Batches(store, id, owner.id(), complaints, progress, Instant.now());
        Outcome outcome = new Outcome(1, isAsked && !isKept && before < messages.size() ? 1 : 0, 0, before, 0);
        if (isKept) {
            outcome = outcome.plus(batches.bring(numbered, true));
            missing = missing.stream()
                    .filter(message -> message.about().uid() == 0)
                    .toList();
        }
        return outcome.plus(batches.bring(missing, false));
    }

    /** Keeps numbers for those to come, if the mailbox has the UIDVALIDITY that they belong to and none in the way. */
    private boolean keepsUids(long id, AboutMailbox about, List<SourceMessage> numbered) {
        if (id != about.uidValidity()) {
            return false;
        }
        if (numbered.isEmpty()) {
            return true;
        }
        long[] uids =
                numbered.stream().mapToLong(message -> message.about().uid()).toArray();
        NumberSet set = NumberSet.of(uids);
        MailboxStatus status =
                store.read(tx -> tx.mailboxes().status(List.of(id))).get(id);
        return status != null
                && set.size() == uids.length
                && uids[0] >= status.uidNext()
                && store.maintenance().reserveUids(set);
    }

    /** The mailbox that it becomes, made if it is not there, under the number that it had if that is free. */
    private long target(User owner, AboutMailbox about) {
        long id = store.write(tx -> {
            UserMailboxes mailboxes = new UserMailboxes(owner);
            Mailbox there = tx.mailboxes().find(owner.id(), about.name()).orElse(null);
            if (there != null && (!there.noSelect() || !about.holdsMessages())) {
                return there.id();
            }
            long made = mailboxes.create(tx, new MailboxName(about.name()), use(about));
            if (about.subscribed()) {
                tx.subscriptions().add(owner.id(), made);
            }
            return made;
        });
        boolean isRenumbered = about.uidValidity() > 0
                && id != about.uidValidity()
                && store.maintenance().renumberMailbox(id, about.uidValidity());
        long mailbox = isRenumbered ? about.uidValidity() : id;
        store.write(tx -> {
            for (AboutMailbox.Grant grant : about.grants()) {
                User user = tx.users().find(grant.login()).orElse(null);
                if (user != null) {
                    tx.accessLists().set(mailbox, user.id(), grant.rights());
                }
            }
            return true;
        });
        for (AboutMailbox.Grant grant : about.grants()) {
            if (store.read(tx -> tx.users().find(grant.login())).isEmpty()) {
                complaints.accept("mailbox " + about.name() + ": there is no account " + grant.login()
                        + ", which has rights on it");
            }
        }
        return mailbox;
    }

    private static @Nullable String use(AboutMailbox about) {
        String use = about.specialUse();
        return use != null && SpecialUse.isKnown(use) ? SpecialUse.known(use) : null;
    }
}
